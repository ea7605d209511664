// How the drift of the classifier dies out: like 1/u if a transition is impossible, like 1/u^2
// otherwise.
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/classifier.hpp"

namespace lemmascope::ngram {
namespace {

template <class Late>
Sides of_every_set(const KernelInstance& at, Late late) {
  Sides sides;
  const auto laws = laws_of(at);
  for (int s = 0; s < static_cast<int>(laws.size()); ++s) {
    const LateDrift constants = late_drift(laws[s]);
    const auto [first, second] = late(laws[s]);
    sides.push_back({first, constants.first, claim::site("set", s, "order", 1)});
    if (constants.second) {
      sides.push_back({second, *constants.second, claim::site("set", s, "order", 2)});
    }
  }
  return sides;
}

Sides by_series(const KernelInstance& at) { return of_every_set(at, late_drift_by_series); }

/// Each term is a geometric series in w = 1/u, written down.
Sides by_terms(const KernelInstance& at) {
  return of_every_set(at, [](const Matrix<Rational>& joint) {
    // q / (q + (r - q) w) = 1 - x w + x^2 w^2 - ..., x = r / q - 1.
    const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
    std::pair<Rational, Rational> late{0, 0};
    for (Eigen::Index z = 0; z < joint.rows(); ++z) {
      if (m(z) == 0) continue;
      const Rational rare = 1 / m(z) - 1;
      for (Eigen::Index k = 0; k < joint.cols(); ++k) {
        if (joint(z, k) == 0) continue;
        const Rational x = mu(k) / joint(z, k) - 1;
        late.first += joint(z, k) * (rare - x);
        late.second += joint(z, k) * (x * x - rare * rare);
      }
    }
    return late;
  });
}

// Wrong: histories weigh equally in the second constant.
Sides unweighted(const KernelInstance& at) {
  return of_every_set(at, [](const Matrix<Rational>& joint) {
    auto late = late_drift_by_series(joint);
    late.second /= joint.rows();
    return late;
  });
}

// Wrong: impossible transitions do not count.
Sides without_zeros(const KernelInstance& at) {
  return of_every_set(at, [](const Matrix<Rational>& joint) {
    auto late = late_drift_by_series(joint);
    late.first = 0;
    return late;
  });
}

}  // namespace

claim::Claim late_drift_has_its_constants_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/late-drift-has-its-constants")
      .states(
          "As the strength a grows the drift is kappa_1 exp(-a) with kappa_1 = sum_Z mu{k : "
          "mu(k|Z) "
          "= 0}, and where that is zero kappa_2 exp(-2a): a grows like log t where a transition is "
          "impossible and like half of it otherwise.")
      .latex(
          R"(\Phi=\kappa_1e^{-a}+\kappa_2e^{-2a}+\dots,\quad\kappa_2=\sum_Z\mu(Z)^{-1}\Big(\sum_k\frac{\mu(k)^2}{\mu(k\mid Z)}-1\Big))")
      .from({kPaper, "stage III: growth of the strength"})
      .formally("Coefficients of powers of 1/u, exactly, for every set of lags.")
      .differs("derived for this check; the paper's rates are not confirmed")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .uses({"ngram/classifier-drift-descends-the-loss"})
      .tagged({"ngram", "classifier"})
      .over(every_small_first_order_kernel())
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/classifier.hpp: late_drift",
                    "theory/ngram/classifier.hpp: late_drift_by_series"})
      .tested_by({"tests/theory/ngram/classifier_test.cpp: "
                  "TheLateDrift.HasTheReferenceConstants"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_series))
      .confirmed_by("geometric series of each term", domain::equal_at_each(by_terms))
      .twin("histories weigh equally", domain::equal_at_each(unweighted))
      .twin("impossible transitions do not count", domain::equal_at_each(without_zeros))
      .attacked({40, 1500, 30000})
      .example(skewed());
}

}  // namespace lemmascope::ngram
