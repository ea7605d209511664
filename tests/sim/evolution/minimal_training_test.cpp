// Online training of the minimal model: its numbers by definition, and the same bits on any number
// of threads.
#include "sim/evolution/minimal_training.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/train/trainer.hpp"
#include "theory/evolution/constructions.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

MinimalPlan small_plan() {
  MinimalPlan plan;
  plan.of.law.length = 20;
  plan.of.tested = {plan.of.law, plan.of.law};
  plan.of.tested[1].chains = ChainLaw::equal_rows;
  plan.of.evaluation_sequences = 150;
  plan.of.steps = 10;
  plan.of.evaluate_every = 5;
  plan.of.optimiser.learning_rate = 0.05;
  return plan;
}

TEST(MinimalTraining, ItsNumbersAreDistancesByDefinition) {
  const MinimalPlan plan = small_plan();
  const MinimalExperiment<double> experiment(plan);
  EXPECT_EQ(experiment.numbers(),
            (std::vector<std::string>{"test KL", "KL from uniform", "KL from unigrams",
                                      "KL from bigrams", "test KL on equal rows", "W diagonal",
                                      "W off-diagonal", "v1", "v2", "largest lag"}));
  sim::Trainer<double> trainer(experiment);
  trainer.advance(10);
  const auto weights = trainer.weights();
  Matrix<double> w(3, 3);
  for (int e = 0; e < 9; ++e) w(e / 3, e % 3) = weights[e];
  const std::vector<double> lags(weights.begin() + 9, weights.begin() + 29);
  double test = 0, bigrams = 0;
  for (std::uint64_t b = 0; b < 150; ++b) {
    std::uint8_t x[21];
    double row[3], guess[3];
    draw_sequence(plan.of.law, {plan.of.seed, 0, sim::Purpose::evaluation_set}, b, x, row);
    predict(plan.of.law, x, Strategy::bigram, guess);
    const Matrix<double> f = minimal_output(Tokens(x, x + 20), w, lags);
    double total = 0;
    for (int i = 0; i < 3; ++i) total += std::exp(f(19, i));
    for (int i = 0; i < 3; ++i) {
      const double log_share = f(19, i) - std::log(total);
      test += row[i] * (std::log(row[i]) - log_share) / 150;
      bigrams += guess[i] * (std::log(guess[i]) - log_share) / 150;
    }
  }
  const std::vector<double>& numbers = trainer.curve().back().numbers;
  EXPECT_LE(std::abs(numbers[0] - test), 1e-12);
  EXPECT_LE(std::abs(numbers[3] - bigrams), 1e-12);
  EXPECT_EQ(numbers[7], lags[0]);
}

TEST(MinimalTraining, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  const MinimalExperiment<float> experiment(small_plan());
  sim::Trainer<float> one(experiment, 1), two(experiment, 2);
  one.advance(10);
  two.advance(10);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

TEST(MinimalTraining, RefusesPlansThatDoNotFit) {
  MinimalPlan plan = small_plan();
  plan.of.batch = 24;
  EXPECT_THROW(MinimalExperiment<float>{plan}, PreconditionError);
  plan = small_plan();
  plan.of.law.order = 2;
  plan.of.tested = {};
  EXPECT_THROW(MinimalExperiment<float>{plan}, PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
