#include "theory/causal/reduced_model.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "printed_digits.hpp"
#include "small_instances.hpp"
#include "theory/attention/decoder_transformer.hpp"
#include "theory/attention/disentangled_transformer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

Matrix<Interval> random_matrix(SmallRandom& random, int rows, int cols, int denominator) {
  Matrix<Interval> matrix(rows, cols);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < cols; ++j) {
      matrix(i, j) = Interval(Rational(random.below(17) - 8, denominator));
    }
  }
  return matrix;
}

std::vector<int> random_tokens(SmallRandom& random, int length, int states) {
  std::vector<int> tokens;
  for (int i = 0; i < length; ++i) tokens.push_back(random.below(states));
  return tokens;
}

void expect_same(const Vector<Interval>& a, const Vector<Interval>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (Eigen::Index k = 0; k < a.size(); ++k) {
    EXPECT_TRUE(overlaps(a[k], b[k])) << to_text(a[k]) << " against " << to_text(b[k]);
    EXPECT_TRUE(is_narrow(a[k]) && is_narrow(b[k]));
  }
}

TEST(Softmax, EnclosesSharesThatSumToOne) {
  SmallRandom random(3);
  for (int round = 0; round < 20; ++round) {
    const Vector<Interval> scores = random_matrix(random, 1 + random.below(6), 1, 2);
    const Vector<Interval> shares = attention::softmax<Interval>(scores);
    Interval sum(0);
    for (Eigen::Index k = 0; k < shares.size(); ++k) sum += shares[k];
    EXPECT_TRUE(contains(sum, Rational(1)));
  }
}

TEST(Softmax, SurvivesScoresWhoseExponentialsOverflow) {
  Vector<double> scores(3);
  scores << 1000.0, 1000.0, -1000.0;
  const Vector<double> shares = attention::softmax<double>(scores);
  EXPECT_EQ(shares[0], 0.5);
  EXPECT_EQ(shares[1], 0.5);
  EXPECT_EQ(shares[2], 0.0);
}

TEST(HardAttention, SharesEquallyAmongTheLargestScores) {
  Vector<Rational> scores(4);
  scores << Rational(1), Rational(3), Rational(3), Rational(2);
  const Vector<Rational> shares = attention::hard_attention<Rational>(scores);
  EXPECT_EQ(shares[0], Rational(0));
  EXPECT_EQ(shares[1], Rational(1, 2));
  EXPECT_EQ(shares[2], Rational(1, 2));
  EXPECT_EQ(shares[3], Rational(0));
}

TEST(HardAttention, RefusesScoresItCannotOrder) {
  Vector<Interval> scores(2);
  scores << Interval::between(0, 2), Interval::between(1, 3);
  EXPECT_THROW(attention::hard_attention<Interval>(scores), PreconditionError);
}

TEST(ReducedModel, PredictsAProbabilityVector) {
  SmallRandom random(5);
  for (int round = 0; round < 20; ++round) {
    const int length = 1 + random.below(6);
    const int states = 1 + random.below(4);
    const ReducedWeights<Interval> weights{random_matrix(random, length, length, 4),
                                           random_matrix(random, states, states, 4)};
    const auto pass = forward(weights, random_tokens(random, length, states));
    Interval sum(0);
    for (int s = 0; s < states; ++s) sum += pass.prediction[s];
    EXPECT_TRUE(contains(sum, Rational(1)));
  }
}

TEST(ReducedModel, EqualsTheDisentangledTransformerWithItsBlockPattern) {
  SmallRandom random(6);
  for (int round = 0; round < 25; ++round) {
    const int length = 1 + random.below(6);
    const int states = 1 + random.below(4);
    const ReducedWeights<Interval> weights{random_matrix(random, length, length, 4),
                                           random_matrix(random, states, states, 4)};
    const std::vector<int> tokens = random_tokens(random, length, states);
    const auto reduced = forward(weights, tokens);
    const auto full =
        run(as_disentangled(weights), attention::one_hot_input<Interval>(tokens, states));
    expect_same(reduced.prediction, full.output);
    expect_same(reduced.weights, full.pattern[1][0].row(length - 1).transpose());
  }
}

TEST(ReducedModel, RefusesTokensAndShapesThatDoNotFit) {
  const auto weights = ReducedWeights<double>::initial(3, 2, 1.0);
  EXPECT_THROW(forward(weights, std::vector<int>{0, 1}), PreconditionError);
  EXPECT_THROW(forward(weights, std::vector<int>{0, 1, 2}), PreconditionError);
  EXPECT_THROW(forward(weights, std::vector<int>{}), PreconditionError);
}

attention::DisentangledTransformer<Interval> random_disentangled(SmallRandom& random, int width,
                                                                 int states,
                                                                 const std::vector<int>& heads) {
  attention::DisentangledTransformer<Interval> model;
  for (const int count : heads) {
    model.attention.emplace_back();
    for (int k = 0; k < count; ++k) {
      model.attention.back().push_back(random_matrix(random, width, width, 16));
    }
    width *= 1 + count;
  }
  model.output = random_matrix(random, states, width, 8);
  return model;
}

attention::DecoderTransformer<Interval> random_decoder(SmallRandom& random, int input, int width,
                                                       int states, const std::vector<int>& heads) {
  attention::DecoderTransformer<Interval> model;
  model.embedding = random_matrix(random, input, width, 16);
  for (const int count : heads) {
    model.attention.emplace_back();
    model.value.emplace_back();
    for (int k = 0; k < count; ++k) {
      model.attention.back().push_back(random_matrix(random, width, width, 16));
      model.value.back().push_back(random_matrix(random, width, width, 16));
    }
  }
  model.output = random_matrix(random, states, width, 8);
  return model;
}

TEST(Equivalence, ADecoderComputesWhatTheDisentangledTransformerDoes) {
  SmallRandom random(8);
  for (const std::vector<int>& heads : {std::vector<int>{1}, {1, 1}, {2, 1}, {1, 2}}) {
    const int length = 3;
    const int states = 2;
    const auto model = random_disentangled(random, states + length, states, heads);
    const auto input =
        attention::one_hot_input<Interval>(random_tokens(random, length, states), states);
    expect_same(run(model, input).output, run(attention::as_decoder(model), input).output);
  }
}

TEST(Equivalence, ADisentangledTransformerComputesWhatTheDecoderDoes) {
  SmallRandom random(9);
  for (const std::vector<int>& heads : {std::vector<int>{1}, {1, 1}, {2, 1}, {1, 2}}) {
    const int length = 3;
    const int states = 2;
    const auto model = random_decoder(random, states + length, 4, states, heads);
    const auto input =
        attention::one_hot_input<Interval>(random_tokens(random, length, states), states);
    expect_same(run(model, input).output, run(attention::as_disentangled(model), input).output);
  }
}

TEST(DisentangledTransformer, RefusesAMatrixOfTheWrongWidth) {
  SmallRandom random(10);
  auto model = random_disentangled(random, 5, 2, {1, 1});
  const auto input = attention::one_hot_input<Interval>(std::vector<int>{0, 1, 1}, 2);
  auto narrow_output = model;
  narrow_output.output = random_matrix(random, 2, 5, 8);
  EXPECT_THROW(run(narrow_output, input), PreconditionError);
  model.attention[1][0] = random_matrix(random, 5, 5, 8);
  EXPECT_THROW(run(model, input), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
