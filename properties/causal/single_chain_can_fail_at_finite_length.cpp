// What the prior average is needed for at finite length: a single chain can prefer another
// position.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> parent_dominates(const Rival& at) {
  return claim::at_least(at.parent_drive, at.rival_drive);
}

}  // namespace

claim::Claim single_chain_can_fail_at_finite_length_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/single-chain-can-fail-at-finite-length")
      .states(
          "At finite length the parent has the largest entry among earlier positions for every "
          "single chain (expected to be refuted).")
      .latex(R"(K_{i,p(i)} \ge K_{ij} \quad\text{for all } j<i \text{ and every } \pi)")
      .from({"arXiv 2402.14735",
             "proof of Theorem 4.4, read without prior average and without the limit"})
      .formally(
          "K exactly at T = nodes + 1, smoothing 1/100, strict predecessors only, one chain at a "
          "time.")
      .differs(
          "the paper does not claim this; the counterexample shows that its average or its limit "
          "is used")
      .assumes(irreducible())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"finite-length", "necessary-assumption"})
      .proved_in_part({"causal/CounterexampleGradient", "causal/CounterexampleIsInhabited",
                       "causal/FiniteLengthCounterexample"})
      .expects(claim::Verdict::refuted)
      .over(every_forest_and_two_state_chain(PriorKind::single, kFiniteLengthTwoStates))
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kFiniteLengthTwoStates))
      .mathematics({"theory/causal/leading_gradient.hpp: drive"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.EveryRationalRouteGivesTheSameFractions",
                  "tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesTheReferenceFractionsOnTheChainOfFourTokens"})
      .law(claim::Evidence::exact, at_every_rival(parent_dominates, by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute,
                    at_every_rival(parent_dominates, by_finite_length_enumeration))
      .control("under constant mean the parent does dominate",
               at_every_rival(parent_dominates, by_finite_length), {constant_mean()})
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
