// The key lemma without the limit, as one might read it: false. A star's centre can lose to a leaf.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> parent_strictly_dominates(const Rival& at) {
  return claim::is_greater(at.parent_drive, at.rival_drive);
}

}  // namespace

claim::Claim parent_dominates_at_finite_length_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates-at-finite-length")
      .states(
          "Already at every finite length and on every forest the parent has the strictly largest "
          "entry of the exact gradient under a prior with constant mean (expected to be refuted: a "
          "parent of high degree can lose when chains are skewed, from T = 6 on).")
      .latex(
          R"(\mathbb{E}[K_{i,p(i)}] > \mathbb{E}[K_{ij}] \quad\text{for all } j\le i,\ j\ne p(i))")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4, read without the limit of long sequences"})
      .formally(
          "K is the leading order of -dL/dA1 at A1 = 0 and T = nodes + 1, smoothing 1/100, exact "
          "rationals by the polynomial-time route; prior: all row and column permutations of a "
          "chain. Families of small fractions hold throughout; the counterexample is found among "
          "skewed chains.")
      .differs(
          "the paper argues for long sequences and does not claim this. What is true at finite "
          "length is causal/parent-dominates-below-degree-threshold")
      .uncertain("the exact form of the paper's assumptions on the prior")
      .assumes(irreducible())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero", "causal/degree-threshold-is-sharp"})
      .tagged({"finite-length", "necessary-assumption"})
      .proved_by({"causal/FiniteLengthCounterexample", "causal/CounterexampleIsInhabited"},
                 "The theorem refutes the law on one instance, the star of five positions.")
      .proved_in_part({"causal/CertifiedDrive", "causal/DescentFollowsK", "causal/FiniteEvaluator",
                       "causal/FiniteLengthReferenceValue", "causal/PairsCore",
                       "causal/TwoStateOrbitEvaluator"})
      .certified_by(drive_certificates)
      .expects(claim::Verdict::refuted)
      .over(every_forest_and_skewed_two_state_chain(PriorKind::orbit, {5, 5, 6}))
      .attacked({1000, 20000, 400000})
      .mathematics({"theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.EveryRationalRouteGivesTheSameFractions",
                  "tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesTheReferenceFractionsOnTheChainOfFourTokens"})
      .law(claim::Evidence::exact,
           at_every_rival_or_self(parent_strictly_dominates, by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute,
                    at_every_rival_or_self(parent_strictly_dominates, by_finite_length_enumeration))
      .control("below the degree threshold the parent does dominate",
               at_every_rival_or_self(parent_strictly_dominates, by_finite_length),
               {degrees_below_threshold()})
      .control("up to T = 5 the parent does dominate",
               at_every_rival_or_self(parent_strictly_dominates, by_finite_length),
               {{"T at most 5", "the sequence has at most five tokens",
                 [](const ForestInstance& at) { return truth(at.forest.size() <= 4); }}})
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
