// Why stars fail: near the corner where both rows are nearly the same token, degrees decide.
#include "properties/causal/margin_laws.hpp"

namespace lemmascope::causal {
namespace {

constexpr LengthExtents kLengths{6, 8, 9};

claim::Relation<Rational> corner_is_given_by_degrees(const MarginSite& at) {
  return claim::equals(corner_limit(at.margin), at.corner);
}

// Wrong: the query and the smoothing left out of c/(c - 1).
claim::Relation<Rational> degrees_without_c(const MarginSite& at) {
  const int length = at.instance.length();
  const Rational c = length * (1 + at.instance.epsilon);
  const int surplus = degree_surplus(at.instance.forest, at.place);
  return claim::equals(corner_limit(at.margin),
                       Rational(Rational(length - 2 * surplus) / (4 * (c - 2) * (c - 3))));
}

// Near the corner the margin has the sign of the corner value and is within a thousandth of
// lambda^2 of it. The margin over lambda^2 is a polynomial over a product of 1 - lambda and 1 +
// lambda; at x = 1/5000, y = 1/10000 it has moved by some multiples of 1/5000 only.
claim::Relation<Rational> close_at_the_corner(const ChainSite& at) {
  if (at.x > Rational(1, 1000)) return claim::equals(Rational(0), Rational(0));
  const Rational lambda = at.x - at.y;
  return claim::at_most(Rational(abs(Rational(at.margin / (lambda * lambda) - at.corner))),
                        Rational(1, 100));
}

}  // namespace

claim::Claim degree_threshold_is_sharp_claim() {
  return claim::ClaimAbout<GraphInstance>("causal/degree-threshold-is-sharp")
      .states(
          "Where two-state chains are nearly constant the parent's margin over lambda^2 tends to a "
          "number fixed by degrees alone, negative as soon as deg p - deg j exceeds T(c-1)/(2c): "
          "beyond that threshold the parent loses.")
      .latex(R"(\lim_{x,y\to0}\frac{\mathbb E[K_{i,p(i)}-K_{ij}]}{\lambda^2}
  =\frac{T-\frac{2c}{c-1}(\deg p-\deg j)}{4(c-2)(c-3)},\quad c=T(1+\epsilon))")
      .from({"the suite's own findings", "finite length"})
      .formally(
          "The coefficient of the corner x = y = 0 of the margin as an exact polynomial over all "
          "two-state chains, orbit priors; every forest up to order, every rival that can stand "
          "before its node, smoothing 0, 1/100, 1/3. Degrees count children and parent.")
      .differs("not in the paper: the necessity of the threshold is ours")
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"finite-length", "necessary-assumption"})
      .over(every_graph(kLengths))
      .mathematics({"theory/causal/degree_threshold.hpp: corner_value",
                    "theory/causal/two_state_margin.hpp: corner_limit"})
      .tested_by({"tests/theory/causal/two_state_margin_test.cpp: "
                  "TwoStateMargin.TendsAtTheCornerToTheValueOfTheDegrees"})
      .law(claim::Evidence::exact, at_every_place(rival_places, corner_is_given_by_degrees))
      .confirmed_by(kSevenChains, at_seven_chains(rival_places, close_at_the_corner))
      .values_uncompared(
          "coefficients of a polynomial over all two-state chains are the law; the other route "
          "computes K at seven of them")
      .twin("c/(c-1) left out of the threshold", at_every_place(rival_places, degrees_without_c))
      .example({markov::CausalForest::star(5), Rational(1, 100)});
}

}  // namespace lemmascope::causal
