#include "theory/topic/value_matrix.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/solution_set.hpp"

namespace lemmascope::topic {
namespace {

const Rational kPenalties[] = {Rational(1, 1000), Rational(1, 7), Rational(3)};

Matrix<Rational> matrix_of(const TopicParameters& at, const SpectralValueMatrix<Rational>& value) {
  return block_matrix(at, blocks_of(at, value));
}

TEST(RidgeValueMatrix, SolvesTheNormalEquations) {
  for (const TopicParameters& at : small_models()) {
    const auto moments = limit_moments_by_topic_sets(at);
    for (const Rational& lambda : kPenalties) {
      EXPECT_EQ(matrix_of(at, ridge_value_matrix(at, lambda)), solve_value_matrix(moments, lambda));
    }
  }
}

TEST(RidgeValueMatrix, SolvesTheNormalEquationsWithoutAnyContrast) {
  const TopicParameters at(3, 2, 3, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  const auto moments = limit_moments_by_topic_sets(at);
  EXPECT_EQ(matrix_of(at, ridge_value_matrix(at, Rational(1, 9))),
            solve_value_matrix(moments, Rational(1, 9)));
}

RC_GTEST_PROP(RidgeValueMatrix, SolvesTheNormalEquationsForAnyModelAndPenalty, ()) {
  const TopicParameters at = any_small_model();
  const Rational lambda(*rc::gen::inRange(1, 40), *rc::gen::inRange(1, 400));
  RC_ASSERT(matrix_of(at, ridge_value_matrix(at, lambda)) ==
            solve_value_matrix(limit_moments_by_topic_sets(at), lambda));
}

TEST(RidgeValueMatrix, WithABiasSolvesTheCentredNormalEquations) {
  for (const TopicParameters& at : small_models()) {
    const auto centre = centred(at, limit_moments_by_topic_sets(at));
    for (const Rational& lambda : kPenalties) {
      EXPECT_EQ(matrix_of(at, ridge_value_matrix_with_bias(at, lambda)),
                solve_value_matrix(centre, lambda));
    }
  }
}

TEST(RidgeValueMatrix, IsFoundThroughTheDocumentsToo) {
  for (const TopicParameters& at : small_models()) {
    EXPECT_EQ(matrix_of(at, ridge_value_matrix(at, Rational(1, 7))),
              solve_value_matrix_by_documents(at, Rational(1, 7)));
  }
}

TEST(RidgeValueMatrix, RefusesANegativePenalty) {
  EXPECT_THROW(ridge_value_matrix(three_topics(), Rational(-1, 2)), PreconditionError);
}

TEST(LimitValueMatrix, IsTheLeastNormSolution) {
  for (const TopicParameters& at : small_models()) {
    EXPECT_EQ(block_matrix(at, limit_value_matrix(at)), least_norm_value_matrix(at));
  }
}

TEST(LimitValueMatrix, HasRowsInTheSpanOfTheShownLaws) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> unseen = null_space(limit_moments(at).second);
    const Matrix<Rational> answers = product(block_matrix(at, limit_value_matrix(at)), unseen);
    EXPECT_EQ(answers, Matrix<Rational>::Constant(answers.rows(), answers.cols(), Rational(0)));
    EXPECT_EQ(unseen.cols(), at.tokens() - at.topics());
  }
}

TEST(LimitValueMatrix, IsTheRidgeMatrixAtZeroPenaltyAndFitsTheConstants) {
  for (const TopicParameters& at : small_models()) {
    EXPECT_EQ(limit_value_matrix(at), blocks_of(at, ridge_value_matrix(at, Rational(0))));
    if (at.mask_share() == 0) {
      EXPECT_THROW(limit_value_matrix_by_constants(at), PreconditionError);
    } else {
      EXPECT_EQ(limit_value_matrix(at), limit_value_matrix_by_constants(at));
    }
  }
}

RC_GTEST_PROP(LimitValueMatrix, HasTheSignsAndTheGapForAnyModel, ()) {
  const TopicParameters at = any_small_model();
  const auto value = limit_value_matrix(at);
  RC_ASSERT(value.same_topic - value.different_topic ==
            1 / (at.true_share() * at.words_per_topic()));
  RC_ASSERT(value.different_topic <= 0);
  RC_ASSERT((value.different_topic == 0) == (at.mask_share() == 0 && at.random_share() == 0));
  RC_ASSERT((value.mask_column > 0) == (at.mask_share() > 0));
  RC_ASSERT(value.mask_row == 0 && value.mask_corner == 0);
  RC_ASSERT(value.same_word == value.same_topic);
}

TEST(LimitValueMatrix, DoesNotDependOnTopicsPerDocument) {
  const auto with = [](int tau) {
    return limit_value_matrix(
        TopicParameters(5, 2, tau, Rational(3, 20), Rational(1, 10), Rational(1, 10)));
  };
  EXPECT_EQ(with(1), with(2));
  EXPECT_EQ(with(1), with(4));
}

TEST(LimitValueMatrix, KeepsOnlyItsTopicBlocksAsTopicsAbound) {
  // K W_i0 = 1 / (mu (1 + (1-mu)^2 / (K mu^2))) and -1/(K q) < W_off < 0: both errors are below
  // their first term in 1/K.
  const TopicParameters at(1000000000, 3, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  const auto value = limit_value_matrix(at);
  const Rational words(at.words()), mu = at.mask_share(), q = at.true_share();
  const Rational mask_error = 1 / mu - words * value.mask_column;
  EXPECT_GT(mask_error, 0);
  EXPECT_LT(mask_error, (1 - mu) * (1 - mu) / (words * mu * mu * mu));
  EXPECT_LT(value.different_topic, 0);
  EXPECT_GT(value.different_topic, -1 / (words * q));
  EXPECT_EQ(value.same_topic, 1 / (q * 3) + value.different_topic);
}

TEST(LimitValueMatrix, WithABiasIsTheContrastAndFitsEveryTopicSet) {
  for (const TopicParameters& at : small_models()) {
    const auto value = blocks_of(at, ridge_value_matrix_with_bias(at, Rational(0)));
    const Rational one_over_qv = 1 / (at.true_share() * at.words_per_topic());
    EXPECT_EQ(value.same_topic, one_over_qv * (1 - Rational(1, at.topics())));
    EXPECT_EQ(value.different_topic, -1 / (at.true_share() * at.words()));
    EXPECT_EQ(value.mask_column, 0);
    Vector<Rational> bias = Vector<Rational>::Constant(at.tokens(), Rational(1, at.words()));
    bias(kMaskToken) = 0;
    EXPECT_TRUE(fits_every_topic_set(at, block_matrix(at, value), bias));
  }
}

TEST(LimitValueMatrix, RefusesDocumentsWithEveryTopic) {
  const TopicParameters at(3, 2, 3, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  EXPECT_THROW(limit_value_matrix(at), PreconditionError);
}

TEST(LimitValueMatrix, TendsToTheZeroOneBlocksOverVAsMaskingVanishes) {
  const TopicParameters at(4, 5, 2, Rational(0), Rational(1, 10), Rational(1, 10));
  const auto value = limit_value_matrix(at);
  EXPECT_EQ(value.same_topic, Rational(1, 5));
  EXPECT_EQ(value.different_topic, 0);
}

TEST(SquaredRisk, AgreesAcrossMomentsTopicSetsAndTheClosedForm) {
  for (const TopicParameters& at : small_models()) {
    for (const Rational& lambda : kPenalties) {
      const auto value = ridge_value_matrix(at, lambda);
      const Matrix<Rational> matrix = matrix_of(at, value);
      const Rational closed = risk_of(at, value);
      EXPECT_EQ(closed, squared_risk(limit_moments(at), matrix));
      EXPECT_EQ(closed, squared_risk_by_topic_sets(at, matrix));
    }
  }
}

TEST(SquaredRisk, OfTheRidgeMatrixIsTheLeastPlusTwoShrunkDirections) {
  for (const TopicParameters& at : small_models()) {
    for (const Rational& lambda : kPenalties) {
      const Rational unigram = lambda / (mean_norm_squared(at) + lambda);
      const Rational contrast = lambda / (contrast_strength(at) + lambda);
      const Rational per_document(1, at.topics_per_document() * at.words_per_topic());
      const Rational per_word(1, at.words());
      EXPECT_EQ(risk_of(at, ridge_value_matrix(at, lambda)),
                1 - per_document + per_word * unigram * unigram +
                    (per_document - per_word) * contrast * contrast);
    }
  }
}

RC_GTEST_PROP(SquaredRisk, OfAnyMatrixIsItsSumOverTopicSetsAndAtLeastTheLeast, ()) {
  const TopicParameters at = any_small_model();
  const Matrix<Rational> value = any_matrix(at.tokens(), at.tokens());
  const Rational risk = squared_risk(limit_moments(at), value);
  RC_ASSERT(risk == squared_risk_by_topic_sets(at, value));
  RC_ASSERT(risk >= least_squared_risk(at));
}

TEST(SquaredRisk, OfTheLimitMatrixIsTheLeast) {
  for (const TopicParameters& at : small_models()) {
    EXPECT_EQ(risk_of(at, ridge_value_matrix(at, Rational(0))), least_squared_risk(at));
  }
}

TEST(ReferenceValues, ValueMatrixOfThreeTopicsInTheLimit) {
  const auto value = limit_value_matrix(three_topics());
  EXPECT_EQ(value.mask_column, Rational(75, 538));
  EXPECT_EQ(value.same_topic, Rational(51725, 93074));
  EXPECT_EQ(value.different_topic, Rational(-2075, 93074));
}

TEST(ReferenceValues, ValueMatrixOfThreeTopicsAtOneThousandth) {
  const auto value =
      blocks_of(three_topics(), ridge_value_matrix(three_topics(), Rational(1, 1000)));
  EXPECT_EQ(value.mask_column, Rational(300, 2167));
  EXPECT_EQ(value.same_topic, Rational(3301700, 6085133));
  EXPECT_EQ(value.different_topic, Rational(-106400, 6085133));
  EXPECT_TRUE(contains(printed("0.138440239963082602676511"), value.mask_column));
  // The reference prints ...849; the exact fraction is 0.5425846896033332385668480869..., one less
  // in the last digit.
  EXPECT_TRUE(contains(printed("0.542584689603333238566848"), value.same_topic));
  EXPECT_FALSE(contains(printed("0.542584689603333238566849"), value.same_topic));
  EXPECT_TRUE(contains(printed("-0.0174852382026818477098200"), value.different_topic));
}

}  // namespace
}  // namespace lemmascope::topic
