#include "properties/plasticity/task_certificates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "properties/domain/matrix_certificate.hpp"
#include "theory/plasticity/delta_rule.hpp"
#include "theory/plasticity/fast_weights.hpp"
#include "theory/plasticity/integer_weights.hpp"
#include "theory/plasticity/plastic_cache.hpp"

namespace lemmascope::plasticity {
namespace {

using claim::Certificate;
using domain::table_in_coq;

constexpr int kMostTokens = 8;

bool is_small(const TaskInstance& at) { return at.task.tokens() <= kMostTokens; }

std::string task_in_coq(const TaskInstance& at) {
  return fmt::format("Task {} {} {} ({}) {} {} {}", at.task.width(), at.task.outputs(),
                     at.task.tokens(), claim::in_coq(at.rate), table_in_coq(at.task.keys),
                     table_in_coq(at.task.values), table_in_coq(at.task.queries));
}

Certificate of_task(const TaskInstance& at, const char* checker, const Matrix<Rational>& values,
                    const char* what) {
  return domain::entries_certificate({"plasticity.certificate", checker, "task_instance"},
                                     task_in_coq(at), values, what);
}

}  // namespace

std::vector<Certificate> recall_certificates(const TaskInstance& at) {
  if (!is_small(at)) return {};
  return {of_task(at, "recall", integer_fast_weight_outputs<std::int64_t>(at.task), "output")};
}

std::vector<Certificate> hebbian_certificates(const TaskInstance& at) {
  if (!is_small(at)) return {};
  AssociationTask backwards = at.task;
  backwards.keys = at.task.keys.colwise().reverse().eval();
  backwards.values = at.task.values.colwise().reverse().eval();
  const int n = at.task.tokens();
  return {of_task(at, "hebbian", hebbian_weights(at.task, n), "weight"),
          of_task(at, "hebbian", hebbian_weights(backwards, n), "weight from the last token on")};
}

std::vector<Certificate> batch_step_certificates(const TaskInstance& at) {
  if (!is_small(at)) return {};
  const Matrix<Rational> zero =
      Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
  const Matrix<Rational> step =
      error_gradient(at.task, zero, 0, at.task.tokens()) * Rational(-at.rate);
  return {of_task(at, "batch_step", step, "weight")};
}

std::vector<Certificate> token_step_certificates(const TaskInstance& at) {
  constexpr int kMostSteps = 3;
  std::vector<Certificate> all;
  Matrix<Rational> weights =
      Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
  for (int t = 0; t < std::min(at.task.tokens(), kMostSteps); ++t) {
    const Matrix<Rational> next = delta_step(at.task, weights, at.rate, t);
    const Matrix<Rational> key = at.task.keys.row(t).transpose(),
                           value = at.task.values.row(t).transpose();
    all.push_back(domain::entries_certificate(
        {"plasticity.certificate", "token_step", "step_instance"},
        fmt::format("Step {} {} ({}) {} {} {}", at.task.width(), at.task.outputs(),
                    claim::in_coq(at.rate), table_in_coq(weights), table_in_coq(key),
                    table_in_coq(value)),
        next, fmt::format("weight after token {}", t)));
    weights = next;
  }
  return all;
}

std::vector<Certificate> cache_certificates(const TaskInstance& at) {
  if (!is_small(at)) return {};
  return {of_task(at, "cache_unnormalised", cache_outputs<Rational>(at.task, unnormalised),
                  "output without normaliser"),
          of_task(at, "cache_squares", cache_outputs<Rational>(at.task, shares_of_squares),
                  "output with shares of squares")};
}

}  // namespace lemmascope::plasticity
