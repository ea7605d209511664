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

// One training of the reference, with other random numbers: weights within a few per cent of each
// other after 16,000 and 128,000 examples, divergences within what 2,048 evaluated sequences leave
// open, switch times within a quarter.
TEST(MinimalTraining, FollowsTheReferenceRuns) {
  struct Reference {
    int states;
    double early, late;             // KL from the true row after 16,000 and 128,000 examples
    double on, off, first, second;  // W and v at the end; zero: not given
    double switched;                // examples
  };
  for (const Reference& r : {Reference{3, 0.1925, 0.0750, 0.229, -0.003, -0.021, 0.415, 60000},
                             Reference{2, 0.1261, 0.0342, 0, 0, 0, 0, 36000}}) {
    MinimalPlan plan;
    plan.of.law.states = r.states;
    plan.of.optimiser.learning_rate = 2e-3;
    plan.of.evaluate_every = 50;
    const MinimalExperiment<float> experiment(plan);
    sim::Trainer<float> trainer(experiment);
    trainer.advance(2000);
    const auto& curve = trainer.curve();
    double switched = 0;
    for (const auto& point : curve) {
      if (point.numbers[2] < point.numbers[3]) switched = 64.0 * static_cast<double>(point.step);
    }
    EXPECT_LE(std::abs(switched - r.switched), 0.25 * r.switched) << r.states;
    // Divergences of single sequences have deviations of up to 0.3: five standard errors.
    EXPECT_LE(std::abs(curve[5].numbers[0] - r.early), 0.033) << r.states;
    const auto& last = curve.back().numbers;
    EXPECT_LE(std::abs(last[0] - r.late), 0.033) << r.states;
    if (r.second == 0) continue;
    EXPECT_LE(std::abs(last[4] - r.on), 0.01);
    EXPECT_LE(std::abs(last[5] - r.off), 0.01);
    EXPECT_LE(std::abs(last[6] - r.first), 0.01);
    EXPECT_LE(std::abs(last[7] - r.second), 0.01);
    EXPECT_EQ(last[8], 2);
  }
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
