// What one step of the delta rule leaves of the error on its token.
#include "properties/plasticity/task_certificates.hpp"
#include "properties/plasticity/task_domains.hpp"
#include "theory/plasticity/delta_rule.hpp"

namespace lemmascope::plasticity {
namespace {

Rational squared_key(const AssociationTask& task, int t) {
  Rational sum(0);
  for (int j = 0; j < task.width(); ++j) sum += task.keys(t, j) * task.keys(t, j);
  return sum;
}

template <class Factor>
Sides along_the_run(const TaskInstance& at, Factor factor) {
  Matrix<Rational> weights =
      Matrix<Rational>::Constant(at.task.outputs(), at.task.width(), Rational(0));
  Sides all;
  for (int t = 0; t < at.task.tokens(); ++t) {
    const Vector<Rational> before = recall_error(at.task, weights, t);
    weights = delta_step(at.task, weights, at.rate, t);
    const Vector<Rational> after = recall_error(at.task, weights, t);
    for (int i = 0; i < after.size(); ++i) {
      all.push_back({after[i], Rational(factor(t) * before[i]), claim::site("t", t, "output", i)});
    }
  }
  return all;
}

Sides shrunk(const TaskInstance& at) {
  return along_the_run(at, [&](int t) { return Rational(1 - at.rate * squared_key(at.task, t)); });
}

// Other route: the run as a recursion on what all keys recall, R_s = W k_s, without weights.
Sides by_recalled_values(const TaskInstance& at) {
  const AssociationTask& task = at.task;
  AssociationTask keys_only = task;
  keys_only.queries = task.keys;
  Matrix<Rational> recalled =
      Matrix<Rational>::Constant(task.tokens(), task.outputs(), Rational(0));
  Sides all;
  for (int t = 0; t < task.tokens(); ++t) {
    for (int i = 0; i < task.outputs(); ++i) {
      const Rational error = task.values(t, i) - recalled(t, i);
      for (int s = 0; s < task.tokens(); ++s) {
        recalled(s, i) += at.rate * error * score(keys_only, t, s);
      }
      const Rational left = task.values(t, i) - recalled(t, i);
      const Rational factor = 1 - at.rate * score(keys_only, t, t);
      all.push_back({left, Rational(factor * error), claim::site("t", t, "output", i)});
    }
  }
  return all;
}

// Wrong: as if every key had length one.
Sides unit_keys(const TaskInstance& at) {
  return along_the_run(at, [&](int) { return Rational(1 - at.rate); });
}

}  // namespace

claim::Claim delta_rule_shrinks_the_error_claim() {
  return claim::ClaimAbout<TaskInstance>("plasticity/delta-rule-shrinks-the-error")
      .states(
          "A step of the delta rule multiplies the error on its token by 1 - eta |k|^2: at eta = "
          "1/|k|^2 the new value is stored exactly.")
      .latex(R"(v_t-W^+k_t=(1-\eta|k_t|^2)(v_t-Wk_t))")
      .from({kPaper, "abstract: two- and three-factor rules; no numbered theorem"})
      .formally("Every output at every token of a run of the rule.")
      .differs("not stated in the paper as far as it was read")
      .uncertain("that the paper's three-factor rule is this one")
      .uses({"plasticity/delta-rule-is-a-gradient-step"})
      .tagged({"plasticity", "gradient"})
      .over(every_tiny_task())
      .over(sampled_small_tasks())
      .proved_by({"plasticity/DeltaRuleShrinksTheError"},
                 "The theorem starts from any weights; the law that runs from those of the run so "
                 "far.")
      .proved_in_part({"plasticity/CertifiedTokenStep"})
      .certified_by(token_step_certificates)
      .mathematics({"theory/plasticity/delta_rule.hpp: recall_error"})
      .tested_by({"tests/theory/plasticity/delta_rule_test.cpp: "
                  "DeltaStep.StoresTheValueWhenTheRateFitsTheKey"})
      .law(claim::Evidence::exact, domain::equal_at_each(shrunk))
      .confirmed_by("a recursion on what the keys recall, without weights",
                    domain::equal_at_each(by_recalled_values))
      .twin("every key counts as of length one", domain::equal_at_each(unit_keys))
      .example(reference_instance());
}

}  // namespace lemmascope::plasticity
