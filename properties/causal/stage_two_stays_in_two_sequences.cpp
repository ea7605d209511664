// Stage 2 is one number that moves one way: its loss bends by at most a quarter.
#include "properties/causal/hard_stage_two.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"

namespace lemmascope::causal {
namespace {

constexpr Extents kExtents{{3, 3}, {5, 3}, {5, 4}};
constexpr int kPlaces = 6;  // beta = 0, 1/2, .., 3

template <class N>
using Slopes = std::vector<N> (*)(const ForestInstance&);

template <class N>
std::vector<N> slopes(const ForestInstance& at,
                      LossAndSlope<N> (*route)(const ForestInstance&, const N&)) {
  std::vector<N> all;
  for (int k = 0; k <= kPlaces; ++k) {
    all.push_back(route(at, from_rational<N>(Rational(k, 2))).slope);
  }
  return all;
}

// One law of counts for all strengths.
std::vector<Interval> by_counting(const ForestInstance& at) {
  const auto law = hard_adjacency_law<Interval>(at.prior(), at.forest, QueryAttention::itself);
  std::vector<Interval> all;
  for (int k = 0; k <= kPlaces; ++k) {
    all.push_back(
        stage_two_loss(law, Interval(Rational(k, 2)), Rational(1, at.forest.size() + 1)).slope);
  }
  return all;
}
std::vector<Real50> by_enumeration(const ForestInstance& at) {
  return slopes<Real50>(at, [](const ForestInstance& here, const Real50& match) {
    return soft_by_enumeration<Real50>(here, match, Rational(0), Leak::even);
  });
}

// Of the slope over half a unit; `most` is a bound of |L''|. Where it holds with 1/4, beta - h L'
// does not fall with beta for h <= 4.
template <class N>
claim::Evaluation<ForestInstance> bends_at_most(Rational most, Slopes<N> route) {
  return [most, route](const ForestInstance& at) {
    const std::vector<N> all = route(at);
    claim::Findings<N> findings;
    const N bound = from_rational<N>(Rational(most / 2));
    for (int k = 0; k < kPlaces; ++k) {
      findings.add(claim::at_most(absolute(N(all[k + 1] - all[k])), bound),
                   claim::site("2 beta", k));
    }
    return findings.outcome();
  };
}

}  // namespace

claim::Claim stage_two_stays_in_two_sequences_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/stage-two-stays-in-two-sequences")
      .states(
          "The loss of stage 2 as a function of the match strength bends by at most 1/4, so that "
          "for steps up to 4 the match strength moves one way and stays between two scalar "
          "sequences.")
      .latex(R"(|L''(\beta)|\le\tfrac14,\qquad
  \beta_{\min}\mapsto\beta_{\min}-h\,[L'(\beta_{\min})+\delta(|\beta_{\min}|+2)],\quad
  \beta_{\max}\mapsto\beta_{\max}-h\,[L'(\beta_{\max})-\delta(|\beta_{\max}|+2)])")
      .from({"arXiv 2402.14735", "second stage in the proof of Theorem 4.4"})
      .formally(
          "|L'(beta + 1/2) - L'(beta)| <= 1/8 at beta = 0, 1/2, .., 5/2; hard attention, smoothing "
          "1/T, the law of counts by dynamic programming; enclosures.")
      .differs(
          "ours, and proved on paper for every beta and any first layer: L'' is a difference of "
          "two variances of numbers in [0, 1]. Scope: trees here; that what training does lies "
          "between the sequences is checked in causal/main-theorem-on-trees")
      .uncertain("how the paper controls stage 2")
      .assumes(irreducible())
      .assumes(permutation_symmetric())
      .assumes(tree())
      .assumes(some_edge())
      .tagged({"stage-two", "main-theorem"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({20, 2000, 40000})
      .mathematics({"theory/causal/certified_training.hpp: certified_training",
                    "theory/causal/stage_two_loss.hpp: stage_two_loss"})
      .tested_by({"tests/theory/causal/certified_training_test.cpp: "
                  "CertifiedTraining.ContainsTheExactTrainingOfTheChainAtLengthSix"})
      .law(claim::Evidence::interval, bends_at_most<Interval>(Rational(1, 4), by_counting))
      .confirmed_by("slopes summed over every sequence, in fifty digits",
                    bends_at_most<Real50>(Rational(1, 4), by_enumeration))
      .twin("it bends by at most 1/100", bends_at_most<Interval>(Rational(1, 100), by_counting))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
