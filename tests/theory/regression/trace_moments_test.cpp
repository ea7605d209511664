#include "theory/regression/trace_moments.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::regression {
namespace {

Rational trace_of_power(const Matrix<Rational>& x, int k) {
  const Matrix<Rational> covariance = x * x.transpose();
  Matrix<Rational> power = covariance;
  for (int j = 1; j < k; ++j) power = (power * covariance).eval();
  Rational trace(0);
  for (Eigen::Index i = 0; i < power.rows(); ++i) trace += power(i, i);
  return trace;
}

TEST(TraceMoments, AgreeOnFourRoutes) {
  const InputLaw laws[] = {uniform_law(Rational(1, 2)), gaussian_law(),
                           three_point_law(Rational(1, 3), Rational(1))};
  for (const InputLaw& law : laws) {
    for (int k = 1; k <= 4; ++k) {
      const InputShape shape{2, k < 4 ? 2 : 1};
      const Rational by_walks = trace_moment_by_walks(k, shape, law);
      EXPECT_EQ(by_walks, trace_moment_by_partitions(k, shape, law));
      EXPECT_EQ(by_walks, average_over_points(shape, law, 2 * k, [k](const Matrix<Rational>& x) {
                  return trace_of_power(x, k);
                }));
      if (law.kind == InputLaw::Kind::gaussian) {
        EXPECT_EQ(by_walks, gaussian_trace_moment(k, shape));
      }
    }
  }
}

TEST(TraceMoments, AreThoseOfWishartMatrices) {
  EXPECT_EQ(gaussian_trace_moment(1, {10, 10}), 100);
  EXPECT_EQ(gaussian_trace_moment(2, {3, 5}), 3 * 5 * (5 + 3 + 1));
  EXPECT_EQ(gaussian_trace_moment(5, {1, 2}), 2 * 4 * 6 * 8 * 10);  // chi-square
  EXPECT_EQ(trace_moment_by_walks(8, {10, 10}, gaussian_law()), gaussian_trace_moment(8, {10, 10}));
}

TEST(TraceMoments, ArePolynomialInTheNumberOfExamples) {
  // E tr C^3 has degree 3 in N: fourth differences vanish.
  std::vector<Rational> values;
  for (int n = 1; n <= 5; ++n) {
    values.push_back(trace_moment_by_walks(3, {10, n}, uniform_law(Rational(1))));
  }
  EXPECT_EQ(values[4] - 4 * values[3] + 6 * values[2] - 4 * values[1] + values[0], 0);
}

TEST(TraceMoments, RefuseWhatIsTooLarge) {
  EXPECT_THROW(trace_moment_by_walks(10, {2, 2}, gaussian_law()), PreconditionError);
  EXPECT_THROW(gaussian_trace_moment(25, {2, 2}), PreconditionError);
  EXPECT_THROW(trace_moments(2, {0, 2}, gaussian_law()), PreconditionError);
  EXPECT_THROW(average_over_points({4, 4}, gaussian_law(), 8,
                                   [](const Matrix<Rational>&) { return Rational(0); }),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::regression
