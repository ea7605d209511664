// Data processing for the chi-squared information along a forest, exactly.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> data_processing(const Rival& at) {
  return claim::at_most(at.rival_information, at.parent_information);
}

// Wrong: a rival keeps at most a third. In the smallest family it keeps up to 0.36.
claim::Relation<Rational> falls_to_a_third(const Rival& at) {
  return claim::at_most(Rational(3 * at.rival_information), at.parent_information);
}

}  // namespace

claim::Claim chi2_data_processing_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/chi2-data-processing")
      .formerly("information/chi2-data-processing")
      .states(
          "No earlier position carries more chi-squared information about a token than its parent.")
      .latex(R"(I_{\chi^2}(s_i;s_j) \le I_{\chi^2}(s_i;s_{p(i)}) \quad\text{for all } j<i)")
      .from({"arXiv 2402.14735", "data-processing step of the proof of Theorem 4.4"})
      .formally(
          "s_j -> s_p(i) -> s_i is a Markov chain for every j < i, because an earlier position is "
          "never a descendant of i; compared in exact rationals, one chain at a time.")
      .differs("none in substance; the paper uses the inequality for f-informations in general")
      .assumes(irreducible())
      .assumes(single_chain())
      .uses({"causal/stationary-law-is-invariant"})
      .tagged({"key-lemma"})
      .proved_by({"causal/ParentIsMostInformative"},
                 "The theorem is about the law of the sequence sampled position by position; the "
                 "law that runs reads tables of path laws. Irreducible here means a positive "
                 "stationary law there.")
      .proved_in_part({"causal/CertifiedMeanInformation", "causal/Contraction",
                       "causal/ConvexDataProcessing", "causal/DataProcessing",
                       "causal/DataProcessingOfAKernel"})
      .certified_by(gradient_and_information_certificates)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .over(sampled_forests_and_chains())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/information/mutual_information.hpp: chi2_information"})
      .tested_by({"tests/theory/information/mutual_information_test.cpp: "
                  "MutualInformation.NeverGrowsAlongAChain"})
      .law(claim::Evidence::exact, at_every_rival(data_processing))
      .confirmed_by(kEnumerationRoute, at_every_rival(data_processing, by_enumeration))
      .twin("information falls to a third", at_every_rival(falls_to_a_third))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
