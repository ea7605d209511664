// Parent entry: the limiting gradient at the parent is the chi-squared information of the edge.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> parent_entry_is_chi2(const Edge& at) {
  return claim::equals(at.parent_drive, at.parent_information);
}

// Wrong: claims the same identity for every earlier position, for which only Cauchy-Schwarz holds.
claim::Relation<Rational> every_entry_is_chi2(const Rival& at) {
  return claim::equals(at.rival_drive, at.rival_information);
}

// Wrong: one per cent more.
claim::Relation<Rational> one_per_cent_more(const Edge& at) {
  return claim::equals(Rational(Rational(101, 100) * at.parent_drive), at.parent_information);
}

}  // namespace

claim::Claim parent_entry_is_chi2_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/parent-entry-is-chi2")
      .states(
          "The limiting gradient at the parent equals the chi-squared mutual information of the "
          "edge.")
      .latex(R"(g_{i,p(i)} = I_{\chi^2}(s_{p(i)}; s_i) = \|B_\pi\|_F^2)")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4"})
      .formally(
          "g_ij = sum_{s,s'} pi(s'|s)/mu(s') P(s_j=s, s_i=s') - 1 with exact pair laws; averaged "
          "over the prior on both sides.")
      .differs(
          "Stated here for the T -> infinity limit, per chain and for prior means; the paper's "
          "message is that the gradient encodes chi-squared information.")
      .uncertain(
          "whether the paper states the bilinear form g_ij or the information only heuristically")
      .assumes(irreducible())
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"key-lemma"})
      .proved_by({"causal/ParentEntryInAForest", "causal/FrobeniusNormIsChi2"},
                 "The theorem is about the law of the sequence sampled position by position and "
                 "the entry g as defined; that g is the limit of the gradient of the loss is not "
                 "part of it. Irreducible here means a positive stationary law there.")
      .proved_in_part({"causal/CertifiedGradient", "causal/CertifiedMeanGradient",
                       "causal/CertifiedMeanInformation", "causal/ParentEntryIsChi2"})
      .certified_by(gradient_and_information_certificates)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .over(sampled_forests_and_chains())
      .over(sampled_forests_and_mixtures())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_edge(parent_entry_is_chi2))
      .confirmed_by(kEnumerationRoute, at_every_edge(parent_entry_is_chi2, by_enumeration))
      .twin("every earlier entry is its chi-squared information",
            at_every_rival(every_entry_is_chi2))
      .twin("one per cent more", at_every_edge(one_per_cent_more))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
