// The key lemma with the mask as it is: the parent is the maximum including the position itself.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

// At the maximum over j <= i: the strict predecessors are causal/parent-dominates; here the self
// entry.
claim::Relation<Rational> parent_dominates_self(const Edge& at) {
  return claim::at_least(at.parent_drive, at.self_drive);
}

claim::Relation<Rational> self_dominates_parent(const Edge& at) {
  return claim::is_greater(at.self_drive, at.parent_drive);
}

// Wrong where tokens are independent: both entries are zero.
claim::Relation<Rational> dominates_strictly(const Edge& at) {
  return claim::is_greater(at.parent_drive, at.self_drive);
}

}  // namespace

claim::Claim parent_dominates_self_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates-self")
      .states(
          "Under a prior with constant mean the parent has the largest limiting gradient among all "
          "positions the mask allows, the position itself included.")
      .latex(R"(\mathbb{E}[g_{i,p(i)}] \ge \mathbb{E}[g_{ij}] \quad\text{for all } j\le i)")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4"})
      .formally(
          "The comparison with j = i in exact prior means; j < i is causal/parent-dominates, which "
          "holds chain by chain and so for every mean.")
      .differs(
          "the priors are finite orbits of rational chains; the paper averages over its own prior")
      .uncertain("the exact form of the paper's assumptions on the prior")
      .assumes(irreducible())
      .assumes(constant_mean())
      .uses({"causal/parent-dominates", "causal/self-entry-averages-to-zero"})
      .tautology(
          "under a constant mean the self entry is zero by construction, and a parent entry is a "
          "mean of squares")
      .tagged({"key-lemma"})
      .proved_by({"causal/ParentDominatesSelf"},
                 "The theorem compares the parent with every position up to and including the "
                 "own one; the law that runs compares it with the own one alone.")
      .proved_in_part({"causal/CertifiedMeanGradient", "causal/GapIsBoundedBelow"})
      .certified_by(gradient_certificates)
      .over(every_forest_and_two_state_chain(PriorKind::orbit))
      .over(sampled_forests_and_chains(PriorKind::orbit))
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_edge(parent_dominates_self))
      .confirmed_by(kEnumerationRoute, at_every_edge(parent_dominates_self, by_enumeration))
      .twin("the self entry dominates the parent's", at_every_edge(self_dominates_parent))
      .twin("it does so strictly, informative edges or not", at_every_edge(dominates_strictly))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
