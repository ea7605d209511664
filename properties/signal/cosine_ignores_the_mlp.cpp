// The mean cosine between tokens after L layers.
#include "properties/signal/depth_instance.hpp"
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

Rational by_steps(const DepthInstance& at) {
  DepthMoments moments = moments_at(at.tokens, at.correlation);
  for (int layer = 0; layer < at.layers; ++layer) {
    moments = mlp_step(attention_step(moments, at.tokens, at.attention), at.mlp);
  }
  return mean_cosine(moments, at.tokens);
}

Sides formula(const DepthInstance& at) {
  return {{by_steps(at),
           cosine_at_growth<Rational>(at.tokens, at.correlation, growth(at.attention, at.layers))}};
}

// Other route: R = n q r / (n + r (q - 1)) as it is written, against the recursion of 1/R: with the
// MLP left out, n/R - 1 shrinks by 1 + alpha_1^2 in every layer.
Sides by_ratio(const DepthInstance& at) {
  const Rational n(at.tokens), r = 1 + (n - 1) * at.correlation;
  if (r == 0) return {{by_steps(at), Rational(-1 / (n - 1))}};
  Rational q(1), excess = n / r - 1;
  for (int layer = 0; layer < at.layers; ++layer) {
    q *= 1 + at.attention;
    excess /= 1 + at.attention;
  }
  const Rational written = n * q * r / (n + r * (q - 1));
  return {{Rational((n / (1 + excess) - 1) / (n - 1)), Rational((written - 1) / (n - 1))}};
}

// Wrong: the MLP branch weakens attention's, as if both were scaled to one.
Sides with_mlp(const DepthInstance& at) {
  return {{by_steps(at), cosine_at_growth<Rational>(
                             at.tokens, at.correlation,
                             growth(Rational(at.attention / (1 + at.mlp / 100)), at.layers))}};
}

}  // namespace

claim::Claim cosine_ignores_the_mlp_claim() {
  return claim::ClaimAbout<DepthInstance>("signal/cosine-ignores-the-mlp")
      .states(
          "The mean cosine between tokens after L layers is (R-1)/(n-1), R = nqr/(n + r(q-1)), q = "
          "(1+alpha_1^2)^L, r = 1+(n-1)rho_0: whatever alpha_2.")
      .latex(R"(\rho_L=\frac{R-1}{n-1},\ R=\frac{nqr}{n+r(q-1)},\ q=(1+\alpha_1^2)^L)")
      .from({kPaper, kForward})
      .formally("The recursion of both branches against the closed form.")
      .differs("the paper has the idea; the formula is ours")
      .uncertain(kNotRead)
      .uses({"signal/moments-grow-geometrically"})
      .tagged({"signal", "depth"})
      .over(every_small_depth())
      .proved_by({"signal/CosineIgnoresTheMlp"},
                 "None in substance: the recursion of the moments is the definition, as in the law "
                 "that runs.")
      .proved_in_part({"signal/CertifiedDepth"})
      .certified_by(depth_certificates)
      .mathematics({"theory/signal/depth_moments.hpp: cosine_at_growth",
                    "theory/signal/depth_moments.hpp: mean_cosine"})
      .tested_by({"tests/theory/signal/depth_moments_test.cpp: "
                  "MeanCosine.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(formula))
      .confirmed_by("n/R - 1, which shrinks by the same factor in every layer",
                    domain::equal_at_each(by_ratio))
      .twin("a hundredth of the MLP branch weakens attention", domain::equal_at_each(with_mlp))
      .example(six_layers());
}

}  // namespace lemmascope::signal
