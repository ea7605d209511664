// The strength of the classifier never falls, and grows while the history informs.
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs < rhs: 0 < Phi for every set that informs.
template <class Drift>
Sides of_informing_sets(const TunedInstance& at, Drift drift) {
  Sides sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    if (modified_information(laws[s]) == 0) continue;
    sides.push_back({0, drift(laws[s]), claim::site("set", s)});
  }
  return sides;
}

Sides by_formula(const TunedInstance& at) {
  return of_informing_sets(
      at, [&](const Matrix<Rational>& joint) { return classifier_drift(joint, at.power); });
}

/// For each history, the covariance under y of the slope of log y with the ratio mu(k|z) / y_k: Phi
/// = sum m(z) sum_k (mu(k|z) - y_k) u d log y_k / du, as the slopes of log y average to zero under
/// y.
Sides by_covariance(const TunedInstance& at) {
  return of_informing_sets(at, [&](const Matrix<Rational>& joint) {
    const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
    const Matrix<Rational> y = classifier_output(joint, at.power);
    Rational sum(0);
    for (Eigen::Index z = 0; z < joint.rows(); ++z) {
      for (Eigen::Index k = 0; k < joint.cols(); ++k) {
        const Rational mass = (at.power - 1) * joint(z, k) + mu(k);
        if (mass == 0) continue;
        sum += (joint(z, k) - m(z) * y(z, k)) * at.power * joint(z, k) / mass;
      }
    }
    return sum;
  });
}

// Wrong: of sets that do not inform too.
Sides of_every_set(const TunedInstance& at) {
  Sides sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    sides.push_back({0, classifier_drift(laws[s], at.power), claim::site("set", s)});
  }
  return sides;
}

// Wrong: no less than a tenth of the information, at any strength.
Sides above_a_tenth(const TunedInstance& at) {
  Sides sides = by_formula(at);
  const auto laws = laws_of(at.of);
  for (auto& side : sides) {
    side.lhs = modified_information(laws[side.site.coordinates[0].value]) / 10;
  }
  return sides;
}

}  // namespace

claim::Claim classifier_always_strengthens_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/classifier-always-strengthens")
      .states(
          "While the token depends on the history, the strength of the classifier grows at every "
          "strength: the loss falls from the entropy of the token to that given the history.")
      .latex(R"(\Phi(a)>0\ \text{unless}\ x\perp Z)")
      .from({kPaper, "stage III"})
      .formally("Every set of lags that informs, at u = exp(a) of the instance.")
      .differs("derived for this check, in the limit of long prompts")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .assumes(some_set_informs())
      .assumes(is_strengthening())
      .uses({"ngram/classifier-drift-descends-the-loss"})
      .tagged({"ngram", "classifier"})
      .over(tuned(every_small_first_order_kernel(), {2, 50}, "u of 2 and 50"))
      .over(tuned(every_additive_kernel(), {10}, "u of 10"))
      .mathematics({"theory/ngram/classifier.hpp: classifier_drift"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: TheClassifier.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_each(by_formula, claim::Op::less))
      .confirmed_by("covariance under the output", domain::at_each(by_covariance, claim::Op::less))
      .twin("histories that do not inform", domain::at_each(of_every_set, claim::Op::less))
      .twin("no less than a tenth of the information",
            domain::at_each(above_a_tenth, claim::Op::less))
      .example({noisy_xor(), 3});
}

}  // namespace lemmascope::ngram
