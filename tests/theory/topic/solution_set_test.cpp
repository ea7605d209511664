#include "theory/topic/solution_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Vector<Rational> no_bias(const TopicParameters& at) {
  return Vector<Rational>::Constant(at.tokens(), Rational(0));
}

RC_GTEST_PROP(SolutionSet, EveryOffsetAndEverySplitFitsEveryTopicSet, ()) {
  const TopicParameters at = any_small_model();
  const Matrix<Rational> shape = any_matrix(at.tokens(), at.tokens());
  const Vector<Rational> offsets = any_matrix(at.tokens(), 1);
  const Matrix<Rational> value = optimal_value_matrix(at, shape, offsets);
  RC_ASSERT(fits_every_topic_set(at, value, no_bias(at)));
  RC_ASSERT(meets_optimum_conditions(at, value, no_bias(at)));
  RC_ASSERT(squared_risk(limit_moments(at), value) == least_squared_risk(at));
}

RC_GTEST_PROP(SolutionSet, ConditionsAndBruteForceAgreeOnPerturbedOptima, ()) {
  const TopicParameters at = any_small_model();
  Matrix<Rational> value =
      optimal_value_matrix(at, any_matrix(at.tokens(), at.tokens()), any_matrix(at.tokens(), 1));
  const long row = *rc::gen::inRange<long>(0, at.tokens());
  const long column = *rc::gen::inRange<long>(0, at.tokens());
  const Rational change = any_fraction();
  value(row, column) += change;
  const bool optimal = meets_optimum_conditions(at, value, no_bias(at));
  RC_ASSERT(optimal == fits_every_topic_set(at, value, no_bias(at)));
  const bool unseen = column == kMaskToken && at.mask_share() == 0;
  RC_ASSERT(optimal == (change == 0 || unseen));
}

RC_GTEST_PROP(SolutionSet, TheTopicGapIsOneOverQVForEveryOptimum, ()) {
  const TopicParameters at = any_small_model();
  const Matrix<Rational> value =
      optimal_value_matrix(at, any_matrix(at.tokens(), at.tokens()), any_matrix(at.tokens(), 1));
  for (Token word = 1; word < at.tokens(); ++word) {
    for (int topic = 0; topic < at.topics(); ++topic) {
      if (topic == at.topic_of(word)) continue;
      RC_ASSERT(topic_gap(at, value, word, topic) == 1 / (at.true_share() * at.words_per_topic()));
    }
  }
}

/// An optimal embedding: E = G^T G where the words of every topic have columns of G that sum to the
/// same vector c plus own coordinates that make (1/q) P_c. Its offsets are u_i = F_i . c.
Matrix<Rational> embedding_from_factor(const TopicParameters& at, Matrix<Rational> factor) {
  const Token v = at.words_per_topic();
  for (int topic = 1; topic < at.topics(); ++topic) {
    const Vector<Rational> surplus = factor.middleCols(topic * v + 1, v).rowwise().sum() -
                                     factor.middleCols(1, v).rowwise().sum();
    factor.col(topic * v + 1) -= surplus;
  }
  return product(Matrix<Rational>(factor.transpose()), factor) +
         contrast_projector(at) * Rational(1 / at.true_share());
}

/// The bias that the conditions demand, from the offsets read off topic 0.
Vector<Rational> demanded_bias(const TopicParameters& at, const Matrix<Rational>& embedding) {
  Vector<Rational> bias(at.tokens());
  const Rational q = at.true_share();
  for (Token row = 0; row < at.tokens(); ++row) {
    Rational offset = embedding.row(row).segment(1, at.words_per_topic()).sum();
    Rational random = 0;
    if (row != kMaskToken) {
      random = at.random_share() / (Rational(at.words()) * q);
      if (at.topic_of(row) == 0) offset -= 1 / q;
    }
    bias(row) = -(1 - at.mask_share()) * offset / at.words_per_topic() - random -
                at.mask_share() * embedding(row, kMaskToken);
  }
  return bias;
}

RC_GTEST_PROP(SolutionSet, RandomOptimalEmbeddingsFitAndHaveTheGap, ()) {
  const TopicParameters at = any_small_model();
  const Matrix<Rational> embedding = embedding_from_factor(at, any_matrix(2, at.tokens()));
  const Vector<Rational> bias = demanded_bias(at, embedding);
  RC_ASSERT(fits_every_topic_set(at, embedding, bias));
  RC_ASSERT(meets_optimum_conditions(at, embedding, bias));
  for (Token word = 1; word < at.tokens(); ++word) {
    const int other = (at.topic_of(word) + 1) % at.topics();
    RC_ASSERT(topic_gap(at, embedding, word, other) ==
              1 / (at.true_share() * at.words_per_topic()));
  }
}

TEST(SolutionSet, RefusesDocumentsWithEveryTopicAndWrongShapes) {
  const TopicParameters every(3, 2, 3, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  const Matrix<Rational> square = Matrix<Rational>::Constant(7, 7, Rational(0));
  EXPECT_THROW(meets_optimum_conditions(every, square, no_bias(every)), PreconditionError);
  const TopicParameters at = three_topics();
  EXPECT_THROW(meets_optimum_conditions(at, square.leftCols(6), no_bias(at)), PreconditionError);
  EXPECT_THROW(topic_gap(at, square, 1, 0), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::topic
