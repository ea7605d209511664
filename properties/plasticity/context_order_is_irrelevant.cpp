// The order of the context does not reach the Hebbian weights.
#include <numeric>

#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/delta_rule.hpp"
#include "theory/plasticity/fast_weights.hpp"

namespace lemmascope::plasticity {
namespace {

/// Every order of up to four tokens; the rotations and their reversals of more.
std::vector<std::vector<int>> orders(int tokens) {
  std::vector<int> order(static_cast<std::size_t>(tokens));
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::vector<int>> all;
  if (tokens <= 4) {
    do all.push_back(order);
    while (std::next_permutation(order.begin(), order.end()));
    return all;
  }
  for (int shift = 0; shift < tokens; ++shift) {
    all.push_back(order);
    all.emplace_back(order.rbegin(), order.rend());
    std::rotate(order.begin(), order.begin() + 1, order.end());
  }
  return all;
}

AssociationTask reordered(const AssociationTask& task, const std::vector<int>& order) {
  AssociationTask next = task;
  for (int t = 0; t < task.tokens(); ++t) {
    next.keys.row(t) = task.keys.row(order[t]);
    next.values.row(t) = task.values.row(order[t]);
  }
  return next;
}

using Weights = Matrix<Rational> (*)(const TaskInstance&, const AssociationTask&);

Sides under_every_order(const TaskInstance& at, Weights weights) {
  const Matrix<Rational> as_given = weights(at, at.task);
  const auto all_orders = orders(at.task.tokens());
  Sides all;
  for (int o = 0; o < static_cast<int>(all_orders.size()); ++o) {
    const Matrix<Rational> after = weights(at, reordered(at.task, all_orders[o]));
    for (int i = 0; i < after.rows(); ++i) {
      for (int j = 0; j < after.cols(); ++j) {
        all.push_back(
            {after(i, j), as_given(i, j), claim::site("order", o, "row", i, "column", j)});
      }
    }
  }
  return all;
}

Sides hebbian(const TaskInstance& at) {
  return under_every_order(at, [](const TaskInstance&, const AssociationTask& task) {
    return hebbian_weights(task, task.tokens());
  });
}

// Other route: entries of V^T K, each a sum from the last token to the first.
Sides by_matrix_product(const TaskInstance& at) {
  return under_every_order(at, [](const TaskInstance&, const AssociationTask& task) {
    Matrix<Rational> weights(task.outputs(), task.width());
    for (int i = 0; i < task.outputs(); ++i) {
      for (int j = 0; j < task.width(); ++j) {
        Rational sum(0);
        for (int t = task.tokens() - 1; t >= 0; --t) sum += task.keys(t, j) * task.values(t, i);
        weights(i, j) = sum;
      }
    }
    return weights;
  });
}

// Wrong: the error-correcting rule remembers the order.
Sides delta_rule(const TaskInstance& at) {
  return under_every_order(at, [](const TaskInstance& instance, const AssociationTask& task) {
    Matrix<Rational> weights =
        Matrix<Rational>::Constant(task.outputs(), task.width(), Rational(0));
    for (int t = 0; t < task.tokens(); ++t) weights = delta_step(task, weights, instance.rate, t);
    return weights;
  });
}

}  // namespace

claim::Claim context_order_is_irrelevant_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/context-order-is-irrelevant")
      .states("Hebbian fast weights do not depend on the order of the context.")
      .latex(R"(\sum_tv_{\sigma(t)}k_{\sigma(t)}^\top=\sum_tv_tk_t^\top)")
      .from({kPaper, kAbstract})
      .formally("Every order of up to four tokens, rotations and reversals of more; every entry.")
      .differs("not stated in the paper as far as it was read; a consequence of its rule")
      .uses({"plasticity/hebbian-weights-are-linear-attention"})
      .tagged({"plasticity"})
      .over(every_tiny_task())
      .over(sampled_small_tasks())
      .proved_by({"plasticity/ContextOrderIsIrrelevant"},
                 "None in substance: the theorem allows every permutation and any number of "
                 "tokens.")
      .proved_in_part({"plasticity/CertifiedHebbian"})
      .certified_by(hebbian_certificates)
      .mathematics({"theory/plasticity/fast_weights.hpp: hebbian_weights"})
      .tested_by({"tests/theory/plasticity/fast_weights_test.cpp: "
                  "FastWeights.GiveTheReferenceOutputsAndWeights"})
      .law(claim::Evidence::exact, domain::equal_at_each(hebbian))
      .confirmed_by("the entries of V^T K", domain::equal_at_each(by_matrix_product))
      .twin("the delta rule forgets the order as well", domain::equal_at_each(delta_rule))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
