// How far the limit of the trained model is from the kernel: what the other parents would add.
#include "properties/ngram/kernel_instance.hpp"

namespace lemmascope::ngram {
namespace {

/// Both sides for every set of lags.
template <class Distance, class Rest>
Sides for_sets(const KernelInstance& at, Distance distance, Rest rest) {
  Sides sides;
  const auto sets = sets_of(at);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    sides.push_back({distance(sets[s]), rest(sets[s]), claim::site("set", s)});
  }
  return sides;
}

/// E sum_k (mu(k|Z) - pi(k|parents))^2 / mu(k), from the law of the window.
Rational distance(const KernelInstance& at, const LagLaw& law, const LagSet& set) {
  const auto joint = read_law(law, set);
  const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
  const int tokens = law.lags + 1;
  Rational sum(0);
  for (int window = 0; window < law.windows.size(); ++window) {
    const int past = window % (static_cast<int>(law.windows.size()) / law.symbols);
    int z = 0;
    for (const int lag : set) z = z * law.symbols + token_at(past, tokens - 1, lag, law.symbols);
    if (law.windows(window) == 0) continue;
    const int row = context_of(at.kernel, past, tokens - 1);
    for (int k = 0; k < law.symbols; ++k) {
      if (mu(k) == 0) continue;
      const Rational apart = joint(z, k) / m(z) - at.kernel.rows(row, k);
      sum += law.windows(window) * apart * apart / mu(k);
    }
  }
  return sum;
}

Rational what_parents_add(const KernelInstance& at, const LagLaw& law, const LagSet& set) {
  return chi2_information(read_law(law, joined(set, at.kernel.lags))) -
         chi2_information(read_law(law, set));
}

Sides by_windows(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return for_sets(
      at, [&](const LagSet& set) { return distance(at, law, set); },
      [&](const LagSet& set) { return what_parents_add(at, law, set); });
}

/// With sums of squares: E sum pi^2 / mu - E sum mu(.|Z)^2 / mu.
Sides by_squares(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  const auto squares = [&](const LagSet& set) {
    const auto joint = read_law(law, set);
    const Vector<Rational> mu = token_law(joint), m = histories_law(joint);
    Rational sum(0);
    for (Eigen::Index z = 0; z < joint.rows(); ++z) {
      for (Eigen::Index k = 0; k < joint.cols(); ++k) {
        if (joint(z, k) != 0) sum += joint(z, k) * joint(z, k) / (m(z) * mu(k));
      }
    }
    return sum;
  };
  const Rational of_parents = squares(at.kernel.lags);
  return for_sets(
      at, [&](const LagSet& set) { return Rational(of_parents - squares(set)); },
      [&](const LagSet& set) {
        return Rational(squares(joined(set, at.kernel.lags)) - squares(set));
      });
}

// Wrong: the limit is always the kernel.
Sides always_the_kernel(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return for_sets(
      at, [&](const LagSet& set) { return distance(at, law, set); },
      [](const LagSet&) { return Rational(0); });
}

// Wrong: by the modified information.
Sides by_the_modified(const KernelInstance& at) {
  const LagLaw law = law_of(at);
  return for_sets(
      at, [&](const LagSet& set) { return distance(at, law, set); },
      [&](const LagSet& set) {
        return Rational(modified_information(read_law(law, joined(set, at.kernel.lags))) -
                        modified_information(read_law(law, set)));
      });
}

}  // namespace

claim::Claim limit_is_the_bayes_kernel_claim() {
  return claim::ClaimAbout<KernelInstance>("ngram/limit-is-the-bayes-kernel")
      .states(
          "The induction head of a set S tends to mu(.|X_S) on long prompts; its mean squared "
          "distance from the kernel is what the other parents would add in chi-square information: "
          "it is the Bayes kernel exactly where the token is independent of them given X_S.")
      .latex(
          R"(\mathbb E\sum_k\frac{(\mu(k\mid X_S)-\pi(k\mid X_{\mathrm{pa}}))^2}{\mu(k)}=I_{\chi^2}(S\cup\mathrm{pa})-I_{\chi^2}(S))")
      .from({kPaper, "the trained model as an induction head"})
      .formally("Every set of lags within the window; long prompts by ergodicity, not checked.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(has_one_stationary_law())
      .uses({"ngram/supersets-do-not-help"})
      .tagged({"ngram", "classifier"})
      .over(every_additive_kernel())
      .over(sampled_kernels(false))
      .mathematics({"theory/ngram/lag_information.hpp: chi2_information"})
      .tested_by({"tests/theory/ngram/lag_information_test.cpp: "
                  "Chi2Information.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_windows))
      .confirmed_by("sums of squares", domain::equal_at_each(by_squares))
      .twin("it is always the kernel", domain::equal_at_each(always_the_kernel))
      .twin("by the modified information", domain::equal_at_each(by_the_modified))
      .attacked({20, 800, 16000})
      .example(unequal_parents());
}

}  // namespace lemmascope::ngram
