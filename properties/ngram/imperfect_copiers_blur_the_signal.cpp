// With soft attention the signal of stage I is the information of what the heads read.
#include "properties/ngram/imperfect_attention.hpp"

namespace lemmascope::ngram {
namespace {

/// Each set's signal against the form sigma sigma' (what both reads share).
template <class Left>
Sides against_the_form(const TunedInstance& at, const Left& left) {
  Sides sides;
  const LagLaw law = lag_law(at.of.kernel, at.of.window);
  const auto sets = lag_sets(at.of.window, 2);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    const Matrix<Rational> attention = biased_attention(at, sets[s]);
    sides.push_back({left(law, attention),
                     modified_information_by_trace(blurred_law(law, attention)),
                     claim::site("set", s)});
  }
  return sides;
}

Sides by_reads(const TunedInstance& at) {
  return against_the_form(at, [](const LagLaw& law, const Matrix<Rational>& attention) {
    return blurred_signal_by_pairs(law, attention);
  });
}

Sides by_sums(const TunedInstance& at) {
  return against_the_form(at, [](const LagLaw& law, const Matrix<Rational>& attention) {
    return modified_information(blurred_law(law, attention));
  });
}

// Wrong: one-hot copiers scaled by the squares of their attention.
Sides scaled(const TunedInstance& at) {
  Sides sides;
  const auto signals = blurred_signals(at);
  const auto sets = lag_sets(at.of.window, 2);
  for (int s = 0; s < static_cast<int>(sets.size()); ++s) {
    Rational scale(1);
    for (std::size_t h = 0; h < sets[s].size(); ++h) {
      const Rational own = at.power / (at.power + at.of.window - 1);
      scale *= own * own;
    }
    sides.push_back({signals[s],
                     Rational(scale * modified_information(history_law(at.of.kernel, sets[s]))),
                     claim::site("set", s)});
  }
  return sides;
}

}  // namespace

claim::Claim imperfect_copiers_blur_the_signal_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/imperfect-copiers-blur-the-signal")
      .states(
          "With soft attention the signal of a set of heads in stage I is the trace of the "
          "covariance of what they read given the next token: the sum over choices of lags of the "
          "products of attention with what the reads share.")
      .latex(
          R"(G_S=\sum_k\mu(k)\,\|\mathbb E[\varphi^\sigma_S\mid k]-\mathbb E\varphi^\sigma_S\|^2)")
      .from({kPaper, "stage I before the copiers are trained"})
      .formally("Sets of at most two heads, attention p : 1 : 1 on their own and the other lags.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .uses({"ngram/information-forms"})
      .tagged({"ngram", "copier"})
      .over(tuned(every_chosen_kernel(), {3, 20}, "attention 3 and 20 to 1"))
      .mathematics({"theory/ngram/copier.hpp: blurred_law"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: "
                  "ImperfectCopiers.HaveTheSignalOfPairsOfWindows"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_reads))
      .confirmed_by("differences of sums of squares", domain::equal_at_each(by_sums))
      .twin("one-hot signals scaled by the attention", domain::equal_at_each(scaled))
      .example({{noisy_xor().kernel, 2}, 3});
}

}  // namespace lemmascope::ngram
