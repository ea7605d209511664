#include "theory/topic/cross_entropy.hpp"

#include <gtest/gtest.h>

#include "parameter_points.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::topic {
namespace {

const Rational kPenalties[] = {Rational(1, 1000), Rational(1, 20), Rational(1)};

TEST(CrossEntropyOptimum, HasAVanishingFullGradient) {
  for (const TopicParameters& at : small_models()) {
    for (const Rational& lambda : kPenalties) {
      const auto optimum = cross_entropy_optimum(at, lambda);
      const auto value = value_matrix_of(in_arithmetic<Interval>(at), optimum);
      // 10^-41 as printed for the gradient; the distance to the optimum is the gradient over 2
      // lambda.
      const Interval bound = Interval(Rational(1) / (2 * lambda)) * Interval("1e-41");
      EXPECT_TRUE(certainly_less(distance_to_optimum(at, lambda, value), bound));
    }
  }
}

TEST(CrossEntropyOptimum, IsNotAtANeighbour) {
  const TopicParameters at = three_topics();
  auto optimum = cross_entropy_optimum(at, Rational(1, 20));
  optimum.unigram += Interval("1/1000000");
  const auto value = value_matrix_of(in_arithmetic<Interval>(at), optimum);
  const Interval distance = distance_to_optimum(at, Rational(1, 20), value);
  EXPECT_TRUE(certainly_less(Interval("1/1000000"), distance * Interval(2)));
}

TEST(CrossEntropyOptimum, HasANegativeMaskRow) {
  const TopicParameters at = three_topics();
  const auto optimum = cross_entropy_optimum(at, Rational(1, 1000));
  const auto value = value_matrix_of(in_arithmetic<Interval>(at), optimum);
  EXPECT_TRUE(certainly_less(value(0, 1), Interval(0)));
}

TEST(CrossEntropyOptimum, RefusesNoPenalty) {
  EXPECT_THROW(cross_entropy_optimum(three_topics(), Rational(0)), PreconditionError);
}

TEST(PenalisedCrossEntropy, InTwoNumbersEqualsTheSumOverTopicSets) {
  for (const TopicParameters& at : small_models()) {
    const auto boxed = in_arithmetic<Interval>(at);
    const CrossEntropyOptimum<Interval> somewhere{Interval("7/3"), Interval("-5/4")};
    const auto value = value_matrix_of(boxed, somewhere);
    Interval penalty(0);
    for (Eigen::Index i = 0; i < value.size(); ++i) penalty += pow(value(i), 2);
    const Interval lambda("1/9");
    EXPECT_TRUE(overlaps(penalised_cross_entropy(boxed, lambda, somewhere),
                         cross_entropy(boxed, value) + lambda * penalty));
  }
}

TEST(CrossEntropyGradient, IsTheDerivativeOfTheRisk) {
  // Central difference at 50 digits with step 1e-12: its error is h^2/6 times a third derivative of
  // order one, so below 1e-24, and rounding is below 1e-50 / 1e-12 = 1e-38.
  const auto at = in_arithmetic<Real50>(three_topics());
  Matrix<Real50> value = value_matrix_of(at, CrossEntropyOptimum<Real50>{Real50(2), Real50(1) / 3});
  value(2, 5) += Real50(1) / 7;
  const Matrix<Real50> gradient = cross_entropy_gradient(at, value);
  const Real50 step("1e-12");
  for (const auto& [row, column] : {std::pair{0, 0}, {0, 3}, {2, 0}, {2, 5}, {6, 1}}) {
    Matrix<Real50> up = value;
    Matrix<Real50> down = value;
    up(row, column) += step;
    down(row, column) -= step;
    const Real50 slope = (cross_entropy(at, up) - cross_entropy(at, down)) / (2 * step);
    EXPECT_LE(abs(Real50(slope - gradient(row, column))), Real50("1e-24"));
  }
}

TEST(ContrastRay, DecreasesToTheUnattainedInfimum) {
  for (const TopicParameters& model : small_models()) {
    const auto at = in_arithmetic<Interval>(model);
    const long document_words = long{model.topics_per_document()} * model.words_per_topic();
    const Interval infimum = log(Interval(document_words));
    Interval last = cross_entropy_on_contrast_ray(at, Interval(0));
    EXPECT_TRUE(overlaps(last, log(Interval(static_cast<long>(model.tokens())))));
    for (const int c : {1, 4, 16, 64}) {
      const Interval next = cross_entropy_on_contrast_ray(at, Interval(c));
      EXPECT_TRUE(certainly_less(next, last));
      EXPECT_TRUE(certainly_less(infimum, next));
      last = next;
    }
    // The excess is at most the two exponentials left over, K e^{-64 q min(...)} / (tau v).
    const Interval pull = at.true_share() * Interval(64);
    const Interval gap = Interval(Rational(1, document_words)) -
                         Interval(Rational(1, static_cast<long>(model.words())));
    const Interval excess = Interval(static_cast<long>(model.words())) * exp(-(pull * gap));
    EXPECT_TRUE(certainly_less(last, infimum + excess));
  }
}

TEST(ContrastRay, IsTheRiskOfTheMatrix) {
  for (const TopicParameters& model : small_models()) {
    const auto at = in_arithmetic<Interval>(model);
    const Matrix<Interval> value = contrast_projector(at) * Interval(3);
    EXPECT_TRUE(overlaps(cross_entropy(at, value), cross_entropy_on_contrast_ray(at, Interval(3))));
  }
}

}  // namespace
}  // namespace lemmascope::topic
