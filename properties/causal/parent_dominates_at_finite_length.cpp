// The key lemma without the limit: the exact finite-length gradient, prior averaged.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> parent_strictly_dominates(const Rival& at) {
  return claim::is_greater(at.parent_drive, at.rival_drive);
}

// Wrong: the parent is ahead by a quarter. At these lengths rivals reach seven eighths of it.
claim::Relation<Rational> ahead_by_a_quarter(const Rival& at) {
  return claim::is_greater(at.parent_drive, Rational(Rational(5, 4) * at.rival_drive));
}

}  // namespace

claim::Claim parent_dominates_at_finite_length_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates-at-finite-length")
      .states(
          "Already at every finite length the parent has the strictly largest entry of the exact "
          "gradient, the position itself included, under a prior with constant mean.")
      .latex(
          R"(\mathbb{E}[K_{i,p(i)}] > \mathbb{E}[K_{ij}] \quad\text{for all } j\le i,\ j\ne p(i))")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4, before the limit of long sequences"})
      .formally(
          "K is the leading order of -dL/dA1 at A1 = 0 and T = nodes + 1, smoothing 1/100, exact "
          "rationals by the polynomial-time route; prior: all row and column permutations of a "
          "chain.")
      .differs(
          "the paper argues for long sequences; this is the exact statement at each small T, on a "
          "family of orbit priors")
      .uncertain("the exact form of the paper's assumptions on the prior")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"finite-length"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kFiniteLengthTwoStates))
      .mathematics({"theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.EveryRationalRouteGivesTheSameFractions",
                  "tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesTheReferenceFractionsOnTheChainOfFourTokens"})
      .law(claim::Evidence::exact,
           at_every_rival_or_self(parent_strictly_dominates, by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute,
                    at_every_rival_or_self(parent_strictly_dominates, by_finite_length_enumeration))
      .twin("the parent is ahead by a quarter",
            at_every_rival_or_self(ahead_by_a_quarter, by_finite_length))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
