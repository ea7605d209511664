// How fast the exact gradient approaches its limit: like 1/T.
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

constexpr int kLength = 21;  // T; the middle position has neighbours of every lag on both sides
constexpr int kLongerLength = 41;  // about twice as long, again with a middle position
constexpr int kLags = 4;

/// The sum over lags of |S K_ij - g_ij|, i the middle of a Markov chain and j = i - lag, at two
/// lengths.
struct Distance {
  Interval at_length, at_longer_length;
  claim::Site where() const { return claim::site("T", kLongerLength); }
};

// An error of order 1/T falls to about 21/41; 5/8 leaves room for the next order and excludes
// T^(-2/3).
claim::Relation<Interval> falls_like_one_over_length(const Distance& at) {
  return claim::at_most(at.at_longer_length, Interval(Rational(5, 8)) * at.at_length);
}

// Wrong: claims order 1/T^2.
claim::Relation<Interval> falls_like_one_over_length_squared(const Distance& at) {
  return claim::at_most(at.at_longer_length, Interval(Rational(3, 8)) * at.at_length);
}

using DriveOf = Matrix<Interval> (*)(const markov::TransitionMatrix<Interval>&, int nodes);

Matrix<Interval> quadrature_drive(const markov::TransitionMatrix<Interval>& chain, int nodes) {
  return drive_by_quadrature(chain, markov::CausalForest::chain(nodes), finite_length_epsilon());
}

Matrix<Interval> counting_drive(const markov::TransitionMatrix<Interval>& chain, int nodes) {
  return drive_by_counting(chain, nodes, finite_length_epsilon());
}

claim::Evaluation<ForestInstance> at_every_lag(claim::Relation<Interval> (*law)(const Distance&),
                                               DriveOf drive_of) {
  return claim::at_every<Interval, ForestInstance>(
      [drive_of](const ForestInstance& at, const auto& visit) {
        const auto& exact = at.prior().atoms().front().chain;
        const auto chain = markov::in_arithmetic<Interval>(exact);
        const KinshipTable<Rational> limit(exact, kLags);
        auto distance = [&](int length) {
          const Matrix<Interval> drive = drive_of(chain, length - 1);
          const int middle = (length - 1) / 2;
          Interval sum(0);
          for (int lag = 0; lag <= kLags; ++lag) {
            sum += abs(Interval(at.states()) * drive(middle, middle - lag) -
                       Interval(limit.drive(0, lag)));
          }
          return sum;
        };
        visit(Distance{distance(kLength), distance(kLongerLength)});
      },
      law);
}

}  // namespace

claim::Claim finite_length_gradient_converges_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/finite-length-gradient-converges")
      .states(
          "On a non-degenerate Markov chain the exact gradient at length T differs from its limit "
          "by a term of order 1/T.")
      .latex(R"(S\,K_{ij} = g_{ij} + O(1/T))")
      .from({"arXiv 2402.14735", "limit of long sequences in the proof of Theorem 4.4"})
      .formally(
          "The distance of the middle position's entries at lags 0 to 4, summed, is at T = 41 at "
          "most 5/8 of that at T = 21; K in polynomial time with outward rounding.")
      .differs(
          "one doubling on a family of chains; that T times the distance stays bounded for all T "
          "is not shown. Entry by entry a doubling shows no rate: where the first two orders "
          "nearly cancel, as at lag 4 of the chain 1/3, 2/3; 1/4, 3/4, the distance stays above "
          "5/8 of itself; and so it does in sum for chains as close to independent as 1/4, 3/4; "
          "1/5, 4/5")
      .uncertain("the rate the paper states for this limit")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(informative_edges())
      .assumes(gamma_at_least(Rational(1, 4)))
      .uses({"causal/gradient-rows-sum-to-zero", "causal/parent-entry-is-chi2"})
      .tagged({"finite-length"})
      .over(every_two_state_chain_alone({4, 5, 6}))
      .mathematics({"theory/causal/leading_gradient.hpp: drive_by_quadrature",
                    "theory/causal/leading_gradient.hpp: drive_by_counting"})
      .tested_by({"tests/theory/causal/leading_gradient_test.cpp: "
                  "LeadingGradient.GivesThePrintedConvergenceTable"})
      .law(claim::Evidence::interval, at_every_lag(falls_like_one_over_length, quadrature_drive))
      .confirmed_by("the same with K from the dynamic programme over counts",
                    at_every_lag(falls_like_one_over_length, counting_drive))
      .twin("the distance falls like 1/T^2",
            at_every_lag(falls_like_one_over_length_squared, quadrature_drive))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
