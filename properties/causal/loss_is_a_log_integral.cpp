// The loss of hard attention without counting: an integral over one message pass of the tree.
#include "properties/causal/hard_stage_two.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/log_integral_loss.hpp"

namespace lemmascope::causal {
namespace {

constexpr Extents kExtents{{2, 3}, {5, 3}, {5, 4}};

/// Middle and radius of what the integral says at one strength, and what counting says.
template <class N>
struct Comparison {
  int strength;  ///< twice beta
  N integral, radius, counted;
  claim::Site where() const { return claim::site("2 beta", strength); }
};

template <class N>
claim::Relation<N> within_the_error(const Comparison<N>& at) {
  return claim::at_most(absolute(N(at.integral - at.counted)), at.radius);
}

template <class N>
N seen(const Real50& value) {
  return N(value);
}

// `with_query`: the query key takes part with the weight of a match.
template <class N, class Visit>
void visit_comparisons(const ForestInstance& at,
                       LossAndSlope<N> (*route)(const ForestInstance&, const N&), bool with_query,
                       const Visit& visit) {
  const Rational epsilon(1, at.forest.size() + 1);
  for (const int strength : {1, 5}) {
    const Interval beta(Rational(strength, 2));
    const auto counted = route(at, from_rational<N>(Rational(strength, 2)));
    const auto add = [&](const Interval& ball, const N& other) {
      visit(Comparison<N>{strength, N(ball.middle()), N(ball.radius()), other});
    };
    if (with_query) {
      const auto integral = hard_loss_by_integral(at.prior(), at.forest, beta, epsilon);
      add(integral.loss, counted.loss);
      add(integral.slope, counted.slope);
    } else {
      const KeyWeights weights{exp(beta), Interval(1), Interval(1)};
      add(log_integral_loss(at.prior(), at.forest, weights, weights, epsilon), counted.loss);
    }
  }
}

LossAndSlope<Interval> counted(const ForestInstance& at, const Interval& match) {
  return hard_by_counting<Interval>(at, match);
}
LossAndSlope<Real50> summed(const ForestInstance& at, const Real50& match) {
  return soft_by_enumeration<Real50>(at, match, Rational(0), Leak::even);
}

template <class N>
claim::Evaluation<ForestInstance> at_every_strength(LossAndSlope<N> (*route)(const ForestInstance&,
                                                                             const N&),
                                                    bool with_query) {
  return claim::at_every<N, ForestInstance>(
      [route, with_query](const ForestInstance& at, const auto& visit) {
        visit_comparisons<N>(at, route, with_query, visit);
      },
      within_the_error<N>);
}

}  // namespace

claim::Claim loss_is_a_log_integral_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/loss-is-a-log-integral")
      .states(
          "On a tree the loss of stage 2 is an integral of one message pass: no counts, and an "
          "error of quadrature below 1e-8 that does not depend on the sequences.")
      .latex(R"(-\log(f_{s'}+\epsilon)=\log Z-\log Z_{s'}
  =\int_{\mathbb R}\big[e^{-Z_{s'}e^t}-e^{-Ze^t}\big]\,dt)")
      .from({"arXiv 2402.14735", "second stage in the proof of Theorem 4.4"})
      .formally(
          "Loss and slope at beta = 1/2 and 5/2, smoothing 1/T, hard attention: the middle of the "
          "integral's enclosure is within its radius (8e-9 and 104e-9 of discretisation, tails, "
          "counted roundings) of what dynamic programming over counts encloses.")
      .differs("the integral is ours. Scope: trees; later roots are not sums over edges")
      .uncertain("the paper does not evaluate its loss")
      .assumes(irreducible())
      .assumes(permutation_symmetric())
      .assumes(tree())
      .assumes(some_edge())
      .tagged({"stage-two", "main-theorem"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({10, 1000, 20000})
      .mathematics({"theory/causal/log_integral_loss.hpp: hard_loss_by_integral",
                    "theory/causal/stage_two_loss.hpp: stage_two_loss"})
      .tested_by({"tests/theory/causal/certified_training_test.cpp: "
                  "LogIntegralLoss.EnclosesTheLossAndSlopeOfTheCountingProgramme"})
      .law(claim::Evidence::interval, at_every_strength<Interval>(counted, true))
      .confirmed_by("the loss summed over every sequence, in fifty digits",
                    at_every_strength<Real50>(summed, true))
      .twin("the query key scores nothing", at_every_strength<Interval>(counted, false))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
