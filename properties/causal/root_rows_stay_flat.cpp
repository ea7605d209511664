// What stage 1 does to roots: nothing pulls them towards one predecessor as strongly as a parent
// pulls.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/root_spread.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {

claim::Claim root_rows_stay_flat_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/root-rows-stay-flat")
      .states(
          "At finite length nothing pulls a root towards one predecessor rather than another as "
          "strongly as a parent pulls its child, if chains are bounded away from the corners and "
          "degrees stay below the threshold.")
      .latex(
          R"(\max_{j<r}K_{rj}-\min_{j<r}K_{rj} < \min_i\big(K_{i,p(i)}-\max_{j\ne p(i)}
  K_{ij}\big)\quad\text{for every root } r)")
      .from({"arXiv 2402.14735", "treatment of roots in the proof of Theorem 4.4"})
      .formally(
          "Exact K of finite length under orbit priors, smoothing 1/100; every root with "
          "predecessors, on graphs with an edge; gamma >= 1/4.")
      .differs(
          "the paper needs that root rows do not matter; this inequality is our form of it at "
          "finite length. Root rows end near uniform over predecessors, not exactly uniform, and "
          "early rows may drift: no bound on the final attention is claimed. That a root always "
          "turns away from itself is not part of it: see causal/root-can-turn-to-itself. On skewed "
          "chains it is false although parents still win: "
          "causal/root-rows-stay-flat-on-every-chain")
      .uncertain("what the paper states about root rows after stage 1")
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 4)))
      .assumes(degrees_below_threshold())
      .assumes(some_edge())
      .uses({"causal/roots-have-zero-drive", "causal/parent-dominates-below-degree-threshold"})
      .tagged({"stage-one", "finite-length"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kFiniteLengthTwoStates))
      .mathematics({"theory/causal/leading_gradient.hpp: drive",
                    "theory/causal/stage_one_flow.hpp: stage_one_descent"})
      .tested_by({"tests/theory/causal/training_test.cpp: "
                  "TrainExactly.LeavesRootRowsNearlyUniformAndOffThemselves"})
      .law(claim::Evidence::exact, root_rows_are_flat(by_finite_length))
      .confirmed_by(kFiniteEnumerationRoute, root_rows_are_flat(by_finite_length_enumeration))
      .twin("a root has no drive at finite length either", roots_have_no_drive())
      .twin("the spread is below two fifths of the gap", root_rows_are_flatter())
      .example(forest_instance(markov::CausalForest({-1, 0, -1}),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
