// The induction head must look at every position that has its history, not only beyond the window.
#include "properties/ngram/tokens_instance.hpp"

namespace lemmascope::ngram {
namespace {

// At u = 10^9 the output is within 2 L / u of its limit (ngram/distance-to-the-induction-head).
const Rational kStrong(1000000000);

/// lhs <= rhs: |y - head|_1 <= 2 L / u.
Sides near_the_head(const TokensInstance& at, const std::vector<Rational>& y, int first) {
  const int length = static_cast<int>(at.tokens.size());
  const auto head = induction_head(at.tokens, length, at.symbols, at.set, first);
  return {{total_distance(y, head.output), Rational(2 * length / kStrong)}};
}

std::vector<Rational> strong_output(const TokensInstance& at) {
  return output_at_strength(at.tokens, static_cast<int>(at.tokens.size()), at.symbols, at.set,
                            kStrong);
}

Sides beyond_the_window(const TokensInstance& at) {
  return near_the_head(at, strong_output(at), at.window + 1);
}

/// Whole weights: matches weigh 10^9 tokens, the others one.
Sides by_copies(const TokensInstance& at) {
  const int length = static_cast<int>(at.tokens.size());
  std::vector<Integer> copies(static_cast<std::size_t>(at.symbols));
  Integer total(0);
  for (int l = 0; l < length; ++l) {
    bool match = true;
    for (const int lag : at.set) {
      match = match && l - lag >= 0 && at.tokens[l - lag] == at.tokens[length - lag];
    }
    const Integer weight = match ? 1000000000 : 1;
    copies[static_cast<std::size_t>(at.tokens[l])] += weight;
    total += weight;
  }
  std::vector<Rational> y;
  for (const Integer& count : copies) y.emplace_back(Rational(count, total));
  return near_the_head(at, y, at.window + 1);
}

Sides from_the_largest_lag(const TokensInstance& at) {
  return near_the_head(at, strong_output(at), 0);
}

}  // namespace

claim::Claim head_of_the_window_is_the_limit_claim() {
  return claim::ClaimAbout<TokensInstance>("ngram/head-of-the-window-is-the-limit")
      .states(
          "A reading that must fail: the strong model is the induction head that looks at "
          "positions "
          "from M + 1, past the whole window. Matches before that count too: the head starts at "
          "the "
          "largest lag of S plus one.")
      .latex(R"(\lim_{a\to\infty}y_a=\tfrac1N\sum_{l=M+1}^Lx_l\mathbf1\{X_{l-S}=X_{L+1-S}\})")
      .from({kPaper, "the generalised induction head GIH(x; M, D)"})
      .formally("Distance at most 2 L / u at u = 10^9.")
      .differs("which start the paper prints is not confirmed")
      .uncertain(kNotRead)
      .uses({"ngram/distance-to-the-induction-head"})
      .tagged({"ngram", "classifier", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(sampled_tokens())
      .mathematics({"theory/ngram/induction_head.hpp: induction_head"})
      .tested_by({"tests/theory/ngram/prompt_model_test.cpp: "
                  "TheInductionHead.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(beyond_the_window))
      .confirmed_by("a thousand million copies of each match", domain::at_most_at_each(by_copies))
      .control("from the largest lag plus one", domain::at_most_at_each(from_the_largest_lag))
      .example(ten_tokens());
}

}  // namespace lemmascope::ngram
