// How fast the exact gradient approaches its limit: like 1/T, if the smoothing vanishes like 1/T.
#include "properties/causal/distance_to_limit.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

// Wrong: claims order 1/T^2.
claim::Relation<Interval> falls_like_one_over_length_squared(const Distance& at) {
  return claim::at_most(at.at_longer_length, Interval(Rational(3, 8)) * at.at_length);
}

}  // namespace

claim::Claim finite_length_gradient_converges_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/finite-length-gradient-converges")
      .states(
          "On a non-degenerate two-state Markov chain and with a loss smoothing of 1/T the exact "
          "gradient at length T differs from its limit by a term of order 1/T.")
      .latex(R"(S\,K_{ij} = g_{ij} + O(1/T),\quad \epsilon = 1/T)")
      .from({"arXiv 2402.14735", "limit of long sequences in the proof of Theorem 4.4"})
      .formally(
          "The distance of the middle position's entries at lags 0 to 4, summed, is at T = 41 at "
          "most 5/8 of that at T = 21; K in polynomial time with outward rounding.")
      .differs(
          "one doubling on a family of chains; that T times the distance stays bounded for all T "
          "is not shown. With a fixed smoothing the distance tends to a number that is not zero, "
          "and for three states the next order is too large at these lengths "
          "(causal/finite-length-gradient-converges-at-fixed-smoothing)")
      .uncertain("the rate the paper states for this limit, and how its smoothing depends on T")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(two_states())
      .assumes(informative_edges())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/gradient-rows-sum-to-zero", "causal/parent-entry-is-chi2"})
      .tagged({"finite-length"})
      .proved_in_part({"causal/DecayAlongAPath"})
      .over(every_two_state_chain_alone({4, 5, 6}))
      .attacked({24, 500, 10000})
      .mathematics({"theory/causal/leading_gradient.hpp: chain_drive_columns",
                    "theory/causal/leading_gradient.hpp: drive_by_counting"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesThePrintedConvergenceTable"})
      .law(claim::Evidence::interval,
           at_doubled_length(falls_like_one_over_length, {Smoothing::one_over_length}, false))
      .confirmed_by(
          "the same with K from the dynamic programme over counts",
          at_doubled_length(falls_like_one_over_length, {Smoothing::one_over_length}, true))
      .twin("the distance falls like 1/T^2", at_doubled_length(falls_like_one_over_length_squared,
                                                               {Smoothing::one_over_length}, false))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
