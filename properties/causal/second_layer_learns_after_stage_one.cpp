// After stage 1 the second layer has something to learn, if the chain says enough.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/learning_slope.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

// Wrong: the loss rises.
claim::CaseOutcome loss_rises(const ForestInstance& at) {
  claim::Findings<Interval> findings;
  const claim::CaseOutcome falls = loss_falls_with_match_strength(at);
  const Interval answer(falls.holds == Truth::no ? 1 : 0);
  findings.add(claim::equals(answer, Interval(1)));
  return findings.outcome();
}

}  // namespace

claim::Claim second_layer_learns_after_stage_one_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/second-layer-learns-after-stage-one")
      .states(
          "On the chain of T = 11 with hard adjacency the loss falls as the second layer starts to "
          "match, for orbits bounded away from independence and from the corners.")
      .latex(R"(\partial_\beta L(\hat A^{(1)},\beta_0 I)<0\quad(T=11,\ \gamma\ge\tfrac14))")
      .from({"arXiv 2402.14735", "order of the stages of Algorithm 1"})
      .formally(
          "The enclosed slope at beta = 1/100, A1 one-hot on parents, the query's row uniform, "
          "smoothing 1/11, orbit priors with gamma >= 1/4.")
      .differs(
          "the paper trains the layers in this order; the statement about the slope is ours. "
          "Without gamma it is false (causal/second-layer-always-learns-after-stage-one), because "
          "the query and the root vote for themselves")
      .uncertain("whether the paper argues for the order of the stages")
      .assumes(chain_graph())
      .assumes(constant_mean())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/layer-order"})
      .tagged({"stage-two", "finite-length"})
      .over(two_state_chains_on_a_chain(PriorKind::orbit, kLearningNodes, {6, 8, 10}))
      .attacked({60, 2000, 40000})
      .mathematics({"theory/causal/stage_two_loss.hpp: stage_two_loss"})
      .tested_by({"tests/theory/causal/stage_two_test.cpp: "
                  "StageTwoLoss.OverlapsTheLossAndSlopeOfTheDefinitionOnAnyForest"})
      .law(claim::Evidence::interval, loss_falls_with_match_strength)
      .confirmed_by("the slope summed over every sequence and every chain of the prior",
                    loss_falls_by_enumeration)
      .twin("the loss rises", loss_rises)
      .twin("it falls near independence, too", claim::without("gamma at least 1/4"))
      .example(forest_instance(markov::CausalForest::chain(kLearningNodes),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
