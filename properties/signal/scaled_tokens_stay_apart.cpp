// With residual strength alpha / sqrt(L) tokens stay apart at every depth.
#include "properties/signal/depth_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {
namespace {

using Balls = domain::SideList<Interval>;

// lhs < rhs: the cosine of L layers below that of L + 1, of both below the limit, the limit below
// one.
Balls ordered(const Rational& now, const Rational& next, const Interval& limit) {
  return {{Interval(now), Interval(next), claim::site("bound", 0)},
          {Interval(next), limit, claim::site("bound", 1)},
          {limit, Interval(1), claim::site("bound", 2)}};
}

Rational scaled_cosine(const DepthInstance& at, int layers) {
  return cosine_at_growth<Rational>(at.tokens, at.correlation,
                                    growth(Rational(at.attention / layers), layers));
}

Balls by_formula(const DepthInstance& at) {
  return ordered(
      scaled_cosine(at, at.layers), scaled_cosine(at, at.layers + 1),
      cosine_at_growth<Interval>(at.tokens, at.correlation, exp(Interval(at.attention))));
}

Rational by_steps(const DepthInstance& at, int layers) {
  DepthMoments moments = moments_at(at.tokens, at.correlation);
  for (int layer = 0; layer < layers; ++layer) {
    moments = attention_step(moments, at.tokens, Rational(at.attention / layers));
  }
  return mean_cosine(moments, at.tokens);
}

// Other route: the recursion layer by layer; the limit as R is written, with e^(alpha^2 / 2)
// squared.
Balls by_recursion(const DepthInstance& at) {
  const Interval n(at.tokens), r(Rational(1 + (at.tokens - 1) * at.correlation));
  const Interval q = pow(exp(Interval(Rational(at.attention / 2))), 2);
  const Interval ratio = n * q * r / (n + r * (q - Interval(1)));
  return ordered(by_steps(at, at.layers), by_steps(at, at.layers + 1),
                 (ratio - Interval(1)) / (n - Interval(1)));
}

// Wrong: a growth one per cent below e^(alpha^2).
Balls one_per_cent_less(const DepthInstance& at) {
  return ordered(
      scaled_cosine(at, at.layers), scaled_cosine(at, at.layers + 1),
      cosine_at_growth<Interval>(at.tokens, at.correlation,
                                 exp(Interval(at.attention)) * Interval(Rational(99, 100))));
}

claim::Evaluation<DepthInstance> below(Balls (*list)(const DepthInstance&)) {
  return domain::at_each(list, claim::Op::less);
}

claim::Hypothesis<DepthInstance> apart_at_first() {
  return {"apart at first", "-1/(n-1) < rho_0 < 1 and alpha > 0", [](const DepthInstance& at) {
            return truth(at.correlation < 1 && 1 + (at.tokens - 1) * at.correlation > 0 &&
                         at.attention > 0 && at.layers >= 1);
          }};
}

}  // namespace

claim::Claim scaled_tokens_stay_apart_claim() {
  return claim::ClaimAbout<DepthInstance>("signal/scaled-tokens-stay-apart")
      .states(
          "With residual strength alpha/sqrt(L) the mean cosine grows with depth to a limit below "
          "one, that of q = e^(alpha^2): 1/sqrt(depth) scaling prevents collapse.")
      .latex(
          R"(\rho_L<\rho_{L+1}<\rho_\infty<1,\quad q_L=(1+\tilde\alpha^2/L)^L\to e^{\tilde\alpha^2})")
      .from({kPaper, "abstract: scaling of the residual branches by 1/sqrt(depth)"})
      .formally(
          "Exact cosines of L and L + 1 layers, an enclosure of the limit; alpha^2 is the "
          "instance's alpha_1^2, divided by the number of layers.")
      .differs("the paper has the idea; the limit is ours")
      .uncertain(kNotRead)
      .assumes(apart_at_first())
      .uses({"signal/cosine-ignores-the-mlp"})
      .tagged({"signal", "depth"})
      .over(every_small_depth())
      .mathematics({"theory/signal/depth_moments.hpp: cosine_at_growth"})
      .tested_by({"tests/theory/signal/depth_moments_test.cpp: "
                  "MeanCosine.TendsToTheReferenceLimitsWhenScaled"})
      .law(claim::Evidence::interval, below(by_formula))
      .confirmed_by("the recursion layer by layer, the limit from R", below(by_recursion))
      .twin("a growth one per cent below e^(alpha^2)", below(one_per_cent_less))
      .example(six_layers());
}

}  // namespace lemmascope::signal
