// With constant residual strength tokens become equal exponentially fast in depth.
#include "properties/signal/depth_instance.hpp"
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

// lhs <= rhs: (1 - rho_0) / q <= 1 - rho_L <= (n / r) (1 - rho_0) / q.
Sides between(const DepthInstance& at, const Rational& apart, const Rational& q,
              const Rational& least, const Rational& most) {
  const Rational start = (1 - at.correlation) / q;
  return {{Rational(least * start), apart, claim::site("bound", 0)},
          {apart, Rational(most * start), claim::site("bound", 1)}};
}

Rational over_r(const DepthInstance& at) {
  return at.tokens / (1 + (at.tokens - 1) * at.correlation);
}

Rational apart_by_formula(const DepthInstance& at) {
  return 1 - cosine_at_growth<Rational>(at.tokens, at.correlation, growth(at.attention, at.layers));
}

Sides by_formula(const DepthInstance& at) {
  return between(at, apart_by_formula(at), growth(at.attention, at.layers), Rational(1),
                 over_r(at));
}

Sides by_steps(const DepthInstance& at) {
  DepthMoments moments = moments_at(at.tokens, at.correlation);
  Rational q(1);
  for (int layer = 0; layer < at.layers; ++layer, q *= 1 + at.attention) {
    moments = attention_step(moments, at.tokens, at.attention);
  }
  return between(at, Rational(1 - mean_cosine(moments, at.tokens)), q, Rational(1), over_r(at));
}

// Wrong: the upper bound two per cent lower.
Sides two_per_cent_less(const DepthInstance& at) {
  return between(at, apart_by_formula(at), growth(at.attention, at.layers), Rational(1),
                 over_r(at) * Rational(98, 100));
}

claim::Hypothesis<DepthInstance> not_opposed() {
  return {"a mean token", "the mean token is not zero: rho_0 > -1/(n-1)",
          [](const DepthInstance& at) { return truth(1 + (at.tokens - 1) * at.correlation > 0); }};
}

}  // namespace

claim::Claim unscaled_tokens_collapse_claim() {
  return claim::ClaimAbout<DepthInstance>("signal/unscaled-tokens-collapse")
      .states(
          "With constant alpha_1 tokens become equal geometrically: (1-rho_0)/q <= 1 - rho_L <= "
          "(n/r)(1-rho_0)/q with q = (1+alpha_1^2)^L.")
      .latex(R"(\frac{1-\rho_0}{q}\le1-\rho_L\le\frac nr\,\frac{1-\rho_0}{q})")
      .from({kPaper, kForward})
      .formally("Both bounds; the upper one is reached in the limit.")
      .differs("the paper states collapse with depth; bounds with constants are ours")
      .uncertain(kNotRead)
      .assumes(not_opposed())
      .uses({"signal/cosine-ignores-the-mlp"})
      .tagged({"signal", "depth"})
      .over(every_small_depth())
      .proved_by({"signal/TokensCollapse"},
                 "None in substance: with an MLP of any strength beside the attention.")
      .proved_in_part({"signal/CertifiedDepth"})
      .certified_by(depth_certificates)
      .mathematics({"theory/signal/depth_moments.hpp: cosine_at_growth"})
      .tested_by({"tests/theory/signal/depth_moments_test.cpp: "
                  "MeanCosine.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_formula))
      .confirmed_by("the recursion", domain::at_most_at_each(by_steps))
      .twin("the upper bound is two per cent lower", domain::at_most_at_each(two_per_cent_less))
      .example(six_layers());
}

}  // namespace lemmascope::signal
