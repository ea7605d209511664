#include "sim/topic/topic_transformer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "sim/topic/topic_training.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/first_step.hpp"
#include "theory/topic/moments.hpp"
#include "theory/topic/value_descent.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

using Complex = std::complex<double>;

const sim::StreamKey kKey{20240222, 0, sim::Purpose::training_batch};

TopicParameters exact_model() {
  return {3, 2, 2, Rational(3, 20), Rational(1, 10), Rational(1, 10)};
}

CorpusPlan small_corpus(DocumentMode mode) {
  CorpusPlan plan{.model = in_arithmetic<double>(exact_model())};
  plan.mode = mode;
  plan.shortest = 8;
  plan.longest = 15;
  return plan;
}

/// Every part filled with numbers of order one that repeat nothing.
Parts generic_parts(const Architecture& architecture) {
  Parts parts = zero_parts(architecture);
  double angle = 0.3;
  for (auto& matrix : parts.matrices) {
    for (Eigen::Index i = 0; i < matrix.size(); ++i) matrix(i) = std::sin(angle += 1.7);
  }
  return parts;
}

/// dL/dx_i by a complex step: L(x + i h e) = L(x) + i h dL/dx + O(h^2), and with h = 1e-40 the
/// second-order term is far below rounding, so the imaginary part over h is the derivative to
/// rounding.
double complex_step(const Architecture& architecture, const Parts& parts, const MaskedBatch& batch,
                    int part, Eigen::Index entry) {
  constexpr double kStep = 1e-40;
  PartsOf<Complex> complex;
  for (int k = 0; k < kParts; ++k) {
    complex.matrices[k] = parts.matrices[k].template cast<Complex>();
  }
  complex.matrices[part](entry) += Complex(0, kStep);
  return loss_of<Complex>(architecture, complex, batch).imag() / kStep;
}

void expect_gradient_is_the_derivative(const Architecture& architecture, const MaskedBatch& batch) {
  const Parts parts = generic_parts(architecture);
  const LossAndGradient at = differentiate(architecture, parts, batch);
  EXPECT_EQ(at.loss, loss_of<double>(architecture, parts, batch));
  for (int k = 0; k < kParts; ++k) {
    const Matrix<double>& gradient = at.gradient.matrices[k];
    for (Eigen::Index i = 0; i < gradient.size(); ++i) {
      const double derivative =
          architecture.trained[k] ? complex_step(architecture, parts, batch, k, i) : 0;
      // Both are sums of at most tokens^2 * queries products of order one, each rounded once or
      // twice.
      const double terms = static_cast<double>(architecture.tokens * architecture.tokens) *
                           static_cast<double>(batch.queries.size());
      const double scale = 1 + at.loss + gradient.cwiseAbs().maxCoeff();
      EXPECT_LE(std::abs(gradient(i) - derivative), 2 * terms * scale * std::ldexp(1.0, -53))
          << to_text(static_cast<Part>(k)) << " entry " << i;
    }
  }
}

Architecture everything_learns(const CorpusPlan& plan, int dimension) {
  Architecture architecture;
  architecture.tokens = plan.tokens();
  architecture.dimension = dimension;
  architecture.trained.fill(true);
  architecture.train(Part::token_type, false);
  architecture.train(Part::norm_gain, false).train(Part::norm_shift, false);
  return architecture;
}

TEST(TopicTransformerGradient, IsTheDerivativeWithSquaredLoss) {
  const CorpusPlan plan = small_corpus(DocumentMode::theory);
  expect_gradient_is_the_derivative(everything_learns(plan, 3), draw_batch(plan, kKey, 0, 4));
}

TEST(TopicTransformerGradient, IsTheDerivativeWithCrossEntropy) {
  const CorpusPlan plan = small_corpus(DocumentMode::theory);
  Architecture architecture = everything_learns(plan, 4);
  architecture.loss = TopicLoss::cross_entropy;
  expect_gradient_is_the_derivative(architecture, draw_batch(plan, kKey, 9, 4));
}

TEST(TopicTransformerGradient, IsTheDerivativeWithATiedDecoder) {
  const CorpusPlan plan = small_corpus(DocumentMode::theory);
  Architecture architecture = everything_learns(plan, 3);
  architecture.tied_decoder = true;
  architecture.train(Part::decoder, false);
  expect_gradient_is_the_derivative(architecture, draw_batch(plan, kKey, 5, 4));
}

TEST(TopicTransformerGradient, IsTheDerivativeThroughLayerNorm) {
  const CorpusPlan plan = small_corpus(DocumentMode::released);
  Architecture architecture = everything_learns(plan, 5);
  architecture.loss = TopicLoss::cross_entropy;
  architecture.layer_norm = true;
  architecture.trained.fill(true);
  expect_gradient_is_the_derivative(architecture, draw_batch(plan, kKey, 2, 4));
}

TEST(TopicTransformerGradient, VanishesInFrozenParts) {
  const CorpusPlan plan = small_corpus(DocumentMode::theory);
  Architecture architecture = everything_learns(plan, 3);
  architecture.trained.fill(false);
  architecture.train(Part::value);
  expect_gradient_is_the_derivative(architecture, draw_batch(plan, kKey, 0, 4));
}

/// One-hot words, identity decoder, the given value matrix, and scores B placed in W_Q with W_K =
/// sqrt(d) I.
Parts one_hot_parts(const Architecture& architecture, const Matrix<double>& value,
                    const Matrix<double>& scores) {
  Parts parts = zero_parts(architecture);
  parts[Part::embedding].setIdentity();
  parts[Part::decoder].setIdentity();
  parts[Part::value] = value;
  parts[Part::key] = Matrix<double>::Identity(architecture.dimension, architecture.dimension) *
                     std::sqrt(static_cast<double>(architecture.dimension));
  parts[Part::query] = scores;
  return parts;
}

Architecture one_hot(Token tokens) {
  Architecture architecture;
  architecture.tokens = tokens;
  architecture.dimension = static_cast<int>(tokens);
  architecture.train(Part::value).train(Part::query);
  return architecture;
}

TEST(TopicTransformer, HasTheTheorysAttentionLossAndGradientOnThePopulation) {
  const auto exact = exact_model();
  const auto at = in_arithmetic<double>(exact);
  const Matrix<double> value = block_matrix(at, limit_value_matrix(at));
  Matrix<double> scores(at.tokens(), at.tokens());
  for (Eigen::Index i = 0; i < scores.size(); ++i) scores(i) = std::sin(1.3 * double(i));
  const Architecture architecture = one_hot(at.tokens());
  const MaskedBatch population = population_batch(exact);
  const auto found =
      differentiate(architecture, one_hot_parts(architecture, value, scores), population);
  const Matrix<double> weights = scores.array().exp();
  // Two orders of summation over 3 sets x 7 queries x 7 x 7 products of order one.
  const double bound = 2 * 3 * 7 * 49 * std::ldexp(1.0, -53);
  EXPECT_LE(std::abs(found.loss - attention_loss(at, value, weights)), bound);
  const Matrix<double> theory = attention_gradient(at, value, weights);
  EXPECT_LE((found.gradient[Part::query] - theory).cwiseAbs().maxCoeff(), bound);
}

TEST(TopicTransformer, DescendsOnThePopulationAsTheClosedFormSays) {
  const auto exact = exact_model();
  const auto at = in_arithmetic<double>(exact);
  Architecture architecture = one_hot(at.tokens());
  architecture.train(Part::query, false);
  const MaskedBatch population = population_batch(exact);
  const Matrix<double> zero = Matrix<double>::Zero(at.tokens(), at.tokens());
  Parts parts = one_hot_parts(architecture, zero, zero);
  const double eta = 0.75;
  for (int step = 0; step < 40; ++step) {
    parts[Part::value] -=
        eta * differentiate(architecture, parts, population).gradient[Part::value];
  }
  const auto closed = descended_value_matrix(exact, Rational(3, 4), 40);
  const Matrix<Rational> matrix = block_matrix(exact, blocks_of(exact, closed));
  // Forty steps, each with the rounding of sums of 3 x 7 x 7 products of order one; the update
  // contracts.
  const double bound = 40 * 2 * 147 * std::ldexp(1.0, -53);
  EXPECT_LE((parts[Part::value] - matrix.unaryExpr(&to_double)).cwiseAbs().maxCoeff(), bound);
}

}  // namespace
}  // namespace lemmascope::topic
