// The margin of the key lemma: how far the parent's entry stands above the others.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> gap_is_bounded_below(const Rival& at) {
  const Rational cubed = at.gamma * at.gamma * at.gamma;
  return claim::at_least(Rational(at.parent_drive - at.rival_drive), Rational(cubed / 2));
}

// Wrong: forgets the contraction factor, so that the gap would be of the order of the entry itself.
claim::Relation<Rational> gap_of_the_whole_entry(const Rival& at) {
  return claim::at_least(Rational(at.parent_drive - at.rival_drive), at.parent_drive);
}

}  // namespace

claim::Claim gap_is_bounded_below_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/gap-is-bounded-below")
      .states("The parent's entry exceeds every other earlier entry by at least gamma^3 / 2.")
      .latex(R"(g_{i,p(i)} - g_{ij} \ge \tfrac12\gamma^3)")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4"})
      .formally(
          "gamma is a rational for which the lower bound and the non-degeneracy hold for every "
          "chain; j ranges over strict predecessors other than the parent.")
      .differs(
          "the constant is ours: |g_ij| <= sigma_max(B) ||B||_F^2 and sigma_max(B) <= 1 - gamma/2")
      .uncertain("the constant of the paper's own gap lemma")
      .assumes(irreducible())
      .assumes(regular_with_gamma())
      .uses({"causal/parent-entry-is-chi2", "causal/dobrushin-bounds-contraction"})
      .tagged({"key-lemma"})
      .proved_by({"causal/GapInAForest"},
                 "The theorem takes any gamma that meets the two assumptions; the law that runs "
                 "takes one rounded down to a multiple of 1/64. ||B||_F^2 is written as its sum "
                 "of squares.")
      .proved_in_part({"causal/Contraction", "causal/FrobeniusNormIsChi2",
                       "causal/GapIsBoundedBelow", "causal/GapOfOneChain",
                       "causal/StrictnessNeedsAnAssumption"})
      .certified_by(gradient_certificates)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .over(sampled_forests_and_chains())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_rival(gap_is_bounded_below))
      .confirmed_by(kEnumerationRoute, at_every_rival(gap_is_bounded_below, by_enumeration))
      .twin("the gap is the whole parent entry", at_every_rival(gap_of_the_whole_entry))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
