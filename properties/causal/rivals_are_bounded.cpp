// Cauchy-Schwarz: what bounds every entry of the limiting gradient other than the parent's.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

// Squared, so that both sides stay rational.
claim::Relation<Rational> rivals_are_bounded(const Rival& at) {
  return claim::at_most(Rational(at.rival_drive * at.rival_drive),
                        Rational(at.rival_information * at.parent_information));
}

// Wrong: bounds the entry by the rival's own information alone.
claim::Relation<Rational> bounded_by_own_information(const Rival& at) {
  return claim::at_most(Rational(at.rival_drive * at.rival_drive),
                        Rational(at.rival_information * at.rival_information));
}

}  // namespace

claim::Claim rivals_are_bounded_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/rivals-are-bounded")
      .states(
          "Every other earlier entry is at most the geometric mean of its own information and the "
          "parent's.")
      .latex(R"(g_{ij}^2 \le I_{\chi^2}(s_i;s_j)\, I_{\chi^2}(s_i;s_{p(i)}))")
      .from({"arXiv 2402.14735", "proof of Theorem 4.4"})
      .formally(
          "The squared inequality in exact rationals, for every non-root i and every j < i other "
          "than the parent, one chain at a time.")
      .differs(
          "The inequality is the step our proof uses; the printed proof may arrange it "
          "differently.")
      .assumes(irreducible())
      .assumes(single_chain())
      .uses({"causal/parent-entry-is-chi2"})
      .tagged({"key-lemma"})
      .proved_by({"causal/RivalsAreBoundedInAForest"},
                 "The theorem allows every position, later ones too. Irreducible here means a "
                 "positive stationary law there.")
      .proved_in_part(
          {"causal/CertifiedMeanInformation", "causal/DecayAlongAPath", "causal/RivalsAreBounded"})
      .certified_by(gradient_and_information_certificates)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .over(sampled_forests_and_chains())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_rival(rivals_are_bounded))
      .confirmed_by(kEnumerationRoute, at_every_rival(rivals_are_bounded, by_enumeration))
      .twin("the rival's own information is bound enough",
            at_every_rival(bounded_by_own_information))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
