#include "theory/topic/embedding.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <Eigen/Eigenvalues>

#include "parameter_points.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/embedding_certificate.hpp"
#include "theory/topic/solution_set.hpp"

namespace lemmascope::topic {
namespace {

Matrix<Rational> matrix_of(const TopicParameters& at, const PenalisedEmbedding<Rational>& best) {
  return block_matrix(at, BlockValues<Rational>{.same_word = best.same_topic,
                                                .same_topic = best.same_topic,
                                                .different_topic = best.different_topic});
}

/// Penalties below, at and above the threshold.
std::vector<Rational> penalties_around_threshold(const TopicParameters& at) {
  const Rational threshold = embedding_threshold(at);
  return {threshold / 1000, threshold / 3, threshold, 2 * threshold};
}

TEST(PenalisedEmbedding, MeetsTheKarushKuhnTuckerConditions) {
  for (const TopicParameters& at : small_models()) {
    const auto centre = centred(at, limit_moments_by_topic_sets(at));
    for (const Rational& lambda : penalties_around_threshold(at)) {
      const auto best = penalised_embedding(at, lambda);
      EXPECT_TRUE(is_penalised_optimum(centre, matrix_of(at, best), lambda));
      EXPECT_EQ(best.objective, embedding_objective(at, centre, matrix_of(at, best), lambda));
      EXPECT_EQ(best.trace, matrix_of(at, best).trace());
    }
  }
}

TEST(PenalisedEmbedding, IsWhatTheMomentsAloneGive) {
  for (const TopicParameters& at : small_models()) {
    const auto centre = centred(at, limit_moments_by_topic_sets(at));
    for (const Rational& lambda : penalties_around_threshold(at)) {
      EXPECT_EQ(solve_penalised_embedding(centre, lambda),
                matrix_of(at, penalised_embedding(at, lambda)));
    }
  }
}

TEST(PenalisedEmbedding, CertificateRejectsEveryNeighbour) {
  const TopicParameters at = three_topics();
  const auto centre = centred(at, limit_moments_by_topic_sets(at));
  const Rational lambda(1, 100);
  const Matrix<Rational> best = matrix_of(at, penalised_embedding(at, lambda));
  const Matrix<Rational> projector = contrast_projector(at);
  EXPECT_FALSE(is_penalised_optimum(centre, best + projector * Rational(1, 1000), lambda));
  EXPECT_FALSE(is_penalised_optimum(centre, best - projector * Rational(1, 1000), lambda));
  EXPECT_FALSE(is_penalised_optimum(centre, best, lambda + Rational(1, 1000)));
}

TEST(PenalisedEmbedding, VanishesExactlyFromTheThresholdOn) {
  for (const TopicParameters& at : small_models()) {
    const Rational threshold = embedding_threshold(at);
    EXPECT_EQ(penalised_embedding(at, threshold).contrast, 0);
    EXPECT_GT(penalised_embedding(at, Rational(threshold * Rational(999, 1000))).contrast, 0);
  }
}

TEST(PenalisedEmbedding, RefusesANegativePenaltyAndNoContrast) {
  EXPECT_THROW(penalised_embedding(three_topics(), Rational(-1)), PreconditionError);
  const TopicParameters every(3, 2, 3, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  EXPECT_THROW(penalised_embedding(every, Rational(1)), PreconditionError);
}

RC_GTEST_PROP(PenalisedEmbedding, BeatsEveryOtherSemidefiniteMatrix, ()) {
  const TopicParameters at = any_small_model();
  const Rational lambda(*rc::gen::inRange(1, 40), 1000);
  const auto centre = centred(at, limit_moments(at));
  const Matrix<Rational> factor = any_matrix(2, at.tokens());
  const Matrix<Rational> other = product(Matrix<Rational>(factor.transpose()), factor);
  RC_ASSERT(penalised_embedding(at, lambda).objective <=
            embedding_objective(at, centre, other, lambda));
}

TEST(LeastTraceEmbedding, IsOptimalByDuality) {
  for (const TopicParameters& at : small_models()) {
    const Matrix<Rational> best = block_matrix(at, least_trace_embedding(at));
    EXPECT_TRUE(is_least_trace_optimum(at, best, least_trace_multiplier(at)));
    EXPECT_EQ(topic_gap(at, best, 1, 1), 1 / (at.true_share() * at.words_per_topic()));
  }
}

TEST(LeastTraceEmbedding, CertificateRejectsALargerOptimum) {
  const TopicParameters at = three_topics();
  Matrix<Rational> best = block_matrix(at, least_trace_embedding(at));
  // A difference inside a topic changes no output but costs trace.
  best(1, 1) += 1;
  best(2, 2) += 1;
  best(1, 2) -= 1;
  best(2, 1) -= 1;
  const Vector<Rational> no_bias = Vector<Rational>::Constant(at.tokens(), Rational(0));
  EXPECT_TRUE(fits_every_topic_set(at, best, no_bias));
  EXPECT_FALSE(is_least_trace_optimum(at, best, least_trace_multiplier(at)));
}

/// Gradient descent on the factor F (E = F^T F) of the penalised objective, from a fixed generic
/// start.
double descended_objective(const TopicParameters& at, const Rational& lambda, int dimension) {
  const auto exact = centred(at, limit_moments(at));
  const Moments<double> centre{exact.second.unaryExpr(&to_double),
                               exact.cross.unaryExpr(&to_double)};
  Matrix<double> factor(dimension, at.tokens());
  for (long i = 0; i < factor.size(); ++i) factor(i) = std::sin(1.0 + 2.7 * static_cast<double>(i));
  const double penalty = to_double(lambda);
  for (int step = 0; step < 40000; ++step) {
    const Matrix<double> half = factor.transpose() * factor * centre.second - centre.cross;
    Matrix<double> gradient = half + half.transpose();
    gradient.diagonal().array() += penalty;
    factor -= 0.5 * factor * gradient;
  }
  return embedding_objective(in_arithmetic<double>(at), centre,
                             Matrix<double>(factor.transpose() * factor), penalty);
}

TEST(EmbeddingDimension, TMinusOneRowsReachTheOptimumAndFewerReachTheLowRankOne) {
  const TopicParameters at(4, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10));
  const Rational lambda = embedding_threshold(at) / 4;
  for (int dimension = 1; dimension <= 4; ++dimension) {
    const double predicted = to_double(least_embedding_objective(at, lambda, dimension));
    const double descended = descended_objective(at, lambda, dimension);
    // Descent converges linearly far below rounding; what is left is the rounding of a sum of order
    // one with about 9^3 terms, each within one unit of roundoff 2^-53.
    const double bound = 9 * 9 * 9 * std::ldexp(1.0, -53);
    EXPECT_LE(std::abs(predicted - descended), bound) << dimension;
  }
  const Rational full = penalised_embedding(at, lambda).objective;
  EXPECT_EQ(least_embedding_objective(at, lambda, 3), full);
  EXPECT_EQ(least_embedding_objective(at, lambda, 7), full);
  EXPECT_GT(least_embedding_objective(at, lambda, 2), full);
}

TEST(ReferenceValues, EmbeddingThresholdOfThreeTopics) {
  EXPECT_EQ(embedding_threshold(three_topics()), Rational(173, 2400));
}

}  // namespace
}  // namespace lemmascope::topic
