// Under the criterion of the authors' program the classifier may stop growing.
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

using Enclosures = domain::SideList<Interval>;

/// 0 < kappa: the last token's constant of the late drift.
Enclosures by_constant(const KernelInstance& at) {
  const auto joint = history_law(at.kernel, {1});
  return {{Interval(0), released_late_drift<Interval>(joint), claim::site("set", 1)}};
}

/// The same from each history and what follows all others, softmax as ratios of differences.
Enclosures by_other_histories(const KernelInstance& at) {
  const auto joint = history_law(at.kernel, {1});
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  Interval sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    if (m(z) == 0) continue;
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      Interval ratios(0);
      for (Eigen::Index j = 0; j < joint.cols(); ++j) {
        ratios += exp(Interval(Rational((joint(z, j) - joint(z, k)) / m(z))));
      }
      const Rational here = joint(z, k) / m(z), elsewhere = (mu(k) - joint(z, k)) / (1 - m(z));
      sum += (Interval(here) - Interval(1) / ratios) *
             Interval(Rational((1 - m(z)) * (here - elsewhere)));
    }
  }
  return {{Interval(0), sum, claim::site("set", 1)}};
}

/// u Phi(u) at u = 10^12, whose distance from the limit is of order 10^-12.
Enclosures by_drift(const KernelInstance& at) {
  const auto joint = history_law(at.kernel, {1});
  const Interval u(Rational(1000000000000));
  return {{Interval(0), u * released_drift(joint, u), claim::site("set", 1)}};
}

/// The paper's: kappa_1, or kappa_2 where it is zero.
Enclosures of_the_paper(const KernelInstance& at) {
  const LateDrift late = late_drift(history_law(at.kernel, {1}));
  return {
      {Interval(0), Interval(late.first > 0 ? late.first : *late.second), claim::site("set", 1)}};
}

claim::Hypothesis<KernelInstance> last_token_informs() {
  return {"a last token that informs", "the last token has modified information",
          [](const KernelInstance& at) {
            return truth(modified_information(history_law(at.kernel, {1})) > 0);
          }};
}

}  // namespace

claim::Claim released_criterion_is_a_proper_score_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/released-criterion-is-a-proper-score")
      .states(
          "A conjecture that must fail: under the criterion of the authors' program the strength "
          "of "
          "the classifier ends up growing wherever the history informs. On a skewed chain its late "
          "drift is negative, and the limit is no induction head.")
      .latex(
          R"(\kappa_{\mathrm{code}}=\sum_Z(1-\mu(Z))\langle\mu_Z-\mathrm{softmax}(\mu_Z),\mu_Z-\mu_{\neg Z}\rangle>0)")
      .from({"the authors' program", "CrossEntropyLoss of the output, a probability vector"})
      .formally("The sign of the late drift for the last token, enclosed.")
      .differs("the paper's loss is the cross-entropy of the output itself")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .assumes(last_token_informs())
      .uses({"ngram/late-drift-has-its-constants"})
      .tagged({"ngram", "released", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(every_small_first_order_kernel())
      .over(sampled_kernels(true))
      .mathematics({"theory/ngram/classifier.hpp: released_late_drift"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: "
                  "TheReleasedCriterion.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_constant, claim::Op::less))
      .confirmed_by("the drift at a strength of log 10^12",
                    domain::at_each(by_drift, claim::Op::less))
      .values_by("each history and what follows all others",
                 domain::at_each(by_other_histories, claim::Op::less))
      .control("the paper's criterion ends up growing",
               domain::at_each(of_the_paper, claim::Op::less))
      .example(flips());
}

}  // namespace lemmascope::ngram
