// Mutual information: definitions against each other, known values, independence and data
// processing.
#include "theory/information/mutual_information.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "tests/theory/markov/chains.hpp"
#include "tests/theory/numeric/fractions.hpp"
#include "theory/markov/pair_law.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::information {
namespace {

using markov::CausalForest;
using markov::Chain;
using testing::any_chain;
using testing::example_chains;

/// A joint law with zeros here and there, and perhaps an empty row or column.
Matrix<Rational> any_joint(int rows, int columns) {
  Matrix<Rational> joint(rows, columns);
  Rational sum = 0;
  for (Eigen::Index k = 0; k < joint.size(); ++k) {
    joint(k) = *rc::gen::inRange(0, 5);
    sum += joint(k);
  }
  if (sum == 0) {
    joint(0) = 1;
    sum = 1;
  }
  return joint / sum;
}

template <Field N>
Matrix<N> in(const Matrix<Rational>& matrix) {
  Matrix<N> result(matrix.rows(), matrix.cols());
  for (Eigen::Index k = 0; k < matrix.size(); ++k) result(k) = from_rational<N>(matrix(k));
  return result;
}

/// The other form of the definition: sum P^2 / (P P) - 1.
Rational chi2_by_second_moments(const Matrix<Rational>& joint) {
  Rational sum = -1;
  for (int u = 0; u < joint.rows(); ++u) {
    for (int v = 0; v < joint.cols(); ++v) {
      if (joint(u, v) == 0) continue;
      sum += joint(u, v) * joint(u, v) / (joint.row(u).sum() * joint.col(v).sum());
    }
  }
  return sum;
}

RC_GTEST_PROP(Chi2Information, AgreesWithItsSecondMomentForm, ()) {
  const auto joint = any_joint(*rc::gen::inRange(1, 5), *rc::gen::inRange(1, 5));
  RC_ASSERT(chi2_information(joint) == chi2_by_second_moments(joint));
}

RC_GTEST_PROP(Chi2Information, IsTheFInformationOfTheSquare, ()) {
  const auto joint = any_joint(*rc::gen::inRange(1, 5), *rc::gen::inRange(1, 5));
  const std::function<Rational(const Rational&)> square = [](const Rational& x) {
    return Rational((x - 1) * (x - 1));
  };
  RC_ASSERT(f_information(joint, square) == chi2_information(joint));
}

RC_GTEST_PROP(Chi2Information, EnclosureContainsTheExactValue, ()) {
  // Positive laws: an enclosed zero is a point zero too, but a marginal next to zero must not
  // straddle.
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const Matrix<Rational> joint = chain.matrix() / Rational(chain.states());
  RC_ASSERT(contains(chi2_information(in<Interval>(joint)), chi2_information(joint)));
}

RC_GTEST_PROP(Chi2Information, InDoubleErrsByAFewRoundingsOnly, ()) {
  const auto joint = any_joint(3, 3);
  const Rational exact = chi2_information(joint);
  const Rational rounded = Rational(chi2_information(in<double>(joint)));
  // Entries are rounded by u, marginals by at most 4 u, products of marginals by 9 u. The excess e
  // = P - Q then errs by at most 10 u (P + Q); its square over Q, with a factor 2, by 20 u |e| (P +
  // Q) / Q + ... Since |e| <= P + Q, each term errs by at most 32 u (P + Q)^2 / Q, and summing nine
  // terms adds 8 u of the sum. (P + Q)^2 / Q summed over all cells is chi2 + 1 + 2 + 1 = chi2 + 4.
  // So 64 u (chi2 + 4) is safe.
  const Rational unit = Rational(std::numeric_limits<double>::epsilon()) / 2;
  RC_ASSERT(abs(Rational(rounded - exact)) <= 64 * unit * (exact + 4));
}

RC_GTEST_PROP(MutualInformation, VanishesForIndependentTokens, ()) {
  const auto shape = any_joint(3, 4);
  const Vector<Rational> rows = shape.rowwise().sum();
  const Vector<Rational> columns = shape.colwise().sum().transpose();
  const Matrix<Rational> independent = rows.lazyProduct(columns.transpose());
  RC_ASSERT(chi2_information(independent) == 0);
  RC_ASSERT(contains(shannon_information(in<Interval>(independent)), Rational(0)));
}

RC_GTEST_PROP(MutualInformation, IsSymmetricInItsTokens, ()) {
  const auto joint = any_joint(3, 4);
  const Matrix<Rational> flipped = joint.transpose();
  RC_ASSERT(chi2_information(joint) == chi2_information(flipped));
  RC_ASSERT(overlaps(shannon_information(in<Interval>(joint)),
                     shannon_information(in<Interval>(flipped))));
}

RC_GTEST_PROP(MutualInformation, ShannonIsBelowLogOfOnePlusChi2, ()) {
  // Jensen: E log(P/Q) <= log E(P/Q), and E_P(P/Q) = 1 + chi2.
  const auto joint = any_joint(3, 3);
  const Interval shannon = shannon_information(in<Interval>(joint));
  const Interval bound = log(Interval(Rational(1 + chi2_information(joint))));
  RC_ASSERT(!certainly_less(bound, shannon));
  RC_ASSERT(!certainly_less(shannon, Interval(0)));
}

RC_GTEST_PROP(MutualInformation, ShannonIsTheFInformationOfXLogX, ()) {
  const auto joint = in<Interval>(any_joint(3, 3));
  const std::function<Interval(const Interval&)> x_log_x = [](const Interval& x) {
    return x == Interval(0) ? Interval(0) : x * log(x);
  };
  RC_ASSERT(overlaps(f_information(joint, x_log_x), shannon_information(joint)));
}

RC_GTEST_PROP(MutualInformation, ShannonInAHundredDigitsLiesInTheEnclosure, ()) {
  const auto joint = any_joint(3, 3);
  const Interval enclosed = shannon_information(in<Interval>(joint));
  // The sum of nine terms of size below 10 is right to far more than 90 digits in Real100.
  const Rational wide = testing::exact(shannon_information(in<Real100>(joint)));
  const Rational slack = parse_rational("1e-90");
  RC_ASSERT(overlaps(enclosed, Interval::between(wide - slack, wide + slack)));
}

TEST(MutualInformation, OfATokenWithItselfIsSizeMinusOneAndEntropy) {
  const Matrix<Rational> diagonal = Matrix<Rational>::Identity(4, 4) / Rational(4);
  EXPECT_EQ(chi2_information(diagonal), Rational(3));
  const Interval shannon = shannon_information(in<Interval>(diagonal));
  EXPECT_TRUE(overlaps(shannon, log(Interval(4))));
  EXPECT_LT(shannon.radius(), Real50("1e-45"));
}

TEST(MutualInformation, LeavesOutSymbolsOfProbabilityZero) {
  Matrix<Rational> joint = Matrix<Rational>::Zero(3, 3);
  joint.topLeftCorner(2, 2) << Rational(2, 5), Rational(1, 10), Rational(1, 10), Rational(2, 5);
  const Matrix<Rational> core = joint.topLeftCorner(2, 2);
  EXPECT_EQ(chi2_information(joint), chi2_information(core));
  EXPECT_EQ(chi2_information(core), Rational(9, 25));  // (4/5 - 1/5)^2
  EXPECT_TRUE(
      overlaps(shannon_information(in<Interval>(joint)), shannon_information(in<Interval>(core))));
}

TEST(MutualInformation, OfTwoStateChainsIsAPowerOfTheSecondEigenvalue) {
  const Chain chain = example_chains()[0];  // second eigenvalue 3/10
  const auto law = markov::stationary_law(chain);
  const CausalForest line = CausalForest::chain(4);
  EXPECT_EQ(chi2_information(markov::pair_law(chain, law, line, 0, 1)), parse_rational("0.09"));
  EXPECT_EQ(chi2_information(markov::pair_law(chain, law, line, 0, 2)), parse_rational("0.0081"));
  EXPECT_EQ(chi2_information(markov::pair_law(chain, law, line, 3, 0)), parse_rational("0.000729"));
}

RC_GTEST_PROP(MutualInformation, NeverGrowsAlongAChain, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(2, 5));
  const auto law = markov::stationary_law(chain);
  const CausalForest line = CausalForest::chain(4);
  const auto near = markov::pair_law(chain, law, line, 2, 3);
  const auto far = markov::pair_law(chain, law, line, 0, 3);
  RC_ASSERT(chi2_information(far) <= chi2_information(near));
  RC_ASSERT(!certainly_less(shannon_information(in<Interval>(near)),
                            shannon_information(in<Interval>(far))));
}

TEST(MutualInformation, RefusesAnEnclosedMarginalThatMayVanish) {
  Matrix<Interval> joint = Matrix<Interval>::Constant(2, 2, Interval("1/4"));
  joint(0, 0) = Interval::between(-1, 1);
  joint(0, 1) = Interval(0);
  EXPECT_THAT(testing::refusal([&] { chi2_information(joint); }),
              ::testing::HasSubstr("expected a divisor that excludes zero"));
}

}  // namespace
}  // namespace lemmascope::information
