#include "theory/icl/kernel_step.hpp"

#include <gtest/gtest.h>

#include "tests/theory/icl/small_task.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

Matrix<Rational> hidden() {
  Matrix<Rational> weights(2, 2);
  weights << 1, 1, 2, -1;
  return weights;
}

TEST(KernelPrediction, IsOneStepOnFeatures) {
  const RegressionTask task = small_task(), lifted = on_features(task, hidden());
  // relu of (3, 0), (1, -1), (2, -5) and of the query (3, 3).
  EXPECT_EQ(lifted.inputs(1, 1), 0);
  EXPECT_EQ(lifted.inputs(2, 0), 2);
  EXPECT_EQ(lifted.query(1), 3);
  EXPECT_EQ(kernel_prediction(task, hidden())(0), Rational(21, 6));  // (2*9 - 3 + 6)/2/3
  EXPECT_EQ(kernel_prediction(task, hidden())(0), (descended(lifted, 1) * lifted.query)(0));
}

TEST(CopyingHead, PutsTargetsBesideInputs) {
  const RegressionTask task = small_task();
  const Matrix<Rational> tokens = interleaved_tokens(task);
  const Matrix<Rational> after = attended(tokens, tokens, {copying_head(2, 1, 3)});
  EXPECT_EQ(tokens(2, 4), 0);
  EXPECT_EQ(after(2, 4), 1);
  EXPECT_EQ(after.col(5), tokens.col(5));
}

TEST(CopiedBySoftmax, ComesCloseAtLargeScores) {
  const RegressionTask task = small_task();
  EXPECT_EQ(copied_by_softmax(task, Rational(1))(0, 0), Rational(2, 6));  // plain mean with zeros
  EXPECT_EQ(copied_by_softmax(task, Rational(995))(0, 0), Rational(1990, 1000));
  EXPECT_THROW(copied_by_softmax(task, Rational(0)), PreconditionError);
}

TEST(TwoHeads, ApproachCentredScores) {
  Vector<Rational> scores(3);
  scores << Rational(1), Rational(1, 2), Rational(-1, 4);
  const Matrix<Rational> series = two_head_series(scores, 4);
  EXPECT_EQ(series(0, 0), 0);
  EXPECT_EQ(series(0, 1), Rational(2, 3) * Rational(7, 12));
  EXPECT_EQ(series(0, 2), 0);
  // At a hundredth of the scores the series leaves less than 1e-9.
  const Vector<Interval> found = two_heads(scores * Rational(1, 100));
  const Interval left = found(0) - Interval(Rational(series(0, 1) / 100)) -
                        Interval(Rational(series(0, 3) / 1000000));
  EXPECT_TRUE(certainly_less(abs(left), Interval("1e-9")));
  EXPECT_FALSE(contains(left, Rational(0)));
}

}  // namespace
}  // namespace lemmascope::icl
