#include "theory/topic/finite_length.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

TEST(FiniteLengthMoments, EqualTheEnumerationOfMaskedDocuments) {
  const struct {
    TopicParameters at;
    int length;
  } cases[] = {{TopicParameters(2, 1, 1, Rational(3, 20), Rational(1, 10), Rational(1, 10)), 4},
               {TopicParameters(2, 1, 2, Rational(1, 3), Rational(1, 4), Rational(1, 5)), 3},
               {TopicParameters(3, 1, 2, Rational(2, 5), Rational(1, 10), Rational(1, 2)), 3},
               {TopicParameters(2, 2, 1, Rational(3, 20), Rational(1, 7), Rational(1, 6)), 2},
               {TopicParameters(3, 2, 2, Rational(1, 2), Rational(1, 3), Rational(1, 3)), 1}};
  for (const auto& [at, length] : cases) {
    const auto closed = finite_length_moments(at, length);
    const auto enumerated = finite_length_moments_by_documents(at, length);
    EXPECT_EQ(closed.second, enumerated.second);
    EXPECT_EQ(closed.cross, enumerated.cross);
  }
}

RC_GTEST_PROP(FiniteLengthMoments, EqualTheAverageOverTopicSetsAtAnyLength, ()) {
  const TopicParameters at = any_small_model();
  const long length = *rc::gen::inRange<long>(1, 200);
  const auto closed = finite_length_moments(at, length);
  const auto summed = finite_length_moments_by_topic_sets(at, length);
  RC_ASSERT(closed.second == summed.second);
  RC_ASSERT(closed.cross == summed.cross);
}

TEST(FiniteLengthMoments, RefuseWhatCannotBeEnumerated) {
  EXPECT_THROW(finite_length_moments(three_topics(), 0), PreconditionError);
  EXPECT_THROW(finite_length_moments_by_documents(three_topics(), 9), PreconditionError);
  const TopicParameters never(2, 1, 1, Rational(0), Rational(0), Rational(0));
  EXPECT_THROW(finite_length_moments_by_documents(never, 2), PreconditionError);
}

TEST(FiniteLengthValueMatrix, SolvesTheNormalEquationsWithoutPenalty) {
  for (const TopicParameters& at : small_models()) {
    if (at.mask_share() == 0) continue;  // the mask column is then free and Sigma_N singular
    for (const long length : {2L, 3L, 10L, 101L}) {
      const Matrix<Rational> solved = solve_value_matrix(finite_length_moments(at, length), 0);
      EXPECT_EQ(block_matrix(at, finite_length_value_matrix(at, length)), solved);
    }
  }
}

RC_GTEST_PROP(FiniteLengthValueMatrix, SolvesTheNormalEquationsForAnyModelAndLength, ()) {
  const TopicParameters at = any_small_model();
  RC_PRE(at.mask_share() > 0);
  const long length = *rc::gen::inRange<long>(2, 50);
  RC_ASSERT(block_matrix(at, finite_length_value_matrix(at, length)) ==
            solve_value_matrix(finite_length_moments(at, length), 0));
}

TEST(FiniteLengthValueMatrix, TendsToTheLongDocumentMatrixAndNotToTheLimitOne) {
  const TopicParameters at = three_topics();
  const auto target = long_document_value_matrix(at);
  // The distance times N stays bounded (it is at most 1 here), so the entries converge like 1/N.
  for (const long length : {100L, 10000L, 1000000L, 100000000L}) {
    const auto value = finite_length_value_matrix(at, length);
    for (const Rational& difference : {Rational(value.same_word - target.same_word),
                                       Rational(value.same_topic - target.same_topic),
                                       Rational(value.different_topic - target.different_topic)}) {
      EXPECT_LE(abs(Rational(difference * length)), 1);
    }
    EXPECT_EQ(value.mask_column, Rational(1, 6));
  }
  EXPECT_EQ(target.same_word - target.same_topic, Rational(1, 10) / (1 - at.mask_share()));
  EXPECT_NE(target.different_topic, limit_value_matrix(at).different_topic);
}

TEST(FiniteLengthValueMatrix, HasAVisibleDiagonalWheneverWordsAreShownCorrectly) {
  for (const TopicParameters& at : small_models()) {
    const auto value = finite_length_value_matrix(at, 50);
    EXPECT_EQ(value.same_word > value.same_topic, at.correct() > 0);
  }
}

}  // namespace
}  // namespace lemmascope::topic
