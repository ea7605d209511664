#include "theory/icl/gradient_step.hpp"

#include <gtest/gtest.h>

#include "tests/theory/icl/small_task.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

TEST(ContextGradient, IsThatOfTheLossByDifferences) {
  const RegressionTask task = small_task();
  EXPECT_EQ(context_gradient(task, task.start), gradient_by_differences(task, task.start));
  // Errors W x - y of -3, 0 and -5.
  EXPECT_EQ(context_gradient(task, task.start)(0, 0), Rational(2, 3));
  EXPECT_EQ(context_gradient(task, task.start)(0, 1), -7);
  EXPECT_EQ(context_loss(task, task.start), Rational(34, 6));
}

TEST(GradientHead, DoesOneStepForEveryToken) {
  const RegressionTask task = small_task();
  const Matrix<Rational> after = after_layers(tokens_of(task), {{gradient_head(task)}});
  const Matrix<Rational> map = descended(task, 1);
  EXPECT_EQ(after.topRows(2), tokens_of(task).topRows(2));
  EXPECT_EQ(prediction_of(after, 1)(0), (map * task.query)(0));
  EXPECT_EQ(after(2, 0),
            task.targets(0, 0) - ((map - task.start) * task.inputs.row(0).transpose())(0));
}

TEST(LinearAttention, IsTheSameTokenByToken) {
  const RegressionTask task = small_task();
  const Matrix<Rational> tokens = tokens_of(task), context = tokens.leftCols(3);
  const Layer layer{gradient_plus_plus_head(task, Rational(1, 7)), gradient_head(task)};
  EXPECT_EQ(attended(tokens, context, layer), attended_token_by_token(tokens, context, layer));
}

TEST(TheQuery, MovesItsPredictionWhenItIsAKey) {
  const RegressionTask task = small_task();
  const Matrix<Rational> tokens = tokens_of(task), context = tokens.leftCols(3);
  const Layer layer{gradient_head(task)};
  const Rational with = prediction_of(attended(tokens, tokens, layer), 1)(0);
  const Rational without = prediction_of(attended(tokens, context, layer), 1)(0);
  EXPECT_EQ(with - without, -Rational(5, 3));  // -(2/2/3) 5 (2 - 1)
}

TEST(Layers, AreSteps) {
  const RegressionTask task = small_task();
  const std::vector<Layer> layers(3, {gradient_head(task)});
  EXPECT_EQ(prediction_of(after_layers(tokens_of(task), layers), 1)(0),
            (descended(task, 3) * task.query)(0));
}

TEST(GradientPlusPlusHead, TransformsTheInputs) {
  const RegressionTask task = small_task();
  const Rational gamma(1, 10);
  const Matrix<Rational> after =
      after_layers(tokens_of(task), {{gradient_plus_plus_head(task, gamma)}});
  const RegressionTask moved = transformed(task, gamma);
  EXPECT_EQ(after.topLeftCorner(2, 3), moved.inputs.transpose());
  EXPECT_EQ(Vector<Rational>(after.col(3).head(2)), moved.query);
  // C = [[2, -1], [-1, 14]]; the query (2, 1) loses (3, 12) / 10.
  EXPECT_EQ(moved.query(0), Rational(17, 10));
  EXPECT_EQ(moved.query(1), Rational(-2, 10));
}

TEST(RegressionTask, IsRefusedWhereSizesDoNotFit) {
  RegressionTask task = small_task();
  task.query = Vector<Rational>::Constant(3, Rational(1));
  EXPECT_THROW(tokens_of(task), PreconditionError);
  const RegressionTask good = small_task();
  EXPECT_THROW(attended(tokens_of(good), zero_matrix(2, 2), {}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::icl
