#include "properties/plasticity/task_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/domain/simpler_matrix.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using plasticity::TaskInstance;

std::string InstanceTraits<TaskInstance>::summary(const TaskInstance& instance) {
  return fmt::format("T={},d={},m={}", instance.task.tokens(), instance.task.width(),
                     instance.task.outputs());
}

nlohmann::json InstanceTraits<TaskInstance>::to_json(const TaskInstance& instance) {
  return {{"keys", domain::rows_json(instance.task.keys)},
          {"values", domain::rows_json(instance.task.values)},
          {"queries", domain::rows_json(instance.task.queries)},
          {"rate", to_text(instance.rate)}};
}

TaskInstance InstanceTraits<TaskInstance>::from_json(const nlohmann::json& json) {
  try {
    TaskInstance instance{
        {domain::matrix_from(json.at("keys")), domain::matrix_from(json.at("values")),
         domain::matrix_from(json.at("queries"))},
        parse_rational(json.at("rate").get<std::string>())};
    plasticity::require_task(instance.task);
    return instance;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is not a task: a member is missing or of another type");
  }
}

namespace {

/// The upper left corner of that shape.
Matrix<Rational> corner(const Matrix<Rational>& matrix, Eigen::Index rows, Eigen::Index columns) {
  return matrix.topLeftCorner(rows, columns);
}

void add_corner(const TaskInstance& from, int tokens, int width, int outputs,
                std::vector<TaskInstance>& all) {
  if (tokens < 1 || width < 1 || outputs < 1) return;
  const plasticity::AssociationTask& task = from.task;
  all.push_back({{corner(task.keys, tokens, width), corner(task.values, tokens, outputs),
                  corner(task.queries, tokens, width)},
                 from.rate});
}

}  // namespace

std::vector<TaskInstance> InstanceTraits<TaskInstance>::simpler(const TaskInstance& instance) {
  std::vector<TaskInstance> all;
  const int t = instance.task.tokens(), d = instance.task.width(), m = instance.task.outputs();
  if (t > 3) add_corner(instance, t / 2, d, m, all);
  add_corner(instance, t - 1, d, m, all);
  add_corner(instance, t, d - 1, m, all);
  add_corner(instance, t, d, m - 1, all);
  for (auto part : {&plasticity::AssociationTask::keys, &plasticity::AssociationTask::values,
                    &plasticity::AssociationTask::queries}) {
    for (auto& matrix : domain::simpler_matrices(instance.task.*part)) {
      all.push_back(instance);
      all.back().task.*part = std::move(matrix);
    }
  }
  if (instance.rate != 1) {
    all.push_back(instance);
    all.back().rate = 1;
  }
  return all;
}

template const InstanceKind& kind_of<TaskInstance>();

}  // namespace lemmascope::claim
