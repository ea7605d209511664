// The cheapest invariant of the exact gradient: attention only redistributes.
#include "properties/causal/forest_sites.hpp"
#include "properties/causal/instances/forest_certificates.hpp"
#include "properties/causal/instances/forest_domains.hpp"
#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

/// Row i of lim (dL/dA1) / beta0 at finite length, the query row included.
struct Row {
  Position i;
  Rational sum, first_entry, last_entry;
  claim::Site where() const { return claim::site("i", i); }
};

claim::Relation<Rational> row_sums_to_zero(const Row& at) {
  return claim::equals(at.sum, Rational(0));
}

// Wrong: sums the row without its diagonal, as if the mask forbade self-attention.
claim::Relation<Rational> row_without_diagonal(const Row& at) {
  return claim::equals(Rational(at.sum - at.last_entry), Rational(0));
}
// Wrong by one per cent: what the diagonal takes the rest gives.
claim::Relation<Rational> diagonal_is_larger(const Row& at) {
  return claim::equals(Rational(at.sum - at.last_entry),
                       Rational(Rational(-101, 100) * at.last_entry));
}

claim::Evaluation<ForestInstance> at_every_row(claim::Relation<Rational> (*law)(const Row&),
                                               DriveMethod method) {
  return claim::at_every<Rational, ForestInstance>(
      [method](const ForestInstance& at, const auto& visit) {
        const Matrix<Rational> gradient = leading_gradient(
            drive<Rational>(at.prior(), at.forest, finite_length_epsilon(), method));
        for (Position i = 0; i < gradient.rows(); ++i) {
          visit(Row{i, gradient.row(i).sum(), gradient(i, 0), gradient(i, i)});
        }
      },
      law);
}

}  // namespace

claim::Claim gradient_rows_sum_to_zero_claim() {
  return claim::ClaimAbout<ForestInstance>("causal/gradient-rows-sum-to-zero")
      .states(
          "Every row of the exact finite-length gradient of the first attention matrix sums to "
          "zero.")
      .latex(R"(\sum_{j\le i} \partial L/\partial A^{(1)}_{ij} = 0)")
      .from({"arXiv 2402.14735",
             "gradient of the population loss (invariance of softmax to constants)"})
      .formally(
          "The leading order in beta0 at A1 = 0, exact rationals, T = nodes + 1, smoothing 1/100; "
          "row 0 has one entry and so vanishes.")
      .differs("the invariant is ours; the paper does not list it")
      .assumes(irreducible())
      .tautology(
          "every row of J(a) v sums to zero whatever the drive v is: this checks the projection, "
          "not the drive")
      .tagged({"finite-length"})
      .proved_by({"causal/GradientRowsSumToZero"},
                 "The theorem is about the leading order -(1/T) J(u) K for any K, as the law is; "
                 "that it is the derivative of the loss is causal/LeadingOrderGradient.")
      .proved_in_part({"causal/AttentionGradientRowsSumToZero", "causal/GradientOfTheLoss",
                       "causal/LossIgnoresRowShifts", "causal/SoftmaxSeesDifferencesOnly"})
      .certified_by(drive_certificates)
      .over(every_forest_and_two_state_chain(PriorKind::single, kFiniteLengthTwoStates))
      .mathematics({"theory/causal/leading_gradient.hpp: leading_gradient"})
      .tested_by({"tests/theory/causal/population_gradient_test.cpp: "
                  "PopulationGradient.RowsSumToZeroAndTheFirstRowVanishes"})
      .law(claim::Evidence::exact, at_every_row(row_sums_to_zero, DriveMethod::quadrature))
      .confirmed_by(kFiniteEnumerationRoute,
                    at_every_row(row_sums_to_zero, DriveMethod::enumeration))
      .twin("the diagonal does not take part",
            at_every_row(row_without_diagonal, DriveMethod::quadrature))
      .twin("the diagonal takes one per cent more than the rest gives",
            at_every_row(diagonal_is_larger, DriveMethod::quadrature))
      .example(two_state_chain_on_three_positions());
}

}  // namespace lemmascope::causal
