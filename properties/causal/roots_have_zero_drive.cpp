// Roots: no leading-order drive towards any earlier position.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"

namespace lemmascope::causal {
namespace {

claim::Relation<Rational> roots_have_zero_drive(const RootPair& at) {
  return claim::equals(at.drive, Rational(0));
}

// Wrong: a position that copies its parent's law in one case of a hundred, and draws from the
// stationary law in the others, counts as a root. The drive is linear in the pair law.
claim::Relation<Rational> near_roots_have_zero_drive(const Edge& at) {
  return claim::equals(Rational(at.parent_drive / 100), Rational(0));
}
// Wrong: relatives three edges apart or more count as unrelated.
claim::Relation<Rational> distant_relatives_have_zero_drive(const Relatives& at) {
  return claim::equals(at.up + at.down >= 3 ? at.drive : Rational(0), Rational(0));
}

}  // namespace

claim::Claim roots_have_zero_drive_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/roots-have-zero-drive")
      .states("A root has no limiting gradient towards any earlier position.")
      .latex(R"(g_{ij} = 0 \quad\text{for every root } i \text{ and } j<i)")
      .from({"arXiv 2402.14735", "treatment of roots in the proof of Theorem 4.4"})
      .formally(
          "Earlier positions lie in other trees, so the pair law is a product and the entry "
          "vanishes exactly; checked through the pair laws of all positions.")
      .differs("the limit only; at finite T the drive is of order T_eff^(-1/2) + 1/T")
      .uncertain("the paper's exact wording about roots")
      .assumes(irreducible())
      .uses({"causal/stationary-law-is-invariant"})
      .tautology(
          "earlier positions of another tree have no common ancestor, where the tables hold no "
          "entry: zeros by construction; only the enumeration of sequences could differ")
      .tagged({"key-lemma"})
      .proved_by({"causal/RootsHaveZeroDrive"},
                 "None in substance: the theorem averages over any finite prior.")
      .proved_in_part({"causal/CertifiedMeanGradient"})
      .certified_by(gradient_certificates)
      .over(every_forest_and_two_state_chain())
      .over(every_forest_and_three_state_chain())
      .mathematics({"theory/causal/limit_gradient.hpp: KinshipTable",
                    "theory/causal/limit_gradient.hpp: limit_gradient_by_enumeration"})
      .tested_by({"tests/theory/causal/limit_gradient_test.cpp: "
                  "LimitGradient.AgreesByThreeRoutesOnEveryForestOfFourNodes",
                  "tests/theory/causal/limit_gradient_test.cpp: "
                  "KinshipTable.HasTheReferenceEntriesOfTheTwoStateChain"})
      .law(claim::Evidence::exact, at_every_root(roots_have_zero_drive, by_pair_laws))
      .confirmed_by(kEnumerationRoute, at_every_root(roots_have_zero_drive, by_enumeration))
      .twin("positions that follow their parent in one case of a hundred have zero drive, too",
            at_every_edge(near_roots_have_zero_drive))
      .twin("relatives three edges apart have zero drive, too",
            at_every_pair_of_relatives(distant_relatives_have_zero_drive))
      .example(forest_instance(markov::CausalForest({-1, 0, -1}),
                               two_state_chain_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
