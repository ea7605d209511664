#include "sim/icl/roll_out.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "sim/icl/descent.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

constexpr sim::StreamKey kKey{3, 0, sim::Purpose::probe};

/// w^T (I - damping t C)^T x, squared and halved.
TEST(RollOut, OfADescentIsThePowerOfItsResidual) {
  const sim::TaskSetting setting{3, 4, regression::uniform_law(Rational(1)), {}, {}};
  const sim::AttentionSizes sizes{3, 1, 1, false};
  const auto losses = roll_out_losses(products_of<double>({"", {{0.25, 0}}, 0}, sizes), sizes,
                                      setting, 0.5, 6, kKey, 19);
  ASSERT_EQ(losses.size(), 6u);
  ASSERT_EQ(losses[5].size(), 19u);
  for (std::uint64_t k = 0; k < 19; ++k) {
    sim::Stream stream(kKey, k);
    const sim::DrawnTask task = sim::draw_task(setting, stream);
    std::vector<double> left = task.query;
    for (std::size_t step = 0; step < 6; ++step) {
      std::vector<double> moved(3, 0.0);
      for (const auto& x : task.examples) {
        const double score = x[0] * left[0] + x[1] * left[1] + x[2] * left[2];
        for (std::size_t i = 0; i < 3; ++i) moved[i] += x[i] * score;
      }
      double error = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        left[i] -= 0.125 * moved[i];
        error += task.map[i] * left[i];
      }
      EXPECT_LE(std::abs(losses[step][k] - error * error / 2), 1e-12 * (1 + error * error));
    }
  }
  EXPECT_THROW(roll_out_losses({1, 2}, sizes, setting, 1, 1, kKey, 1), PreconditionError);
}

/// Inputs that a layer makes longer again and again leave doubles behind; not as nan, which no
/// median knows.
TEST(RollOut, IsInfiniteWhereItOverflows) {
  const sim::TaskSetting setting{3, 4, regression::uniform_law(Rational(1)), {}, {}};
  const sim::AttentionSizes sizes{3, 1, 1, false};
  const auto losses = roll_out_losses(products_of<double>({"", {{1, -2}}, 0}, sizes), sizes,
                                      setting, 1, 30, kKey, 16);
  for (const double loss : losses.back()) {
    EXPECT_EQ(loss, std::numeric_limits<double>::infinity());
  }
}

struct Sample {
  double mean = 0, standard_error = 0;
};
Sample sample_of(const std::vector<double>& values) {
  Sample sample;
  const auto n = static_cast<double>(values.size());
  for (const double v : values) sample.mean += v / n;
  for (const double v : values) {
    sample.standard_error += (v - sample.mean) * (v - sample.mean) / (n * (n - 1));
  }
  sample.standard_error = std::sqrt(sample.standard_error);
  return sample;
}

/// Means over drawn tasks after one and two steps of the best single one, by the law of the code
/// and by that of the text, within five standard errors of the exact half-losses: one alarm in 1.7
/// million.
TEST(RollOut, HasTheExpectedLossOfItsLaw) {
  const sim::AttentionSizes sizes{10, 1, 1, false};
  for (const Rational& size : {Rational(1, 2), Rational(1)}) {
    const Setting law{{10, 10}, regression::uniform_law(size)};
    const Rational step = best_one_step_rate(law) / 10;
    const auto losses = roll_out_losses(products_of<double>({"", {{to_double(step), 0}}, 0}, sizes),
                                        sizes, {10, 10, law.law, {}, {}}, 1, 2, kKey, 20000);
    for (int steps = 1; steps <= 2; ++steps) {
      const Sample found = sample_of(losses[static_cast<std::size_t>(steps - 1)]);
      const double expected = to_double(evaluate(half_loss(law, steps), step));
      EXPECT_LE(std::abs(found.mean - expected), 5 * found.standard_error) << steps;
      EXPECT_LE(found.standard_error, 0.05 * expected);
    }
  }
}

/// Inputs twice as large have eigenvalues exactly four times as large.
TEST(BeyondBounds, ScaleWithTheSquareOfTheInputs) {
  for (const int context : {25, 50, 100}) {
    const auto count = [&](const Rational& size, double factor) {
      return beyond_bounds({10, context, regression::uniform_law(size), {}, {}},
                           factor * context / 50.0, factor * context / 7.0, kKey, 500);
    };
    const BeyondBounds half = count(Rational(1, 2), 1), whole = count(Rational(1), 4);
    EXPECT_EQ(half.above, whole.above);
    EXPECT_EQ(half.below, whole.below);
    EXPECT_GT(half.above + half.below, 0) << context;
  }
}

TEST(BeyondBounds, CountsEigenvalues) {
  const sim::TaskSetting setting{3, 4, regression::uniform_law(Rational(1)), {}, {}};
  int above = 0, below = 0;
  for (std::uint64_t k = 0; k < 200; ++k) {
    sim::Stream stream(kKey, k);
    const sim::DrawnTask task = sim::draw_task(setting, stream);
    Eigen::MatrixXd x(3, 4);
    for (int n = 0; n < 4; ++n) {
      for (int i = 0; i < 3; ++i) {
        x(i, n) = task.examples[static_cast<std::size_t>(n)][static_cast<std::size_t>(i)];
      }
    }
    const Eigen::VectorXd values =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(x * x.transpose()).eigenvalues();
    above += values(2) > 2.5 ? 1 : 0;
    below += values(0) < 0.2 ? 1 : 0;
  }
  const BeyondBounds found = beyond_bounds(setting, 0.2, 2.5, kKey, 200);
  EXPECT_EQ(found.above, above);
  EXPECT_EQ(found.below, below);
  EXPECT_GT(above, 10);
  EXPECT_GT(below, 10);
}

TEST(SingleTasks, AreWithinTheBoundsOfTheirEigenvalues) {
  const sim::TaskSetting setting{3, 4, regression::uniform_law(Rational(1)), {}, {}};
  SingleTasks tasks(setting), others(setting);
  int above = 0, below = 0;
  for (std::uint64_t k = 0; k < 200; ++k) {
    above += tasks.are_eigenvalues_within(3, k, -1, 2.5) ? 0 : 1;
    below += others.are_eigenvalues_within(3, 199 - k, 0.2, 100) ? 0 : 1;
    others.are_eigenvalues_within(4, k, 0.2, 100);
  }
  const BeyondBounds found = beyond_bounds(setting, 0.2, 2.5, kKey, 200);
  EXPECT_EQ(found.above, above);
  EXPECT_EQ(found.below, below);
}

}  // namespace
}  // namespace lemmascope::icl
