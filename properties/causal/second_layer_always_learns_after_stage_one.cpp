// What the lower bound is needed for in stage 2: on skewed chains the loss first rises with
// matching.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/learning_slope.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {

claim::Claim second_layer_always_learns_after_stage_one_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/second-layer-always-learns-after-stage-one")
      .states(
          "After stage 1 the loss falls as the second layer starts to match, on every chain whose "
          "edges carry information (expected to be refuted: not on skewed chains near "
          "independence, T = 11).")
      .latex(R"(\partial_\beta L(\hat A^{(1)},\beta_0 I)<0)")
      .from({"arXiv 2402.14735", "order of the stages of Algorithm 1, without a lower bound"})
      .formally(
          "The enclosed slope at beta = 1/100, A1 one-hot on parents, the query's row uniform, "
          "smoothing 1/11, orbit priors of skewed chains.")
      .differs("the paper assumes gamma > 0 and long sequences; here T is fixed and gamma is not")
      .uncertain("whether the paper argues for the order of the stages")
      .assumes(chain_graph())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .uses({"causal/layer-order"})
      .tagged({"stage-two", "finite-length", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(skewed_two_state_chains_on_a_chain(PriorKind::orbit, kLearningNodes))
      .over(two_state_chains_on_a_chain(PriorKind::orbit, kLearningNodes, {4, 5, 6}))
      .attacked({60, 2000, 40000})
      .mathematics({"theory/causal/stage_two_loss.hpp: stage_two_loss"})
      .tested_by({"tests/theory/causal/stage_two_test.cpp: "
                  "StageTwoLoss.OverlapsTheLossAndSlopeOfTheDefinitionOnAnyForest"})
      .law(claim::Evidence::interval, loss_falls_with_match_strength)
      .confirmed_by("the slope summed over every sequence and every chain of the prior",
                    loss_falls_by_enumeration)
      .control("with gamma >= 1/4 it falls", loss_falls_with_match_strength,
               {gamma_at_least(Rational(1, 4))})
      .example(forest_instance(markov::CausalForest::chain(kLearningNodes),
                               two_state_orbit_on_three_positions().prior()));
}

}  // namespace lemmascope::causal
