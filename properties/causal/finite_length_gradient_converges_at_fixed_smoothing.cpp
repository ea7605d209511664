// Why the smoothing must vanish: with a fixed one the gradient tends to something else.
#include "properties/causal/distance_to_limit.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {

claim::Claim finite_length_gradient_converges_at_fixed_smoothing_claim() {
  return claim::ClaimAbout<ForestInstance>(
             "causal/finite-length-gradient-converges-at-fixed-smoothing")
      .states(
          "On a non-degenerate Markov chain the exact gradient at length T differs from its limit "
          "by a term of order 1/T whatever the smoothing and the vocabulary (expected to be "
          "refuted: a fixed smoothing keeps it away from the limit).")
      .latex(R"(S\,K_{ij} = g_{ij} + O(1/T)\quad\text{for every fixed } \epsilon)")
      .from({"arXiv 2402.14735", "limit of long sequences in the proof of Theorem 4.4"})
      .formally(
          "The summed distance at T = 41 is at most 5/8 of that at T = 21, for smoothing 1/100 and "
          "1/10, chains of two and three states with gamma >= 1/4.")
      .differs(
          "what is true is causal/finite-length-gradient-converges, with smoothing 1/T; how the "
          "paper's smoothing scales is not confirmed")
      .uncertain("the rate the paper states for this limit, and how its smoothing depends on T")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(informative_edges())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/gradient-rows-sum-to-zero", "causal/parent-entry-is-chi2"})
      .tagged({"finite-length", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(every_two_state_chain_alone({3, 4, 5}))
      .attacked({24, 500, 10000})
      .mathematics({"theory/causal/leading_gradient.hpp: chain_drive_columns",
                    "theory/causal/leading_gradient.hpp: drive_by_counting"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.CountingGivesTheSameFractionsOnChains"})
      .law(claim::Evidence::interval,
           at_doubled_length(falls_like_one_over_length,
                             {Smoothing::one_hundredth, Smoothing::one_tenth}, false))
      .confirmed_by("the same with K from the dynamic programme over counts",
                    at_doubled_length(falls_like_one_over_length,
                                      {Smoothing::one_hundredth, Smoothing::one_tenth}, true))
      .control("with smoothing 1/T it falls like 1/T",
               at_doubled_length(falls_like_one_over_length, {Smoothing::one_over_length}, false))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
