// How fast the exact gradient approaches its limit: like 1/T.
#include "properties/causal/forest_sites.hpp"
#include "properties/generate/forest_domains.hpp"
#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

constexpr int kLength = 21;        // T; the middle position has neighbours of every lag on both sides
constexpr int kLongerLength = 41;  // about twice as long, again with a middle position
constexpr int kLags = 4;

/// |S K_ij - g_ij| at lag i - j from the middle of a Markov chain, at two lengths.
struct Distance {
  int lag;
  Interval at_length, at_longer_length;
  claim::Site where() const { return claim::site("lag", lag); }
};

// An error of order 1/T falls to about 21/41; 5/8 leaves room for the next order and excludes T^(-2/3).
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
        auto distance = [&](const Matrix<Interval>& drive, int length, int lag) {
          const int middle = (length - 1) / 2;
          return abs(Interval(at.states()) * drive(middle, middle - lag) - Interval(limit.drive(0, lag)));
        };
        const Matrix<Interval> shorter = drive_of(chain, kLength - 1);
        const Matrix<Interval> longer = drive_of(chain, kLongerLength - 1);
        for (int lag = 0; lag <= kLags; ++lag) {
          visit(Distance{lag, distance(shorter, kLength, lag), distance(longer, kLongerLength, lag)});
        }
      },
      law);
}

}  // namespace

claim::Claim finite_length_gradient_converges_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/finite-length-gradient-converges")
      .states("On a Markov chain the exact gradient at length T differs from its limit by a term of order "
              "1/T.")
      .latex(R"(S\,K_{ij} = g_{ij} + O(1/T))")
      .from({"arXiv 2402.14735", "limit of long sequences in the proof of Theorem 4.4"})
      .formally("At the middle position and lags 0 to 4 the distance at T = 41 is at most 5/8 of that at "
                "T = 21; K in polynomial time with outward rounding.")
      .differs("one doubling on a family of chains; that T times the distance stays bounded for all T is not "
               "shown")
      .uncertain("the rate the paper states for this limit")
      .assumes(irreducible())
      .assumes(single_chain())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero", "causal/parent-entry-is-chi2"})
      .tagged({"finite-length"})
      .over(generate::every_two_state_chain_alone({3, 4, 6}))
      .law(claim::Evidence::interval, at_every_lag(falls_like_one_over_length, quadrature_drive))
      .confirmed_by("the same with K from the dynamic programme over counts",
                    at_every_lag(falls_like_one_over_length, counting_drive))
      .twin("the distance falls like 1/T^2",
            at_every_lag(falls_like_one_over_length_squared, quadrature_drive))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
