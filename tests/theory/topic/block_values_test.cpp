#include "theory/topic/block_values.hpp"

#include <gtest/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

/// Six different values, so that no two classes can be mistaken for each other.
BlockValues<Rational> distinct() {
  return {Rational(1), Rational(2), Rational(3), Rational(4), Rational(5), Rational(6)};
}

TEST(BlockMatrix, PutsEveryClassWhereItBelongs) {
  const Matrix<Rational> matrix = block_matrix(three_topics(), distinct());
  EXPECT_EQ(matrix(0, 0), 1);  // [MASK] corner
  EXPECT_EQ(matrix(0, 3), 2);  // [MASK] row
  EXPECT_EQ(matrix(3, 0), 3);  // [MASK] column
  EXPECT_EQ(matrix(3, 3), 4);
  EXPECT_EQ(matrix(3, 4), 5);
  EXPECT_EQ(matrix(4, 3), 5);
  EXPECT_EQ(matrix(2, 3), 6);
}

TEST(BlockValues, AreReadBack) {
  EXPECT_EQ(block_values(three_topics(), block_matrix(three_topics(), distinct())), distinct());
  // With one word a topic there is no pair of two words of a topic.
  const TopicParameters single(3, 1, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  BlockValues<Rational> expected = distinct();
  expected.same_topic = expected.same_word;
  EXPECT_EQ(block_values(single, block_matrix(single, distinct())), expected);
}

TEST(BlockValues, AreNothingWhenOneEntryDiffers) {
  const Matrix<Rational> matrix = block_matrix(three_topics(), distinct());
  for (Eigen::Index k = 1; k < matrix.size(); ++k) {
    Matrix<Rational> other = matrix;
    other(k) += Rational(1, 7);
    EXPECT_FALSE(block_values(three_topics(), other).has_value()) << k;
  }
  EXPECT_THROW(block_values(three_topics(), matrix.leftCols(6)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::topic
