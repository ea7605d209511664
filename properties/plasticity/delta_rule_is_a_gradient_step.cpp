// The three-factor rule that corrects errors is gradient descent on the token at hand.
#include "properties/plasticity/squared_error_by_differences.hpp"
#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/delta_rule.hpp"

namespace lemmascope::plasticity {
namespace {

/// The weights that token t meets: those the rule made of the tokens before it.
template <class Step>
Sides along_the_run(const TaskInstance& at, Step step) {
  Matrix<Rational> weights =
      Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
  Sides all;
  for (int t = 0; t < at.task.tokens(); ++t) {
    const auto [local, descent] = step(weights, t);
    for (int i = 0; i < local.rows(); ++i) {
      for (int j = 0; j < local.cols(); ++j) {
        all.push_back({local(i, j), descent(i, j), claim::site("t", t, "row", i, "column", j)});
      }
    }
    weights = delta_step(at.task, weights, at.rate, t);
  }
  return all;
}

using Pair = std::pair<Matrix<Rational>, Matrix<Rational>>;

Sides by_formula(const TaskInstance& at) {
  return along_the_run(at, [&](const Matrix<Rational>& w, int t) {
    return Pair{delta_step(at.task, w, at.rate, t),
                w - error_gradient(at.task, w, t, t + 1) * at.rate};
  });
}

// Other route: W (I - eta k k^T) + eta v k^T, against differences of the loss.
Sides by_differences(const TaskInstance& at) {
  const AssociationTask& task = at.task;
  return along_the_run(at, [&](const Matrix<Rational>& w, int t) {
    Matrix<Rational> local(w.rows(), w.cols());
    for (int i = 0; i < w.rows(); ++i) {
      for (int j = 0; j < w.cols(); ++j) {
        Rational entry = w(i, j) + at.rate * task.values(t, i) * task.keys(t, j);
        for (int l = 0; l < w.cols(); ++l) {
          entry -= at.rate * w(i, l) * task.keys(t, l) * task.keys(t, j);
        }
        local(i, j) = entry;
      }
    }
    return Pair{local, w - gradient_by_differences(task, w, t, t + 1) * at.rate};
  });
}

// Wrong: the gradient of all tokens so far.
Sides whole_batch(const TaskInstance& at) {
  return along_the_run(at, [&](const Matrix<Rational>& w, int t) {
    return Pair{delta_step(at.task, w, at.rate, t),
                w - error_gradient(at.task, w, 0, t + 1) * at.rate};
  });
}

// Wrong: the two-factor rule, whose error does not subtract what is recalled.
Sides two_factors(const TaskInstance& at) {
  const Matrix<Rational> zero =
      Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
  return along_the_run(at, [&](const Matrix<Rational>& w, int t) {
    return Pair{w + delta_step(at.task, zero, at.rate, t),
                w - error_gradient(at.task, w, t, t + 1) * at.rate};
  });
}

}  // namespace

claim::Claim delta_rule_is_a_gradient_step_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/delta-rule-is-a-gradient-step")
      .states(
          "The online delta rule, error times presynaptic activity, is a gradient step on half the "
          "squared error of the token at hand.")
      .latex(R"(W+\eta(v_t-Wk_t)k_t^\top=W-\eta\nabla_W\tfrac12|Wk_t-v_t|^2)")
      .from({kPaper, "abstract: two- and three-factor rules; no numbered theorem"})
      .formally("Every entry at every token of a run of the rule itself.")
      .differs("the paper names three-factor rules and gives no identity")
      .uncertain("that the paper's three-factor rule is this one")
      .uses({"plasticity/first-batch-step-is-hebbian"})
      .tagged({"plasticity", "gradient"})
      .over(every_tiny_task())
      .over(sampled_small_tasks())
      .proved_by({"plasticity/DeltaRuleIsAGradientStep"},
                 "The theorem starts from any weights; the law that runs from those of the run so "
                 "far.")
      .proved_in_part({"plasticity/CertifiedTokenStep"})
      .certified_by(token_step_certificates)
      .mathematics({"theory/plasticity/delta_rule.hpp: delta_step"})
      .tested_by({"tests/theory/plasticity/delta_rule_test.cpp: "
                  "DeltaStep.StoresTheValueWhenTheRateFitsTheKey"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_formula))
      .confirmed_by("the expanded rule against central differences of the loss",
                    domain::equal_at_each(by_differences))
      .twin("the gradient of all tokens so far", domain::equal_at_each(whole_batch))
      .twin("the third factor does not subtract what is recalled",
            domain::equal_at_each(two_factors))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
