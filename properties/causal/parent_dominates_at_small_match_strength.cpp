// The key lemma without either limit: finite length and finite beta0, certified by enclosures.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/match_strength_sites.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Interval> parent_dominates(const Descent& at) {
  return claim::is_greater(at.parent, at.rival);
}

// Wrong: the sign of the gradient flipped.
claim::Relation<Interval> ascent_dominates(const Descent& at) {
  return claim::is_greater(Interval(-at.parent), Interval(-at.rival));
}

// Wrong: by a factor of two.
claim::Relation<Interval> dominates_twofold(const Descent& at) {
  return claim::is_greater(at.parent, Interval(Interval(2) * at.rival));
}

constexpr Extents kExtents{{4, 3}, {4, 4}, {5, 4}};

}  // namespace

claim::Claim parent_dominates_at_small_match_strength_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates-at-small-match-strength")
      .states(
          "At finite length and at beta0 = 1/10 the exact gradient descends most steeply towards "
          "the parent, if the chain is bounded away from independence and from the corners and "
          "degrees stay below the threshold.")
      .latex(R"(-\partial L/\partial A^{(1)}_{i,p(i)} > -\partial L/\partial A^{(1)}_{ij}
  \quad\text{for all } j\le i,\ j\ne p(i);\ \gamma\ge\tfrac1{8})")
      .from({"arXiv 2402.14735", "first stage of Algorithm 1"})
      .formally(
          "dL/dA1 of the full population loss (softmax and logarithm included) at A1 = 0, A2 = "
          "I/10, smoothing 1/100, enclosed with outward rounding; orbit priors with gamma >= 1/8.")
      .differs(
          "the paper takes beta0 small and T large; here both are finite and stated. Without gamma "
          "it is false (causal/parent-dominates-at-finite-match-strength)")
      .uncertain("the scale of beta0 in the paper's theorem")
      .assumes(permutation_symmetric())
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 8)))
      .assumes(degrees_below_threshold())
      .uses({"causal/parent-dominates-below-degree-threshold"})
      .tagged({"finite-length"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .mathematics({"theory/causal/population_gradient.hpp: symmetric_population_gradient",
                    "theory/causal/population_gradient.hpp: population_gradient"})
      .tested_by({"tests/theory/causal/population_gradient_test.cpp: "
                  "PopulationGradient.OneSequencePerRelabellingGivesTheWholeSum"})
      .costs([](const ForestInstance& at) { return gradient_work(at); })
      .law(claim::Evidence::interval, at_every_descent(parent_dominates, true))
      .confirmed_by(kEveryDescentRoute, at_every_descent(parent_dominates, false))
      .twin("the sign of the gradient is flipped", at_every_descent(ascent_dominates, true))
      .twin("the parent wins twofold", at_every_descent(dominates_twofold, true))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
