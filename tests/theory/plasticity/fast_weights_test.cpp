#include "theory/plasticity/fast_weights.hpp"

#include <gtest/gtest.h>

#include "reference_task.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {
namespace {

Matrix<Rational> column(std::vector<int> entries) {
  Matrix<Rational> result(entries.size(), 1);
  for (std::size_t t = 0; t < entries.size(); ++t) result(t, 0) = entries[t];
  return result;
}

TEST(FastWeights, GiveTheReferenceOutputsAndWeights) {
  EXPECT_EQ(fast_weight_outputs(reference_task()), column({6, -2, 74}));
  Matrix<Rational> weights(1, 2);
  weights << -1, 25;
  EXPECT_EQ(hebbian_weights(reference_task(), 3), weights);
}

TEST(FastWeights, AreZeroBeforeTheFirstToken) {
  EXPECT_EQ(hebbian_weights(reference_task(), 0), Matrix<Rational>::Constant(1, 2, Rational(0)));
  EXPECT_THROW(hebbian_weights(reference_task(), 4), PreconditionError);
}

TEST(LinearAttention, GivesTheReferenceOutputs) {
  EXPECT_EQ(linear_attention(reference_task()), column({6, -2, 74}));
}

TEST(AssociationTasks, AreRefusedWhenShapesDoNotFit) {
  AssociationTask task = reference_task();
  task.values = Matrix<Rational>::Constant(2, 1, Rational(1));
  EXPECT_THROW(fast_weight_outputs(task), PreconditionError);
  task = reference_task();
  task.queries = Matrix<Rational>::Constant(3, 3, Rational(1));
  EXPECT_THROW(linear_attention(task), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::plasticity
