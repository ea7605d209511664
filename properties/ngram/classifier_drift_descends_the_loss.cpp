// Stage III: the drift of the strength is minus the slope of the loss.
#include "properties/ngram/dual.hpp"
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

template <class Drift>
Sides of_every_set(const TunedInstance& at, Drift drift) {
  Sides sides;
  const auto laws = laws_of(at.of);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    const auto [slope, start] = drift(laws[s]);
    sides.push_back({classifier_drift(laws[s], at.power), slope, claim::site("set", s, "part", 0)});
    sides.push_back(
        {classifier_drift(laws[s], Rational(1)), start, claim::site("set", s, "part", 1)});
  }
  return sides;
}

/// sum mu(k,z) u (dy/du) / y, y differentiated as a function of u.
Rational slope_of_logarithm(const Matrix<Rational>& joint, const Rational& u) {
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const Dual extra = variable(u - 1);
  Rational sum(0);
  for (Eigen::Index z = 0; z < joint.rows(); ++z) {
    for (Eigen::Index k = 0; k < joint.cols(); ++k) {
      if (joint(z, k) == 0) continue;
      const Dual y = (extra * constant(joint(z, k)) + constant(mu(k))) /
                     (extra * constant(m(z)) + constant(1));
      sum += joint(z, k) * u * y.slope / y.value;
    }
  }
  return sum;
}

Sides by_slopes(const TunedInstance& at) {
  return of_every_set(at, [&](const Matrix<Rational>& joint) {
    return std::pair(slope_of_logarithm(joint, at.power), modified_information(joint));
  });
}

/// The strength pulls towards what matches: sum mu(k,z) (P(match | k) - P(match)), where a position
/// matches with the weight u of those of its history.
Sides by_matches(const TunedInstance& at) {
  Sides sides;
  const auto laws = laws_of(at.of);
  const auto pull = [](const Matrix<Rational>& joint, const Rational& u) {
    const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
    Rational sum(0);
    for (Eigen::Index z = 0; z < joint.rows(); ++z) {
      if (m(z) == 0) continue;
      const Rational among_all = 1 / (1 + (1 - m(z)) / (u * m(z)));
      for (Eigen::Index k = 0; k < joint.cols(); ++k) {
        if (joint(z, k) == 0) continue;
        const Rational among_k = 1 / (1 + (mu(k) - joint(z, k)) / (u * joint(z, k)));
        sum += joint(z, k) * (among_k - among_all);
      }
    }
    return sum;
  };
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    sides.push_back({pull(laws[s], at.power), slope_of_logarithm(laws[s], at.power),
                     claim::site("set", s, "part", 0)});
    sides.push_back({pull(laws[s], 1), modified_information_by_trace(laws[s]),
                     claim::site("set", s, "part", 1)});
  }
  return sides;
}

// Wrong: it starts at the chi-square information.
Sides from_chi2(const TunedInstance& at) {
  return of_every_set(at, [&](const Matrix<Rational>& joint) {
    return std::pair(slope_of_logarithm(joint, at.power), chi2_information(joint));
  });
}

// Wrong: along u in place of a = log u.
Sides along_u(const TunedInstance& at) {
  return of_every_set(at, [&](const Matrix<Rational>& joint) {
    return std::pair(Rational(slope_of_logarithm(joint, at.power) / at.power),
                     modified_information(joint));
  });
}

}  // namespace

claim::Claim classifier_drift_descends_the_loss_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/classifier-drift-descends-the-loss")
      .states(
          "With exact copiers and selector the strength a of the classifier moves by Phi(a), minus "
          "the slope of the loss, and starts with the modified information, Phi(0).")
      .latex(
          R"(\dot a=\Phi(a)=\sum_{Z,k}\mu(k,Z)\Big[\frac{u\mu(k,Z)}{(u-1)\mu(k,Z)+\mu(k)}-\frac{um}{(u-1)m+1}\Big],\ \Phi(0)=\tilde I)")
      .from({kPaper, "stage III"})
      .formally("Every set of lags at u = exp(a) of the instance.")
      .differs("derived for this check, in the limit of long prompts")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "classifier"})
      .over(tuned(every_small_first_order_kernel(), {20}, "u of 20"))
      .over(tuned(every_additive_kernel(), {3}, "u of 3"))
      .mathematics({"theory/ngram/classifier.hpp: classifier_drift"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: "
                  "TheClassifier.StartsAtTheModifiedInformation"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_slopes))
      .confirmed_by("shares of what matches", domain::equal_at_each(by_matches))
      .twin("starts at the chi-square information", domain::equal_at_each(from_chi2))
      .twin("along u", domain::equal_at_each(along_u))
      .example({flips(), 3});
}

}  // namespace lemmascope::ngram
