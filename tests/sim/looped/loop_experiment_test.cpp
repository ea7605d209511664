#include "sim/looped/loop_experiment.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/train/run.hpp"
#include "sim/train/trainer.hpp"
#include "theory/looped/isotropic.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

LoopTraining small_plan() {
  LoopTraining plan;
  plan.sizes = {2, 20, 2, true};
  plan.steps = plan.evaluate_every = 5;
  plan.batch = 48;
  plan.evaluation_tasks = 64;
  return plan;
}

/// The number called that of the last point.
template <class F>
double number(const LoopExperiment<F>& experiment, const sim::Trainer<F>& trainer,
              const std::string& name) {
  const auto names = experiment.numbers();
  const auto at = std::find(names.begin(), names.end(), name);
  EXPECT_NE(at, names.end()) << name;
  return trainer.curve().back().numbers[static_cast<std::size_t>(at - names.begin())];
}

TEST(LoopExperiment, ReadsTheShapeOfItsWeights) {
  LoopTraining plan = small_plan();
  plan.most_test_loops = 3;
  plan.other_scales = {2, 0.5};
  const LoopExperiment<double> experiment(plan);
  sim::Trainer<double> trainer(experiment);
  // a = 0.75, b = 0.125, c = 0.25, e = 0.5.
  trainer.set_weights(std::vector<double>{1, 0.375, 0.625, 0.5, 0.25, -0.5});
  trainer.advance(0);
  EXPECT_DOUBLE_EQ(number(experiment, trainer, "diagonal"), 0.75);
  EXPECT_DOUBLE_EQ(number(experiment, trainer, "turn"), 0.125);
  EXPECT_DOUBLE_EQ(number(experiment, trainer, "asymmetry"),
                   std::sqrt(2 * (0.25 * 0.25 + 0.5 * 0.5)));
  EXPECT_DOUBLE_EQ(number(experiment, trainer, "bias"), 0.5);
  EXPECT_EQ(number(experiment, trainer, "loss of 2 loops"),
            number(experiment, trainer, "test loss"));
  EXPECT_EQ(number(experiment, trainer, "loss of 3 loops"),
            experiment.loss_of(trainer.weights(), 3, {}));
  EXPECT_EQ(number(experiment, trainer, "loss at other covariance"),
            experiment.loss_of(trainer.weights(), 2, {2, 0.5}));
}

/// By equivariance A for covariance I is B^-1 A B^-1 for covariance B^2, on the same streams.
TEST(LoopExperiment, HasTheSameLossForEveryCovarianceWithItsOwnWeights) {
  const LoopExperiment<double> experiment(small_plan());
  const std::vector<double> a{1, 0.375, 0.625, 0.5, 0, 0};
  const std::vector<double> moved{1.0 / 4, 0.375, 0.625, 0.5 * 4, 0, 0};  // B = diag(2, 1/2)
  const double plain = experiment.loss_of(a, 2, {}),
               scaled = experiment.loss_of(moved, 2, {2, 0.5});
  EXPECT_LE(std::abs(scaled - plain), 1e-12 * plain);
  EXPECT_GT(std::abs(experiment.loss_of(a, 2, {2, 0.5}) - plain), 0.01 * plain);
}

TEST(LoopExperiment, ShowsTheLossOfTheBestMultipleOfTheInverseCovariance) {
  LoopTraining plan = small_plan();
  plan.evaluation_tasks = 1 << 16;
  for (const bool scaled : {false, true}) {
    if (scaled) plan.scales = {3, 0.25};
    const LoopExperiment<double> experiment(plan);
    sim::Trainer<double> trainer(experiment);
    trainer.advance(0);
    // 0.0760 expected; of 2^16 squared errors of kurtosis far below 1e3 the mean is that to 10 %.
    EXPECT_LE(std::abs(number(experiment, trainer, "isotropic loss") / 0.0760173662 - 1), 0.1);
  }
}

TEST(LoopExperiment, TrainsToTheSameBitsOnOneThreadAndOnTwo) {
  for (const bool tied : {false, true}) {
    LoopTraining plan = small_plan();
    plan.sizes.tied = tied;
    const LoopExperiment<float> experiment(plan);
    sim::Trainer<float> one(experiment, 1), two(experiment, 2);
    one.advance(5);
    two.advance(5);
    EXPECT_EQ(sim::signature(one.weights()), sim::signature(two.weights()));
    EXPECT_EQ(one.curve(), two.curve());
  }
}

TEST(LoopExperiment, ApproachesTheBestWeights) {
  LoopTraining plan = small_plan();
  plan.steps = plan.evaluate_every = 400;
  plan.batch = 256;
  plan.start = 0.5;
  const LoopExperiment<float> experiment(plan);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  EXPECT_LE(std::abs(number(experiment, trainer, "diagonal") - 0.83), 0.05);
  EXPECT_LE(number(experiment, trainer, "bias"), 0.1);
}

TEST(LoopExperiment, RefusesPlansThatDoNotFit) {
  const auto refused = [](auto change) {
    LoopTraining plan = small_plan();
    change(plan);
    EXPECT_THROW(LoopExperiment<float>{plan}, PreconditionError);
  };
  refused([](LoopTraining& p) { p.sizes.dimension = 0; });
  refused([](LoopTraining& p) { p.sizes.context = 0; });
  refused([](LoopTraining& p) { p.sizes.loops = 0; });
  refused([](LoopTraining& p) { p.batch = 40; });
  refused([](LoopTraining& p) { p.scales = {1}; });
  refused([](LoopTraining& p) { p.other_scales = {1, 0}; });
  refused([](LoopTraining& p) {
    p.sizes.tied = false;
    p.most_test_loops = 2;
  });
}

}  // namespace
}  // namespace lemmascope::looped
