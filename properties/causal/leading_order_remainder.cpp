// How good the leading order in beta0 is: halving beta0 about halves what it leaves out.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "properties/causal/training_sites.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/population_gradient.hpp"

namespace lemmascope::causal {
namespace {

/// max_ij |dL/dA1_ij / beta0 - lim| at beta0 and at beta0 / 2.
struct Remainders {
  Interval at_strength, at_half;
  claim::Site where() const { return {}; }
};

// A remainder of first order halves; 2/3 leaves room for the second order and excludes order zero
// and the square root.
claim::Relation<Interval> shrinks_with_match_strength(const Remainders& at) {
  return claim::at_most(at.at_half, Interval(Rational(2, 3)) * at.at_strength);
}

// Wrong: claims an order too much, a remainder that falls to a third.
claim::Relation<Interval> shrinks_an_order_faster(const Remainders& at) {
  return claim::at_most(at.at_half, Interval(Rational(1, 3)) * at.at_strength);
}

Interval larger(const Interval& a, const Interval& b) { return (a + b + abs(a - b)) / Interval(2); }

Matrix<Interval> gradient_over_strength(const ForestInstance& at, const Rational& strength,
                                        bool every_sequence) {
  const int length = at.forest.size() + 1;
  const Interval beta(strength);
  const Matrix<Interval> gradient =
      every_sequence
          ? population_gradient(ReducedWeights<Interval>::initial(length, at.states(), beta),
                                at.forest, at.prior(), finite_length_epsilon())
                .position_scores
          : symmetric_population_gradient(Matrix<Interval>(Matrix<Interval>::Zero(length, length)),
                                          beta, at.forest, at.prior(), finite_length_epsilon())
                .position_scores;
  return gradient * (Interval(1) / beta);
}

Interval remainder(const ForestInstance& at, const Rational& strength, bool every_sequence) {
  const auto method = every_sequence ? DriveMethod::enumeration : DriveMethod::quadrature;
  const Matrix<Interval> limit =
      leading_gradient(drive<Interval>(at.prior(), at.forest, finite_length_epsilon(), method));
  const Matrix<Interval> difference = gradient_over_strength(at, strength, every_sequence) - limit;
  Interval largest(0);
  for (Eigen::Index k = 0; k < difference.size(); ++k)
    largest = larger(largest, abs(difference(k)));
  return largest;
}

claim::Evaluation<ForestInstance> at_each_halving(
    claim::Relation<Interval> (*law)(const Remainders&), bool every_sequence) {
  return claim::at_every<Interval, ForestInstance>(
      [every_sequence](const ForestInstance& at, const auto& visit) {
        for (const Rational& strength : {Rational(1, 10), Rational(1, 40)}) {
          visit(Remainders{remainder(at, strength, every_sequence),
                           remainder(at, Rational(strength / 2), every_sequence)});
        }
      },
      law);
}

constexpr Extents kExtents{{3, 3}, {4, 3}, {5, 4}};

}  // namespace

claim::Claim leading_order_remainder_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/leading-order-remainder")
      .states("What the leading order of the gradient leaves out is of first order in beta0.")
      .latex(R"(\tfrac1{\beta_0}\,\partial L/\partial A^{(1)} = \lim_{\beta\to0}\tfrac1\beta\,
  \partial L/\partial A^{(1)} + O(\beta_0))")
      .from({"arXiv 2402.14735", "small beta0 in Algorithm 1 and the proof of Theorem 4.4"})
      .formally(
          "The largest remainder over all entries shrinks to at most 2/3 when beta0 is halved, "
          "from 1/10 and from 1/40; enclosures with outward rounding.")
      .differs("two halvings on a family; a bound for all beta0 is not shown")
      .uncertain("the paper's own perturbation lemma and its constants")
      .assumes(irreducible())
      .assumes(permutation_symmetric())
      .assumes(constant_mean())
      .assumes(informative_edges())
      .uses({"causal/gradient-rows-sum-to-zero"})
      .tagged({"finite-length"})
      .proved_in_part({"causal/DescentFollowsK", "causal/DriveIsK", "causal/GradientOfTheLoss",
                       "causal/LeadingOrderGradient", "causal/LeadingOrderRemainder"})
      .over(every_forest_and_two_state_chain(PriorKind::orbit, kExtents))
      .attacked({120, 4000, 80000})
      .mathematics({"theory/causal/leading_gradient.hpp: leading_gradient",
                    "theory/causal/population_gradient.hpp: symmetric_population_gradient"})
      .tested_by({"tests/theory/causal/population_gradient_test.cpp: "
                  "PopulationGradient.TendsToTheLeadingGradientAsTheMatchVanishes"})
      .costs([](const ForestInstance& at) { return 4 * gradient_work(at); })
      .law(claim::Evidence::interval, at_each_halving(shrinks_with_match_strength, false))
      .confirmed_by("both gradients summed over every sequence and every chain of the prior",
                    at_each_halving(shrinks_with_match_strength, true))
      .twin("the remainder falls to a third", at_each_halving(shrinks_an_order_faster, false))
      .example(two_state_orbit_on_three_positions());
}

}  // namespace lemmascope::causal
