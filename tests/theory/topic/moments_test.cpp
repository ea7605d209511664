#include "theory/topic/moments.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"

namespace lemmascope::topic {
namespace {

TEST(TopicSets, AreAllSubsetsOfTheSizeInOrder) {
  const auto sets = every_topic_set(4, 2);
  const std::vector<TopicSet> expected{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  EXPECT_EQ(sets, expected);
  EXPECT_EQ(every_topic_set(5, 5).size(), 1U);
  EXPECT_EQ(every_topic_set(7, 3).size(), 35U);
  EXPECT_THROW(every_topic_set(3, 4), PreconditionError);
}

TEST(TokenLaws, SumToOneAndPutMaskWhereItIsShown) {
  for (const TopicParameters& at : small_models()) {
    for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
      EXPECT_EQ(true_word_law(at, set).sum(), 1);
      EXPECT_EQ(true_word_law(at, set)(kMaskToken), 0);
      EXPECT_EQ(shown_token_law(at, set).sum(), 1);
      EXPECT_EQ(shown_token_law(at, set)(kMaskToken), at.mask_share());
      EXPECT_EQ(selected_token_law(at, set).sum(), 1);
    }
  }
}

TEST(TokenLaws, ShowATokenAsUnselectedOrSelected) {
  // m = (1 - p_m) p + p_m h: a position is unselected and shows its word, or selected and shows h.
  for (const TopicParameters& at : small_models()) {
    for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
      const Vector<Rational> mixed = true_word_law(at, set) * Rational(1 - at.mask()) +
                                     selected_token_law(at, set) * at.mask();
      EXPECT_EQ(shown_token_law(at, set), mixed);
    }
  }
}

TEST(LimitMoments, EqualTheAverageOverEveryTopicSet) {
  for (const TopicParameters& at : small_models()) {
    const auto closed = limit_moments(at);
    const auto summed = limit_moments_by_topic_sets(at);
    EXPECT_EQ(closed.second, summed.second);
    EXPECT_EQ(closed.cross, summed.cross);
  }
}

RC_GTEST_PROP(LimitMoments, EqualTheAverageOverEveryTopicSetForAnyModel, ()) {
  const TopicParameters at = any_small_model();
  const auto closed = limit_moments(at);
  const auto summed = limit_moments_by_topic_sets(at);
  RC_ASSERT(closed.second == summed.second);
  RC_ASSERT(closed.cross == summed.cross);
}

TEST(LimitMoments, HaveRankTWhenDocumentsDifferAndRankOneWhenTheyDoNot) {
  EXPECT_EQ(reduce_rows(limit_moments(three_topics()).second).rank(), 3);
  const TopicParameters same(3, 2, 3, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  EXPECT_EQ(contrast_strength(same), 0);
  EXPECT_EQ(reduce_rows(limit_moments(same).second).rank(), 1);
}

TEST(LimitMoments, AreEnclosedInIntervalArithmetic) {
  const auto exact = limit_moments(three_topics());
  const auto boxed = limit_moments_by_topic_sets(in_arithmetic<Interval>(three_topics()));
  for (Eigen::Index i = 0; i < exact.second.size(); ++i) {
    EXPECT_TRUE(contains(boxed.second(i), exact.second(i)));
    EXPECT_TRUE(contains(boxed.cross(i), exact.cross(i)));
  }
}

TEST(ContrastProjector, IsAProjectorOfRankTMinusOne) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> projector = contrast_projector(at);
    EXPECT_EQ(product(projector, projector), projector);
    EXPECT_EQ(projector.trace(), at.topics() - 1);
    EXPECT_EQ(projector, projector.transpose());
  }
}

TEST(CentredMoments, HaveNoUnigramPart) {
  for (const TopicParameters& at : small_models()) {
    const auto centre = centred(at, limit_moments_by_topic_sets(at));
    const Matrix<Rational> projector = contrast_projector(at);
    EXPECT_EQ(centre.second, Matrix<Rational>(projector * contrast_strength(at)));
    EXPECT_EQ(centre.cross,
              Matrix<Rational>(projector * Rational(contrast_strength(at) / at.true_share())));
  }
}

TEST(ReferenceValues, StrengthsOfThreeTopics) {
  EXPECT_EQ(contrast_strength(three_topics()), Rational(29929, 960000));
  EXPECT_EQ(mean_norm_squared(three_topics()), Rational(269, 1875));
}

}  // namespace
}  // namespace lemmascope::topic
