#include "theory/plasticity/delta_rule.hpp"

#include <gtest/gtest.h>

#include "reference_task.hpp"
#include "theory/numeric/require.hpp"
#include "theory/plasticity/fast_weights.hpp"

namespace lemmascope::plasticity {
namespace {

Matrix<Rational> row(const Rational& a, const Rational& b) {
  Matrix<Rational> result(1, 2);
  result << a, b;
  return result;
}

TEST(ErrorGradient, AtZeroIsMinusTheHebbianMatrix) {
  const AssociationTask task = reference_task();
  EXPECT_EQ(error_gradient(task, row(0, 0), 0, 3), Matrix<Rational>(-hebbian_weights(task, 3)));
}

TEST(HalfSquaredError, IsHalfOfTheSquaresOfTheValuesAtZero) {
  EXPECT_EQ(half_squared_error(reference_task(), row(0, 0), 0, 3), 15);
  // W = (1, 0): errors 2 - 1, -1 - 3, 5 - 0.
  EXPECT_EQ(half_squared_error(reference_task(), row(1, 0), 0, 3), Rational(1 + 16 + 25, 2));
}

TEST(DeltaStep, StoresTheValueWhenTheRateFitsTheKey) {
  // |k_1|^2 = 5: at rate 1/5 the error is gone.
  const AssociationTask task = reference_task();
  const auto weights = delta_step(task, row(3, -7), Rational(1, 5), 0);
  EXPECT_EQ(recall_error(task, weights, 0)[0], 0);
  EXPECT_EQ(weights, row(3 + Rational(13, 5), -7 + Rational(26, 5)));
}

TEST(RecallError, RefusesWeightsOfAnotherShape) {
  EXPECT_THROW(recall_error(reference_task(), Matrix<Rational>::Constant(2, 2, Rational(0)), 0),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::plasticity
