#include "sim/icl/attention_experiment.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/train/run.hpp"
#include "sim/train/trainer.hpp"
#include "tests/sim/regression/by_definition.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

AttentionPlan small_plan(int layers, bool looped) {
  AttentionPlan plan{.setting = {{3, 5}, regression::uniform_law(Rational(1, 2))}};
  plan.layers = layers;
  plan.looped = looped;
  plan.steps = plan.evaluate_every = 6;
  plan.batch = 48;
  plan.evaluation_tasks = 32;
  plan.start = 0.3;
  plan.beside = best_descent(plan.setting, layers, looped, true);
  return plan;
}

/// Weights of every factor that make the descent's products: W_Q = W_K = diag(I, 0), W_V = A, P =
/// I.
std::vector<double> factors(const Descent& descent, const sim::AttentionSizes& sizes) {
  const std::vector<double> products = products_of<double>(descent, sizes);
  const int e = sizes.token();
  std::vector<double> all;
  for (std::ptrdiff_t at = 0; at < sizes.products(); at += 2 * sizes.matrix()) {
    const auto b = products.begin() + at + sizes.matrix();
    all.insert(all.end(), b, b + sizes.matrix());
    all.insert(all.end(), b, b + sizes.matrix());
    all.insert(all.end(), products.begin() + at, b);
    for (int k = 0; k < e * e; ++k) all.push_back(k % (e + 1) == 0 ? 1 : 0);
  }
  return all;
}

TEST(AttentionExperiment, ItsNumbersAreThoseOfTheDefinition) {
  for (const bool looped : {false, true}) {
    const AttentionPlan plan = small_plan(2, looped);
    const AttentionExperiment<double> experiment(plan);
    sim::Trainer<double> trainer(experiment);
    trainer.advance(6);
    const std::vector<double> weights(trainer.weights().begin(), trainer.weights().end());
    const std::vector<double> other = factors(*plan.beside, experiment.sizes());
    double loss = 0, descent = 0, distance = 0, cosine = 0, apart = 0;
    for (std::uint64_t k = 0; k < 32; ++k) {
      sim::Stream stream({plan.seed, plan.run, sim::Purpose::evaluation_set}, k);
      sim::DrawnTask task = sim::draw_task({3, 5, plan.setting.law, {}, {}}, stream);
      loss += sim::half_loss_of(experiment.sizes(), weights, task) / 32;
      descent += sim::half_loss_of(experiment.sizes(), other, task) / 32;
      distance += std::abs(sim::predicted(experiment.sizes(), weights, task) -
                           sim::predicted(experiment.sizes(), other, task)) /
                  32;
      std::vector<double> ours, theirs, difference;
      for (std::size_t i = 0; i < 3; ++i) {
        task.query.assign(3, 0.0);
        task.query[i] = 1;
        ours.push_back(sim::predicted(experiment.sizes(), weights, task));
        theirs.push_back(sim::predicted(experiment.sizes(), other, task));
        difference.push_back(ours.back() - theirs.back());
      }
      cosine +=
          sim::dot(ours, theirs) / std::sqrt(sim::dot(ours, ours) * sim::dot(theirs, theirs)) / 32;
      apart += std::sqrt(sim::dot(difference, difference)) / 32;
    }
    const std::vector<double> numbers = trainer.curve().back().numbers;
    const double expected[] = {loss,     descent, (loss - descent) / plan.beside->half_loss,
                               distance, cosine,  apart};
    for (std::size_t k = 0; k < 6; ++k) {
      EXPECT_LE(std::abs(numbers[k] - expected[k]), 1e-11 * (1 + std::abs(expected[k]))) << k;
    }
  }
}

TEST(AttentionExperiment, SeesTheDescentItselfAsNoDistance) {
  const AttentionPlan plan = small_plan(2, true);
  const AttentionExperiment<double> experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.set_weights(factors(*plan.beside, experiment.sizes()));
  trainer.advance(0);
  const std::vector<double>& numbers = trainer.curve().back().numbers;
  EXPECT_EQ(experiment.numbers(),
            (std::vector<std::string>{"test loss", "descent loss", "excess", "prediction distance",
                                      "cosine", "sensitivity distance", "interpolated excess",
                                      "rate 1", "gamma 1"}));
  EXPECT_EQ(numbers[2], 0.0);
  EXPECT_EQ(numbers[3], 0.0);
  EXPECT_DOUBLE_EQ(numbers[4], 1.0);
  EXPECT_EQ(numbers[6], 0.0);
  EXPECT_DOUBLE_EQ(numbers[7], 5 * plan.beside->layers[0].step);
  EXPECT_DOUBLE_EQ(numbers[8], plan.beside->layers[0].gamma);
}

TEST(AttentionExperiment, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  const AttentionExperiment<float> experiment(small_plan(2, false));
  sim::Trainer<float> one(experiment, 1), two(experiment, 2);
  one.advance(6);
  two.advance(6);
  EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
  EXPECT_EQ(one.curve(), two.curve());
}

TEST(AttentionExperiment, LeavesInputsAloneWhereItMayNotTransformThem) {
  AttentionPlan plan = small_plan(2, true);
  plan.transforms = false;
  plan.beside = best_descent(plan.setting, 2, true, false);
  EXPECT_EQ(plan.beside->name, "gradient descent");
  const AttentionExperiment<double> experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(6);
  const auto blocks = experiment.blocks();
  const std::vector<double> projection = sim::dense(blocks[3], trainer.weights());
  for (int k = 0; k < 4 * 3; ++k) EXPECT_EQ(projection[static_cast<std::size_t>(k)], 0.0);
  EXPECT_NE(projection.back(), 0.0);
  EXPECT_EQ(trainer.curve().back().numbers.back(), 0.0);  // gamma
}

/// 400 steps end within two per cent of the exact optimum, and below what half the data can do.
TEST(AttentionExperiment, LearnsOneStep) {
  AttentionPlan plan = small_plan(1, false);
  plan.steps = plan.evaluate_every = 400;
  plan.rate = 1e-2;
  plan.batch = 128;
  plan.evaluation_tasks = 4096;
  const AttentionExperiment<float> experiment(plan);
  const std::vector<double> numbers = sim::last_numbers(experiment);
  EXPECT_LE(numbers[2], 0.02);
  EXPECT_GE(numbers[4], 0.99);
}

TEST(AttentionExperiment, RefusesPlansThatDoNotFit) {
  const auto refused = [](auto change) {
    AttentionPlan plan = small_plan(2, true);
    change(plan);
    EXPECT_THROW(AttentionExperiment<float>{plan}, PreconditionError);
  };
  refused([](AttentionPlan& p) { p.batch = 40; });
  refused([](AttentionPlan& p) { p.evaluation_tasks = 0; });
  refused([](AttentionPlan& p) { p.start = 0; });
  refused([](AttentionPlan& p) { p.heads = 2; });
  refused([](AttentionPlan& p) { p.layers = 3; });
  refused([](AttentionPlan& p) { p.beside->layers[0].gamma = 7; });
  refused([](AttentionPlan& p) { p.setting.shape.dimension = 0; });
}

}  // namespace
}  // namespace lemmascope::icl
