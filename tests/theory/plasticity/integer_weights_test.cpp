#include "theory/plasticity/integer_weights.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "reference_task.hpp"
#include "theory/numeric/require.hpp"
#include "theory/plasticity/fast_weights.hpp"

namespace lemmascope::plasticity {
namespace {

AssociationTask constant_task(int tokens, int width, int key, int value, int query) {
  return {Matrix<Rational>::Constant(tokens, width, Rational(key)),
          Matrix<Rational>::Constant(tokens, 1, Rational(value)),
          Matrix<Rational>::Constant(tokens, width, Rational(query))};
}

TEST(IntegerFastWeights, AreExactInSixtyFourBits) {
  EXPECT_EQ(integer_fast_weight_outputs<std::int64_t>(reference_task()),
            fast_weight_outputs(reference_task()));
  const auto largest = constant_task(64, 17, -128, -128, -128);
  EXPECT_EQ(integer_fast_weight_outputs<std::int64_t>(largest), fast_weight_outputs(largest));
}

TEST(IntegerFastWeights, WrapAroundInThirtyTwoBitsFromTheFirstProductTooMany) {
  // 64 * 16 * 2^21 = 2^31 is the last value that fits, on the negative side.
  const auto fits = constant_task(64, 16, -128, -128, -128);
  EXPECT_EQ(integer_fast_weight_outputs<std::int32_t>(fits), fast_weight_outputs(fits));
  const auto wraps = constant_task(64, 17, -128, -128, -128);
  EXPECT_EQ(Rational(integer_fast_weight_outputs<std::int32_t>(wraps)(63, 0) -
                     fast_weight_outputs(wraps)(63, 0)),
            Rational(Integer(1) << 32));
}

TEST(EightBitOutputRange, IsAttainedOnBothSides) {
  const OutputRange range = eight_bit_output_range(5, 3);
  EXPECT_EQ(range.least, fast_weight_outputs(constant_task(5, 3, -128, -128, -128))(4, 0));
  EXPECT_EQ(range.most, fast_weight_outputs(constant_task(5, 3, -128, 127, -128))(4, 0));
  EXPECT_EQ(range.least, Rational(-15 * (1 << 21)));
}

TEST(IntegerFastWeights, RefuseWhatIsNotEightBit) {
  AssociationTask task = reference_task();
  task.keys(0, 0) = 128;
  EXPECT_FALSE(is_eight_bit(task));
  EXPECT_THROW(integer_fast_weight_outputs<std::int64_t>(task), PreconditionError);
  task.keys(0, 0) = Rational(1, 2);
  EXPECT_FALSE(is_eight_bit(task));
  task.keys(0, 0) = -128;
  EXPECT_TRUE(is_eight_bit(task));
}

}  // namespace
}  // namespace lemmascope::plasticity
