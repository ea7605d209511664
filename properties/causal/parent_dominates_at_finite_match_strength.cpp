// The key lemma without either limit, as one might read it: false where chains are nearly
// independent, since the margin falls like lambda^2 and the remainder in beta0 does not.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/match_strength_sites.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Interval> parent_dominates(const Descent& at) {
  return claim::is_greater(at.parent, at.rival);
}

}  // namespace

claim::Claim parent_dominates_at_finite_match_strength_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates-at-finite-match-strength")
      .states(
          "At finite length and at beta0 = 1/10 the exact gradient descends most steeply towards "
          "the parent (expected to be refuted: not for nearly independent tokens, and not below a "
          "parent of high degree).")
      .latex(R"(-\partial L/\partial A^{(1)}_{i,p(i)} > -\partial L/\partial A^{(1)}_{ij}
  \quad\text{for all } j\le i,\ j\ne p(i))")
      .from({"arXiv 2402.14735", "first stage of Algorithm 1, read at fixed beta0"})
      .formally(
          "dL/dA1 of the full population loss (softmax and logarithm included) at A1 = 0, A2 = "
          "I/10, smoothing 1/100, enclosed with outward rounding; orbit priors of skewed chains.")
      .differs(
          "the paper takes beta0 small and T large and does not claim this. Two things fail: near "
          "independence beta0 must be small against lambda^2, and a star of five loses at any "
          "beta0 (causal/parent-dominates-at-finite-length). What is true is "
          "causal/parent-dominates-at-small-match-strength")
      .uncertain("the scale of beta0 in the paper's theorem")
      .assumes(irreducible())
      .assumes(permutation_symmetric())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .tagged({"finite-length", "necessary-assumption"})
      .proved_in_part({"causal/LeadingOrderGradient"})
      .expects(claim::Verdict::refuted)
      .over(every_forest_and_skewed_two_state_chain(PriorKind::orbit, {3, 4, 4}))
      .mathematics({"theory/causal/population_gradient.hpp: symmetric_population_gradient",
                    "theory/causal/population_gradient.hpp: population_gradient"})
      .tested_by({"tests/theory/causal/population_gradient_test.cpp: "
                  "PopulationGradient.OneSequencePerRelabellingGivesTheWholeSum"})
      .costs([](const ForestInstance& at) { return gradient_work(at); })
      .law(claim::Evidence::interval, at_every_descent(parent_dominates, true))
      .confirmed_by(kEveryDescentRoute, at_every_descent(parent_dominates, false))
      .control("with gamma >= 1/50 the parent does dominate on these lengths",
               at_every_descent(parent_dominates, true), {gamma_at_least(Rational(1, 50))})
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
