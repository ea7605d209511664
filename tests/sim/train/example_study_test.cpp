#include "sim/train/example_study.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "sim/train/run.hpp"
#include "tests/sim/train/line_fit.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

TrainingPlan plan() {
  TrainingPlan p;
  p.root_seed = 7;
  p.batch = 11;  // not a multiple of the shards
  p.evaluate_every = 8;
  p.evaluation_size = 20;
  p.stages = {{50, {.learning_rate = 0.1}, {}}};
  return p;
}

/// The line of LineFit, with its draws.
ExampleStudy line() {
  ExampleStudy study{"line", {{"slope"}, {"offset"}}};
  study.differentiate = [](std::span<const double> w, Stream& draws, std::span<double> gradient) {
    const double x = draws.next_normal();
    const double miss = w[0] * x + w[1] - (3 * x - 1 + draws.next_normal() / 10);
    gradient[0] += 2 * miss * x;
    gradient[1] += 2 * miss;
    return miss * miss;
  };
  study.watched = {{"slope", [](std::span<const double> w) { return w[0]; }}};
  study.start = [](Stream&, std::span<double> w) { w[0] = w[1] = 0.5; };
  return study;
}

TEST(ExampleExperiment, TrainsAsTheExperimentWrittenByHand) {
  const ExampleExperiment study(plan(), line());
  const LineFit<double> by_hand(plan());
  EXPECT_EQ(study.numbers(), by_hand.numbers());
  Trainer<double> ours(study), other(by_hand);
  ours.advance(50);
  other.advance(50);
  EXPECT_EQ(ours.curve().front(), other.curve().front());
  // Gradients are summed in other parts of the batch: fifty steps of a contraction, each rounding
  // sums of eleven terms below 64.
  const double rounding = 50 * 11 * 64 * std::ldexp(1.0, -53);
  EXPECT_LE(std::abs(ours.weights()[0] - other.weights()[0]), rounding);
  EXPECT_LE(std::abs(ours.weights()[1] - other.weights()[32]), rounding);
}

TEST(ExampleExperiment, GivesTheSameBitsForAnyNumberOfThreads) {
  const ExampleExperiment study(plan(), line());
  Trainer<double> one(study);
  one.advance(50);
  for (const int threads : {2, 3, 8}) {
    Trainer<double> many(study, threads);
    many.advance(50);
    EXPECT_EQ(many.curve(), one.curve()) << threads;
  }
}

TEST(ExampleExperiment, LastNumbersAreThoseOfTheLastPoint) {
  const ExampleExperiment study(plan(), line());
  Trainer<double> trainer(study);
  trainer.advance(50);
  EXPECT_EQ(last_numbers(study), trainer.curve().back().numbers);
}

TEST(ExampleExperiment, LaysMatricesOneAfterTheOther) {
  ExampleStudy study = line();
  study.matrices = {{"A", 2, 3}, {"B", 1, 4}};
  const ExampleExperiment experiment(plan(), study);
  EXPECT_EQ(experiment.storage(), 10);
  ASSERT_EQ(experiment.blocks().size(), 2u);
  EXPECT_EQ(experiment.blocks()[0].stride, 3);
  EXPECT_EQ(experiment.blocks()[1].offset, 6);
}

TEST(ExampleExperiment, RefusesAStudyOfNothing) {
  ExampleStudy without_loss = line(), without_weights = line(), empty = line();
  without_loss.differentiate = {};
  without_weights.matrices = {};
  empty.matrices = {{"A", 0, 3}};
  for (const ExampleStudy& bad : {without_loss, without_weights, empty}) {
    EXPECT_THROW(ExampleExperiment(plan(), bad), PreconditionError);
  }
  TrainingPlan no_examples = plan();
  no_examples.evaluation_size = 0;
  EXPECT_THROW(ExampleExperiment(no_examples, line()), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::sim
