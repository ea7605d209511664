// A softmax head copies targets up to a stated error.
#include "properties/icl/task_instance.hpp"
#include "theory/icl/kernel_step.hpp"

namespace lemmascope::icl {
namespace {

/// Masses q = e^beta of the target: 1, 10 and 1000.
std::vector<int> masses() { return {1, 10, 1000}; }

/// |copy - y_j| <= (2N - 1) / (q + 2N - 1) times the largest |y_j - v| over all values v, those of
/// input tokens (zero) among them.
Sides bounded(const TaskInstance& at,
              Matrix<Rational> (*copies)(const RegressionTask&, const Rational&),
              const Rational& share_of_bound) {
  Sides sides;
  const int others = 2 * at.task.context() - 1;
  for (const int q : masses()) {
    const Matrix<Rational> copied = copies(at.task, Rational(q));
    for (int j = 0; j < at.task.context(); ++j) {
      for (int o = 0; o < at.task.outputs(); ++o) {
        const Rational own = at.task.targets(j, o);
        Rational furthest = abs(own);
        for (int i = 0; i < at.task.context(); ++i) {
          furthest = std::max(furthest, Rational(abs(own - at.task.targets(i, o))));
        }
        sides.push_back({Rational(abs(copied(j, o) - own)),
                         Rational(share_of_bound * furthest * others / (q + others)),
                         claim::site("example", j, "output", o, "mass", q)});
      }
    }
  }
  return sides;
}

/// Weights first: q or 1 over their sum, at every token.
Matrix<Rational> copied_by_weights(const RegressionTask& task, const Rational& mass) {
  const int n = task.context();
  Matrix<Rational> values = interleaved_tokens(task).middleRows(task.width(), task.outputs());
  Matrix<Rational> copied(n, task.outputs());
  for (int j = 0; j < n; ++j) {
    Vector<Rational> weights = Vector<Rational>::Constant(2 * n, Rational(1));
    weights(2 * j + 1) = mass;
    Rational total(0);
    for (int i = 0; i < 2 * n; ++i) total += weights(i);
    copied.row(j) = (values * weights).transpose() * Rational(1 / total);
  }
  return copied;
}

Sides by_formula(const TaskInstance& at) { return bounded(at, copied_by_softmax, Rational(1)); }

Sides by_weights(const TaskInstance& at) { return bounded(at, copied_by_weights, Rational(1)); }

Sides two_per_cent_less(const TaskInstance& at) {
  return bounded(at, copied_by_softmax, Rational(98, 100));
}

Sides exactly(const TaskInstance& at) { return bounded(at, copied_by_softmax, Rational(0)); }

}  // namespace

claim::Claim softmax_codes_nearly_copy_claim() {
  return claim::ClaimAbout<TaskInstance>("icl/softmax-codes-nearly-copy")
      .states(
          "A softmax head of score beta between codes copies each target up to (2N - 1)/(e^beta + "
          "2N - 1) times its largest distance from another value.")
      .latex(R"(|\tilde y_j-y_j|\le\frac{2N-1}{e^\beta+2N-1}\max_i\{|y_j|,|y_j-y_i|\})")
      .from({kPaper, "Proposition 3"})
      .formally("e^beta = 1, 10, 1000; keys are all 2N tokens, values of input tokens are zero.")
      .differs("the paper says approximately; the bound is derived here and reached by one example")
      .uses({"icl/codes-copy-targets"})
      .tagged({"icl", "copy", "softmax"})
      .over(every_tiny_task())
      .over(sampled_tasks())
      .mathematics({"theory/icl/kernel_step.hpp: copied_by_softmax"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: "
                  "CopiedBySoftmax.ComesCloseAtLargeScores"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_formula))
      .confirmed_by("attention weights over all tokens", domain::at_most_at_each(by_weights))
      .twin("a bound two per cent lower", domain::at_most_at_each(two_per_cent_less))
      .twin("an exact copy", domain::at_most_at_each(exactly))
      .example(general_task());
}

}  // namespace lemmascope::icl
