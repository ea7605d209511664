// At finite strength the model is between the induction head and the tokens that do not match.
#include "properties/ngram/tokens_instance.hpp"

namespace lemmascope::ngram {
namespace {

int length_of(const TokensInstance& at) { return static_cast<int>(at.tokens.size()); }

/// y - head against (L - N) / (L - N + N u) (mean of the others - mean of the matches), each
/// symbol.
Sides between_means(const TokensInstance& at, const std::vector<Rational>& y,
                    const Rational& power) {
  const int length = length_of(at);
  const auto head = induction_head(at.tokens, length, at.symbols, at.set);
  const Rational matches(head.matches), others(length - head.matches);
  std::vector<Rational> rest(static_cast<std::size_t>(at.symbols), Rational(0));
  for (const int token : at.tokens) rest[static_cast<std::size_t>(token)] += 1;
  Sides sides;
  for (int k = 0; k < at.symbols; ++k) {
    Rational expected(0);
    if (head.matches > 0 && others > 0) {
      const Rational of_others = (rest[k] - matches * head.output[k]) / others;
      expected = others / (others + matches * power) * (of_others - head.output[k]);
    }
    sides.push_back({Rational(y[k] - head.output[k]), expected, claim::site("symbol", k)});
  }
  return sides;
}

Sides by_weights(const TokensInstance& at) {
  return between_means(
      at, output_at_strength(at.tokens, length_of(at), at.symbols, at.set, at.power), at.power);
}

/// Attention from the probability that a match is read: N u / (N u + L - N) spread over matches.
Sides by_shares(const TokensInstance& at) {
  const int length = length_of(at);
  const auto head = induction_head(at.tokens, length, at.symbols, at.set);
  const Rational mass = head.matches * at.power;
  const Rational read = mass / (mass + (length - head.matches));
  std::vector<Rational> y(static_cast<std::size_t>(at.symbols), Rational(0));
  for (const int token : at.tokens) y[static_cast<std::size_t>(token)] += 1;
  for (int k = 0; k < at.symbols; ++k) {
    const Rational matched = head.matches * head.output[k];
    if (head.matches == 0) {
      y[k] /= length;
    } else if (head.matches == length) {
      y[k] = head.output[k];
    } else {
      y[k] = read * head.output[k] + (1 - read) * (y[k] - matched) / (length - head.matches);
    }
  }
  return between_means(at, y, at.power);
}

// Wrong: the strength counts twice.
Sides twice_as_strong(const TokensInstance& at) {
  return between_means(at,
                       output_at_strength(at.tokens, length_of(at), at.symbols, at.set, at.power),
                       at.power * at.power);
}

}  // namespace

claim::Claim distance_to_the_induction_head_claim() {
  return claim::ClaimAbout<TokensInstance>("ngram/distance-to-the-induction-head")
      .states(
          "With N matches among L positions, the output at strength a is the generalised induction "
          "head plus (L-N)/(L-N+N exp(a)) times the difference of the mean tokens of the others "
          "and "
          "of the matches; with none it is the shares of tokens at every strength.")
      .latex(
          R"(y_a-\mathrm{GIH}=\frac{L-N}{L-N+Ne^a}(\bar x_{\mathrm{non}}-\bar x_{\mathrm{match}}))")
      .from({kPaper, "the trained model as a generalised induction head"})
      .formally(
          "Exact selector, one-hot copiers padded with zeros, matches counted from the largest lag "
          "plus one.")
      .differs("derived for this check; start and fallback of the head are not confirmed")
      .uncertain(kNotRead)
      .tagged({"ngram", "classifier"})
      .over(sampled_tokens())
      .mathematics({"theory/ngram/induction_head.hpp: induction_head",
                    "theory/ngram/induction_head.hpp: output_at_strength"})
      .tested_by({"tests/theory/ngram/prompt_model_test.cpp: "
                  "TheDistanceToTheInductionHead.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_weights))
      .confirmed_by("the probability of reading a match", domain::equal_at_each(by_shares))
      .twin("the strength counts twice", domain::equal_at_each(twice_as_strong))
      .example(ten_tokens());
}

}  // namespace lemmascope::ngram
