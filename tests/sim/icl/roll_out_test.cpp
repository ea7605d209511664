#include "sim/icl/roll_out.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>

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
