#include "sim/icl/softmax_study.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>

#include "sim/regression/tasks.hpp"
#include "sim/train/run.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using Complex = std::complex<double>;

Setting small_setting() { return {{3, 5}, regression::uniform_law(Rational(1))}; }
const sim::TaskSetting kTasks{3, 5, regression::uniform_law(Rational(1)), {}, {}};
constexpr sim::StreamKey kKey{3, 0, sim::Purpose::probe};

/// Half the squared error, each head's softmax without a shift.
Complex by_definition(const std::vector<Complex>& weights, int heads, const sim::DrawnTask& task) {
  const std::size_t d = 3, of_head = 16;
  Complex error(0);
  for (std::size_t i = 0; i < d; ++i) error -= task.map[i] * task.query[i];
  for (std::size_t h = 0; h < static_cast<std::size_t>(heads); ++h) {
    Complex sum(0), read(0);
    for (const auto& x : task.examples) {
      std::vector<double> token = x;
      token.push_back(task.map[0] * x[0] + task.map[1] * x[1] + task.map[2] * x[2]);
      Complex score(0), value(0);
      for (std::size_t r = 0; r <= d; ++r) {
        for (std::size_t c = 0; c < d; ++c) {
          score += token[r] * weights[h * of_head + r * d + c] * task.query[c];
        }
        value += weights[h * of_head + 12 + r] * token[r];
      }
      sum += std::exp(score);
      read += std::exp(score) * value;
    }
    error -= read / sum;
  }
  return error * error * 0.5;
}

TEST(SoftmaxStudy, HasTheGradientOfItsDefinitionInEveryEntry) {
  for (const int heads : {1, 2, 3}) {
    const sim::ExampleStudy study = softmax_study(small_setting(), heads, 0.5);
    std::vector<double> real(static_cast<std::size_t>(16 * heads));
    sim::Stream start({9, 0, sim::Purpose::initial_parameters}, 0);
    study.start(start, real);
    std::vector<double> gradient(real.size(), 0.0);
    sim::Stream draws(kKey, 5);
    const double loss = study.differentiate(real, draws, gradient);
    sim::Stream again(kKey, 5);
    const sim::DrawnTask task = sim::draw_task(kTasks, again);
    std::vector<Complex> weights(real.begin(), real.end());
    const double expected_loss = by_definition(weights, heads, task).real();
    EXPECT_LE(std::abs(loss - expected_loss), 1e-12 * (1 + expected_loss));
    double largest = 0;
    for (const double g : gradient) largest = std::max(largest, std::abs(g));
    for (std::size_t k = 0; k < weights.size(); ++k) {
      weights[k] += Complex(0, 1e-30);
      const double expected = by_definition(weights, heads, task).imag() * 1e30;
      weights[k] = weights[k].real();
      EXPECT_LE(std::abs(gradient[k] - expected), 1e-12 * largest) << heads << " " << k;
    }
  }
}

/// Without a prediction the loss is d sigma^2 / 2 = 1/2.
TEST(SoftmaxStudy, LearnsToPredict) {
  sim::Optimiser adam;
  adam.kind = sim::OptimiserKind::adam;
  adam.learning_rate = 2e-2;
  sim::TrainingPlan plan;
  plan.root_seed = 1;
  plan.batch = 64;
  plan.stages = {{300, adam, {}}};
  plan.evaluate_every = 300;
  plan.evaluation_size = 1024;
  const sim::ExampleExperiment experiment(plan, softmax_study(small_setting(), 2, 0.1));
  EXPECT_LT(sim::last_numbers(experiment).front(), 0.4);
}

TEST(SoftmaxStudy, RefusesWhatItCannotTrain) {
  EXPECT_THROW(softmax_study(small_setting(), 0, 1), PreconditionError);
  EXPECT_THROW(softmax_study(small_setting(), 1, 0), PreconditionError);
  EXPECT_THROW(softmax_study({{0, 5}, regression::gaussian_law()}, 1, 1), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::icl
