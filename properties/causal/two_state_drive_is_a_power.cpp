// Two tokens: every entry of the limiting gradient is a power of the second eigenvalue.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

Rational power_of(const Rational& base, int exponent) {
  Rational result = 1;
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

claim::Relation<Rational> two_state_drive_is_a_power(const Relatives& at) {
  return claim::equals(at.drive, power_of(at.second_eigenvalue, at.up + at.down + 1));
}

// Wrong: forgets the step of the edge itself.
claim::Relation<Rational> one_power_too_few(const Relatives& at) {
  return claim::equals(at.drive, power_of(at.second_eigenvalue, at.up + at.down));
}

// Wrong: one per cent more.
claim::Relation<Rational> one_per_cent_more(const Relatives& at) {
  return claim::equals(Rational(Rational(101, 100) * at.drive),
                       power_of(at.second_eigenvalue, at.up + at.down + 1));
}

}  // namespace

claim::Claim two_state_drive_is_a_power_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/two-state-drive-is-a-power")
      .states(
          "With two tokens the limiting gradient is the second eigenvalue to the power of the tree "
          "distance plus one.")
      .latex(R"(g_{ij} = \lambda^{u+d+1},\quad \lambda = \operatorname{tr}\pi - 1)")
      .from({"arXiv 2402.14735", "special case of the gradient in the proof of Theorem 4.4"})
      .formally(
          "u and d are the depths of j and i below their lowest common ancestor; exact equality.")
      .differs("the closed form for two states is ours")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(two_states())
      .uses({"causal/parent-entry-is-chi2"})
      .tagged({"key-lemma"})
      .proved_by({"causal/TwoStateDriveIsAPower", "causal/PairLawAlongPaths"},
                 "The first theorem is about path laws, the second says that pairs of a sampled "
                 "sequence follow them; the eigenvalue is written 1 - pi(1|0) - pi(0|1).")
      .proved_in_part({"causal/TwoStatePairLaws"})
      .certified_by(gradient_certificates)
      .over(every_forest_and_two_state_chain())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_pair_of_relatives(two_state_drive_is_a_power))
      .confirmed_by(kEnumerationRoute,
                    at_every_pair_of_relatives(two_state_drive_is_a_power, by_enumeration))
      .twin("the power is the tree distance", at_every_pair_of_relatives(one_power_too_few))
      .twin("one per cent more", at_every_pair_of_relatives(one_per_cent_more))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
