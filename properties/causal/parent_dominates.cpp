// The key lemma: the parent has the largest limiting gradient among strictly earlier positions.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

// Law: the drive towards the parent is at least the drive towards any other earlier position.
claim::Relation<Rational> parent_dominates(const Rival& at) {
  return claim::at_least(at.parent_drive, at.rival_drive);
}

// Wrong: the edge moved up by one.
claim::Relation<Rational> grandparent_dominates(const Rival& at) {
  return claim::at_least(at.grandparent_drive, at.parent_drive);
}

// Wrong: the parent wins by a factor of two. Rivals of these families reach three fifths of it.
claim::Relation<Rational> wins_twofold(const Rival& at) {
  return claim::at_least(at.parent_drive, Rational(2 * at.rival_drive));
}

}  // namespace

claim::Claim parent_dominates_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-dominates")
      .states(
          "On every forest and chain the parent has the largest limiting gradient among earlier "
          "positions.")
      .latex(R"(g_{i,p(i)} \ge g_{ij}\quad\text{for all } j<i)")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4"})
      .formally(
          "g is the T -> infinity limit of S K_ij (leading order in beta0); the maximum is over "
          "strict predecessors j < i; compared in exact rationals.")
      .differs(
          "per chain here; the paper averages over the prior, and its mask also allows j = i (see "
          "causal/parent-dominates-self)")
      .assumes(irreducible())
      .uses({"causal/parent-entry-is-chi2", "causal/rivals-are-bounded",
             "causal/chi2-data-processing"})
      .tagged({"key-lemma"})
      .proved_by({"causal/ParentDominates"},
                 "The theorem is about the law of the sequence sampled position by position; the "
                 "law that runs reads tables of path laws. Irreducible here means a positive "
                 "stationary law there.")
      .proved_in_part({"causal/CertifiedGradient", "causal/CertifiedMeanGradient",
                       "causal/PairLawAlongPaths", "causal/ParentDominatesAlongPaths",
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
      .law(claim::Evidence::exact, at_every_rival(parent_dominates))
      .confirmed_by(kEnumerationRoute, at_every_rival(parent_dominates, by_enumeration))
      .twin("the grandparent dominates", at_every_rival(grandparent_dominates))
      .twin("the parent wins by a factor of two", at_every_rival(wins_twofold))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
