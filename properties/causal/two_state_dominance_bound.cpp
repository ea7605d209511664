// By how much the parent wins or can lose: a lower bound for every two-state chain, conjectured for
// all lengths and certified length by length.
#include "properties/causal/margin_laws.hpp"

namespace lemmascope::causal {
namespace {

constexpr LengthExtents kLengths{6, 8, 9};

claim::Relation<Rational> excess_is_non_negative(const MarginSite& at) {
  return claim::at_least(Rational(excess_over_bound(at.margin, at.corner).least_coefficient()),
                         Rational(0));
}

// Wrong by five per cent: the bound is attained in the limit at the corner.
claim::Relation<Rational> five_per_cent_more(const MarginSite& at) {
  const Rational more = at.corner + abs(at.corner) / 20;
  return claim::at_least(Rational(excess_over_bound(at.margin, more).least_coefficient()),
                         Rational(0));
}

claim::Relation<Rational> bound_at_one_chain(const ChainSite& at) {
  const Rational lambda = at.x - at.y;
  return claim::at_least(at.margin, Rational(lambda * lambda * (1 - lambda) * at.corner));
}

}  // namespace

claim::Claim two_state_dominance_bound_claim() {
  return claim::ClaimAbout<GraphInstance>("causal/two-state-dominance-bound")
      .states(
          "Under the orbit prior of a two-state chain the parent's margin over an earlier rival is "
          "at least lambda^2 (1 - lambda) times a number that the length and two degrees fix "
          "(a conjecture for all lengths; certified for the lengths listed).")
      .latex(R"(\mathbb E[K_{i,p(i)}-K_{ij}] \ge \lambda^2(1-\lambda)\,
  \frac{T-\frac{2c}{c-1}(\deg p-\deg j)}{4(c-2)(c-3)},\quad c=T(1+\epsilon),\ x\ge y,\ x+y\le 1)")
      .from({"the suite's own findings", "finite length"})
      .formally(
          "Rows (x, 1-x), (y, 1-y), lambda = x - y. In barycentric coordinates of the triangle of "
          "all two-state chains, margin less bound, over lambda^2 and times the denominators of "
          "the stationary laws, is a polynomial without a negative coefficient; hence the bound "
          "for every chain of the continuum, exactly. Rivals are all positions that some order of "
          "the graph puts before i.")
      .differs(
          "not in the paper, which argues for long sequences. That it holds at every length is a "
          "conjecture; no length listed is a sample")
      .uses({"causal/gradient-rows-sum-to-zero", "causal/degree-threshold-is-sharp"})
      .tagged({"finite-length", "conjecture"})
      .over(every_graph(kLengths))
      .mathematics({"theory/causal/two_state_margin.hpp: excess_over_bound"})
      .tested_by({"tests/theory/causal/two_state_margin_test.cpp: "
                  "ExcessOverBound.HasOnlyNonNegativeCoefficientsButNotFivePerCentHigher"})
      .law(claim::Evidence::exact, at_every_place(rival_places, excess_is_non_negative))
      .confirmed_by(kSevenChains, at_seven_chains(rival_places, bound_at_one_chain))
      .values_uncompared(
          "coefficients of a polynomial over all two-state chains are the law; the other route "
          "computes K at seven of them")
      .twin("the bound is five per cent higher", at_every_place(rival_places, five_per_cent_more))
      .example({markov::CausalForest({-1, 0, 0, 1}), Rational(1, 100)});
}

}  // namespace lemmascope::causal
