// What one attention branch and one linear MLP branch do to the second moments of tokens.
#include "properties/signal/gram_statistics.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/depth_moments.hpp"
#include "theory/signal/weight_averages.hpp"

namespace lemmascope::signal {
namespace {

DepthMoments moments_of(const TokenStatistics& at) {
  return {at.squared_norm, Rational(at.squared_mean * at.tokens * at.tokens)};
}

Sides beside(const SecondMoments& attention, const SecondMoments& mlp, const DepthMoments& first,
             const DepthMoments& second) {
  return {{attention.squared_norm, first.squared_norm, claim::site("branch", 1, "moment", 0)},
          {attention.squared_sum, first.squared_sum, claim::site("branch", 1, "moment", 1)},
          {mlp.squared_norm, second.squared_norm, claim::site("branch", 2, "moment", 0)},
          {mlp.squared_sum, second.squared_sum, claim::site("branch", 2, "moment", 1)}};
}

Sides by_enumeration(const TokensInstance& at) {
  const DepthMoments start = moments_of(statistics_of(at.input));
  const int n = static_cast<int>(at.input.rows());
  return beside(average_attention_step(at.input, at.attention_residual),
                average_mlp_step(at.input, at.mlp_residual),
                attention_step(start, n, at.attention_residual), mlp_step(start, at.mlp_residual));
}

// Other route: E W W^T = I for entries of variance 1/d, so a branch adds its own input's moments.
Sides by_isotropy(const TokensInstance& at) {
  const Rational n(at.input.rows());
  const TokenStatistics s = statistics_by_gram(at.input);
  const Rational sum = s.squared_mean * n * n;
  const SecondMoments attention{
      Rational(s.squared_norm + at.attention_residual * n * s.squared_mean),
      Rational(sum + at.attention_residual * sum)};
  const SecondMoments mlp{Rational(s.squared_norm + at.mlp_residual * s.squared_norm),
                          Rational(sum + at.mlp_residual * sum)};
  Rational centred(0);  // |X|^2 = tr C + n |mean|^2
  centred = s.trace + n * s.squared_mean;
  return beside(attention, mlp,
                {Rational(centred + at.attention_residual * sum / n),
                 Rational((1 + at.attention_residual) * sum)},
                {Rational((1 + at.mlp_residual) * centred), Rational((1 + at.mlp_residual) * sum)});
}

// Wrong: attention as if it kept the tokens apart, c in place of c / n and a.
Sides attention_like_mlp(const TokensInstance& at) {
  const DepthMoments start = moments_of(statistics_of(at.input));
  return beside(average_attention_step(at.input, at.attention_residual),
                average_mlp_step(at.input, at.mlp_residual), mlp_step(start, at.attention_residual),
                mlp_step(start, at.mlp_residual));
}

}  // namespace

claim::Claim one_layer_moments_claim() {
  return claim::ClaimAbout<TokensInstance>("signal/one-layer-moments")
      .states(
          "On average a branch of uniform attention takes (a, c) = (|X|^2, |X^T 1|^2) to (a + "
          "alpha_1^2 c/n, (1 + alpha_1^2) c), a linear MLP branch multiplies both by 1 + "
          "alpha_2^2.")
      .latex(
          R"((a,c)\mapsto(a+\alpha_1^2\tfrac cn,(1+\alpha_1^2)c),\quad(a,c)\mapsto(1+\alpha_2^2)(a,c))")
      .from({kPaper, kForward})
      .formally(
          "Averages over all weights of entries +-1, scaled to variance 1/d: second moments alone "
          "count.")
      .differs("the paper's wording is not confirmed; both moments are ours")
      .uncertain(kNotRead)
      .tagged({"signal", "depth"})
      .over(every_tiny_input())
      .over(sampled_inputs())
      .mathematics({"theory/signal/depth_moments.hpp: attention_step",
                    "theory/signal/weight_averages.hpp: average_attention_step"})
      .tested_by({"tests/theory/signal/depth_moments_test.cpp: "
                  "Steps.AreTheAveragesOverWeights"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_enumeration))
      .confirmed_by("isotropy of the weights, moments from inner products",
                    domain::equal_at_each(by_isotropy))
      .twin("attention acts like the MLP", domain::equal_at_each(attention_like_mlp))
      .example(three_tokens());
}

}  // namespace lemmascope::signal
