// Trainings: numbers by definition, threads, stages, conservation, and the exact signal of stage I.
#include "sim/ngram/ngram_experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "sim/train/run.hpp"
#include "sim/train/trainer.hpp"
#include "tests/sim/ngram/network_by_definition.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

NgramPlan small_plan() {
  NgramPlan plan;
  plan.law.length = 40;
  plan.prompts = 600;
  plan.validation_prompts = 50;
  plan.stages = {{{}, 30, 1}};
  plan.evaluate_every = 10;
  return plan;
}

double number(const NgramExperiment& experiment, const sim::CurvePoint& point, const char* name) {
  const auto names = experiment.numbers();
  const auto at = std::find(names.begin(), names.end(), name);
  EXPECT_NE(at, names.end()) << name;
  return point.numbers[static_cast<std::size_t>(at - names.begin())];
}

TEST(NgramExperiment, ItsNumbersAreThoseOfTheDefinition) {
  const NgramExperiment experiment(small_plan());
  sim::Trainer<double> trainer(experiment);
  trainer.advance(20);
  const NgramPlan& plan = experiment.ngram_plan();
  const std::vector<double> weights(trainer.weights().begin(), trainer.weights().end());
  const NetworkByDefinition<double> defined(plan.shape, plan.loss, weights);
  const auto& point = trainer.curve().back();
  const double train = defined.loss(experiment.training_prompts()) / 600;
  const double validation = defined.loss(experiment.validation_prompts()) / 50;
  EXPECT_LE(std::abs(number(experiment, point, "train loss") - train), 1e-12 * train);
  EXPECT_LE(std::abs(number(experiment, point, "validation loss") - validation),
            1e-12 * validation);
  EXPECT_EQ(number(experiment, point, "a"), weights[0]);
  double total = 0, squares = 0;
  for (std::size_t s = 1; s < 8; ++s) squares += weights[s] * weights[s];
  for (const char* p : {"p {}", "p {1}", "p {2}", "p {3}", "p {1,2}", "p {1,3}", "p {2,3}"}) {
    total += number(experiment, point, p);
  }
  EXPECT_LE(std::abs(total - 1), 1e-14);
  EXPECT_DOUBLE_EQ(number(experiment, point, "c squared"), squares);
  EXPECT_DOUBLE_EQ(number(experiment, point, "p {1,2}"), weights[5] * weights[5] / squares);
  EXPECT_EQ(number(experiment, point, "w 2,3"), weights[8 + 4]);
  const double own = std::exp(weights[11]);
  EXPECT_DOUBLE_EQ(number(experiment, point, "attention 2"),
                   own / (own + std::exp(weights[12]) + std::exp(weights[13])));
}

TEST(NgramExperiment, TrainsToTheSameBitsOnOneThreadAndOnMore) {
  const NgramExperiment experiment(small_plan());
  EXPECT_EQ(experiment.shards(), 2);
  sim::Trainer<double> one(experiment, 1), two(experiment, 2);
  one.advance(30);
  two.advance(30);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

TEST(NgramExperiment, TrainsOneGroupOfWeightsAStage) {
  NgramPlan plan = small_plan();
  plan.stages = {{{"c"}, 10, 0.04}, {{"w"}, 10, 300}, {{"a"}, 10, 1}};
  const NgramExperiment experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(30);
  const auto& curve = trainer.curve();
  ASSERT_EQ(curve.size(), 4u);
  const auto moved = [&](std::size_t stage, const char* name) {
    return number(experiment, curve[stage], name) != number(experiment, curve[stage + 1], name);
  };
  for (std::size_t stage = 0; stage < 3; ++stage) {
    EXPECT_EQ(moved(stage, "p {1,2}"), stage == 0);
    EXPECT_EQ(moved(stage, "w 1,1"), stage == 1);
    EXPECT_EQ(moved(stage, "a"), stage == 2);
  }
}

// The output does not change when c is scaled, and not when all logits of a head move together: so
// each step adds its square to |c|^2, and the logits of a head keep their sum.
TEST(NgramExperiment, StepsKeepWhatTheLossDoesNotSee) {
  const NgramExperiment experiment(small_plan());
  sim::Trainer<double> trainer(experiment);
  trainer.advance(5);
  const std::vector<double> before(trainer.weights().begin(), trainer.weights().end());
  std::vector<double> gradient;
  trainer.batch_gradient(5, gradient);
  double squares = 0, along = 0, grown = 0, expected = 0;
  for (std::size_t s = 1; s < 8; ++s) {
    squares += before[s] * before[s];
    along += before[s] * gradient[s];
    grown += (before[s] - gradient[s]) * (before[s] - gradient[s]);
    expected += before[s] * before[s] + gradient[s] * gradient[s];
  }
  EXPECT_LE(std::abs(along), 1e-15 * std::sqrt(squares));
  EXPECT_LE(std::abs(grown - expected), 1e-14 * expected);
  for (std::size_t h = 0; h < 3; ++h) {
    EXPECT_LE(std::abs(gradient[8 + 3 * h] + gradient[9 + 3 * h] + gradient[10 + 3 * h]), 1e-16);
  }
}

// The reference simulation of the three stages: copiers biased by 3, one window for all heads.
NgramPlan three_stages(double gap) {
  NgramPlan plan;
  plan.prompts = 1200;
  plan.validation_prompts = 100;
  plan.shape.shifted = false;
  plan.shape.norm = HeadNorm::none;
  plan.own_logit = gap;
  plan.other_logit = 0;
  plan.stages = {{{"c"}, 400, 0.04}, {{"w"}, 300, 300}, {{"a"}, 400, 1}};
  plan.evaluate_every = 100;
  return plan;
}

TEST(TheThreeStages, SelectCopyAndClassifyAsTheReferenceDoes) {
  const NgramExperiment experiment(three_stages(3));
  sim::Trainer<double> trainer(experiment);
  trainer.advance(1100);
  const auto& curve = trainer.curve();
  const auto at = [&](std::size_t point, const char* name) {
    return number(experiment, curve[point], name);
  };
  EXPECT_GT(at(4, "p {1,2}"), 0.99);
  for (const char* head : {"attention 1", "attention 2"}) EXPECT_GT(at(7, head), 0.99) << head;
  EXPECT_LE(std::abs(at(0, "attention 3") - 0.9094), 0.00005);
  EXPECT_LE(std::abs(at(7, "attention 3") - 0.9094), 0.01);
  for (std::size_t k = 7; k < 11; ++k) {
    EXPECT_GT(at(k + 1, "a"), at(k, "a"));
    EXPECT_LT(at(k + 1, "train loss"), at(k, "train loss"));
  }
  // One other data set of 1,200 prompts ended with a = 6.357 and a loss that fell from 0.6571 to
  // 0.1782; prompts differ in loss by about 0.6, data sets by 0.02.
  EXPECT_LE(std::abs(at(11, "a") - 6.357), 0.5);
  EXPECT_LE(std::abs(at(0, "train loss") - 0.6571), 0.1);
  EXPECT_LE(std::abs(at(11, "train loss") - 0.1782), 0.1);
}

TEST(TheThreeStages, FavourOneParentWhenCopiersAreBiasedByOne) {
  NgramPlan plan = three_stages(1);
  plan.stages.resize(1);
  const NgramExperiment experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(400);
  const auto& curve = trainer.curve();
  const auto single = [&](std::size_t point) {
    return number(experiment, curve[point], "p {1}") + number(experiment, curve[point], "p {2}");
  };
  EXPECT_GT(single(4), 0.5);
  EXPECT_GT(single(4), single(2));
  EXPECT_LT(number(experiment, curve[4], "p {1,2}"), 0.5);
}

TEST(TheJointTraining, GrowsInStrengthAsTheLogarithmAfterFiveHundredEpochs) {
  NgramPlan plan;
  plan.loss.criterion = Criterion::released;
  plan.prompts = 1200;
  plan.validation_prompts = 100;
  plan.stages = {{{}, 2000, 1}};
  plan.evaluate_every = 500;
  const NgramExperiment experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(2000);
  const auto& curve = trainer.curve();
  const double slope =
      (number(experiment, curve[4], "a") - number(experiment, curve[1], "a")) / std::log(4.0);
  EXPECT_GT(slope, 0.9);
  EXPECT_LT(slope, 1.15);
}

TEST(NgramExperiment, RefusesPlansThatDoNotFit) {
  const auto refused = [](auto change) {
    NgramPlan plan = small_plan();
    change(plan);
    EXPECT_THROW(NgramExperiment{plan}, PreconditionError);
  };
  refused([](NgramPlan& p) { p.prompts = 0; });
  refused([](NgramPlan& p) { p.c_start = 0; });
  refused([](NgramPlan& p) { p.shape.shifted = false, p.shape.lags = 2; });
  refused([](NgramPlan& p) { p.law.symbols = 1; });
  NgramPlan plan = small_plan();
  plan.stages = {{{"value"}, 10, 1}};  // only the full model has one
  const NgramExperiment experiment(plan);
  EXPECT_THROW(sim::Trainer<double>{experiment}, PreconditionError);
}

}  // namespace
}  // namespace lemmascope::ngram
