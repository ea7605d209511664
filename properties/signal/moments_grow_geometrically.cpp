// Second moments after L layers in closed form.
#include "properties/signal/depth_instance.hpp"
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

Sides beside(const DepthMoments& found, const DepthMoments& claimed) {
  return {{found.squared_norm, claimed.squared_norm, claim::site("moment", 0)},
          {found.squared_sum, claimed.squared_sum, claim::site("moment", 1)}};
}

DepthMoments by_steps(const DepthInstance& at) {
  DepthMoments moments = moments_at(at.tokens, at.correlation);
  for (int layer = 0; layer < at.layers; ++layer) {
    moments = mlp_step(attention_step(moments, at.tokens, at.attention), at.mlp);
  }
  return moments;
}

Sides recursion(const DepthInstance& at) {
  return beside(by_steps(at), moments_after(moments_at(at.tokens, at.correlation), at.tokens,
                                            at.attention, at.mlp, at.layers));
}

// Other route: the part of the mean token grows by both factors, what is left by the MLP's alone.
Sides two_parts(const DepthInstance& at) {
  const DepthMoments start = moments_at(at.tokens, at.correlation);
  Rational mean_part = start.squared_sum / at.tokens;
  Rational rest = start.squared_norm - mean_part;
  for (int layer = 0; layer < at.layers; ++layer) {
    mean_part *= (1 + at.attention) * (1 + at.mlp);
    rest *= 1 + at.mlp;
  }
  const DepthMoments parts{Rational(mean_part + rest), Rational(mean_part * at.tokens)};
  return beside(parts, {Rational(rest + mean_part), Rational(at.tokens * mean_part)});
}

// Wrong: the last layer is not counted.
Sides one_layer_fewer(const DepthInstance& at) {
  return beside(by_steps(at), moments_after(moments_at(at.tokens, at.correlation), at.tokens,
                                            at.attention, at.mlp, at.layers - 1));
}

}  // namespace

claim::Claim moments_grow_geometrically_claim() {
  return claim::ClaimAbout<DepthInstance>("signal/moments-grow-geometrically")
      .states(
          "After L layers c_L = (1+alpha_2^2)^L (1+alpha_1^2)^L c_0 and a_L = (1+alpha_2^2)^L (a_0 "
          "+ "
          "(c_0/n)((1+alpha_1^2)^L - 1)).")
      .latex(
          R"(c_L=(1+\alpha_2^2)^L(1+\alpha_1^2)^Lc_0,\ a_L=(1+\alpha_2^2)^L[a_0+\tfrac{c_0}n((1+\alpha_1^2)^L-1)])")
      .from({kPaper, kForward})
      .formally("The recursion of signal/one-layer-moments, L times, against the closed form.")
      .differs("c_L as far as it was read; a_L is ours")
      .uncertain(kNotRead)
      .uses({"signal/one-layer-moments"})
      .tagged({"signal", "depth"})
      .over(every_small_depth())
      .proved_by({"signal/MomentsGrowGeometrically"},
                 "None in substance: the recursion of the moments is the definition, as in the law "
                 "that runs.")
      .proved_in_part({"signal/CertifiedDepth"})
      .certified_by(depth_certificates)
      .mathematics({"theory/signal/depth_moments.hpp: moments_after"})
      .tested_by({"tests/theory/signal/depth_moments_test.cpp: "
                  "MomentsAfter.AreThoseOfTheRecursion"})
      .law(claim::Evidence::exact, domain::equal_at_each(recursion))
      .confirmed_by("the mean token's part and the rest, each by its own factor",
                    domain::equal_at_each(two_parts))
      .twin("one layer fewer", domain::equal_at_each(one_layer_fewer))
      .example(six_layers());
}

}  // namespace lemmascope::signal
