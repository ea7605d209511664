#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "printed_digits.hpp"
#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/causal/exact_training.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/stage_one_flow.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Prior;

const Rational kHundredth(1, 100);

TEST(TrainExactly, StageTwoUnderASymmetricPriorIsTheGeneralDescent) {
  // The folded path moves A2 along I - 1 1^T / S; the general gradient must do the same. Both in 50
  // digits: 12 steps of some hundred roundings each leave 40 digits.
  const CausalForest forest = CausalForest::chain(3);
  const Prior prior = Prior::orbit(reference_pi2());
  TrainingPlan<Real50> plan{Real50(1) / 8, Real50(20), 6, Real50(1) / 2, 6, {0, 6}};
  const auto run = train_exactly(plan, forest, prior, kHundredth);
  auto weights = ReducedWeights<Real50>::initial(4, 2, plan.initial_match);
  for (int step = 0; step < 6; ++step) {
    const auto gradient = population_gradient(weights, forest, prior, kHundredth);
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j < 4; ++j) {
        weights.position_scores(i, j) -= plan.first_step_size * gradient.position_scores(i, j);
      }
    }
  }
  for (int step = 0; step < 6; ++step) {
    const auto gradient = population_gradient(weights, forest, prior, kHundredth);
    for (int s = 0; s < 2; ++s) {
      for (int t = 0; t < 2; ++t) {
        weights.token_match(s, t) -= plan.second_step_size * gradient.token_match(s, t);
      }
    }
  }
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j <= i; ++j) {
      EXPECT_LT(abs(Real50(run.weights.position_scores(i, j) - weights.position_scores(i, j))),
                Real50(1e-40));
    }
  }
  for (int s = 0; s < 2; ++s) {
    for (int t = 0; t < 2; ++t) {
      EXPECT_LT(abs(Real50(run.weights.token_match(s, t) - weights.token_match(s, t))),
                Real50(1e-40));
    }
  }
  ASSERT_EQ(run.trajectory.size(), 4u);
  EXPECT_EQ(run.trajectory.front().stage, 1);
  EXPECT_EQ(run.trajectory.back().stage, 2);
  EXPECT_EQ(run.trajectory.back().step, 6);
}

TEST(TrainExactly, LearnsTheChainInTwoStages) {
  const CausalForest forest = CausalForest::chain(7);
  const Prior prior = Prior::orbit(reference_pi2());
  TrainingPlan<double> plan{0.01, 1600.0, 400, 1.0, 300, {}};
  double last_attention = 0;
  double last_loss = 0;
  int last_stage = 0;
  const auto run = train_exactly<double>(
      plan, forest, prior, kHundredth, [&](const TrainingPoint<double>& point, const auto&) {
        if (point.stage == last_stage) {
          EXPECT_LE(point.loss, last_loss) << point.stage << " " << point.step;
          if (point.stage == 1) {
            EXPECT_GT(point.parent_attention, last_attention);
          }
        }
        last_stage = point.stage;
        last_loss = point.loss;
        last_attention = point.parent_attention;
      });
  const Matrix<double> attention = attention::causal_attention(run.weights.position_scores);
  for (int i = 1; i < 7; ++i) {
    for (int j = 0; j <= i; ++j) {
      if (j == i - 1) continue;
      EXPECT_GT(attention(i, i - 1), attention(i, j)) << i << " " << j;
    }
  }
}

// Exact runs whose outcome is on record: pairs graph, T = 11, 4000 steps of size T S / beta0 with
// the orbit of
// [[8/10, 2/10], [3/10, 7/10]]. Roots stay nearly uniform over what came before and drop
// themselves.
TEST(TrainExactly, LeavesRootRowsNearlyUniformAndOffThemselves) {
  TrainingPlan<double> plan{0.01, 2200.0, 4000, 1.0, 0, {}};
  const Prior prior = Prior::orbit(markov::parse_chain("8/10,2/10;3/10,7/10"));
  const auto run = train_exactly<double>(plan, CausalForest::pairs(10), prior, kHundredth);
  const Matrix<double> attention = attention::causal_attention(run.weights.position_scores);
  const std::vector<std::string> printed{"0.2436", "0.2629", "0.2495", "0.2420", "0.0020"};
  const Rational half(1, 20000);
  for (int j = 0; j < 5; ++j) {
    const Rational centre = parse_rational(printed[j]);
    EXPECT_TRUE(contains(Interval::between(centre - half, centre + half),
                         Interval::exactly(attention(4, j))))
        << j << " " << attention(4, j);
  }
}

// Without constant mean the diagonal wins: a sticky chain alone, or with its relabelling, trains to
// self-attention; its orbit under independent row and column permutations trains to the parent.
TEST(TrainExactly, NeedsTheConstantMeanToFindTheParent) {
  const markov::Chain sticky = markov::parse_chain("8/10,2/10;3/10,7/10");
  const auto attention_after = [&](const Prior& prior) {
    TrainingPlan<double> plan{0.01, 2000.0, 1000, 1.0, 0, {}};
    return attention::causal_attention(
        train_exactly<double>(plan, CausalForest::chain(9), prior, kHundredth)
            .weights.position_scores);
  };
  const auto fixed = attention_after(Prior::single(sticky));
  const auto swapped = attention_after(Prior::symmetrised(sticky));
  const auto orbit = attention_after(Prior::orbit(sticky));
  for (int i = 1; i < 9; ++i) {
    EXPECT_GT(fixed(i, i), 0.99);
    EXPECT_GT(swapped(i, i), 0.99);
    EXPECT_GT(orbit(i, i - 1), 0.99);
  }
}

TEST(StageOneFlow, OneStepFromZeroIsTheLeadingGradientStep) {
  for (const SmallInstance& instance : small_instances(20, 3, 4, 3)) {
    const auto k = drive_by_quadrature(instance.chain, instance.forest, instance.epsilon);
    const Matrix<Rational> gradient = leading_gradient(k);
    Matrix<Interval> enclosed(k.rows(), k.cols());
    for (Eigen::Index e = 0; e < k.size(); ++e) enclosed.data()[e] = Interval(k.data()[e]);
    const int length = static_cast<int>(k.rows());
    const auto stepped = stage_one_descent(enclosed, Interval(Rational(1, length)), 1);
    for (int i = 0; i < length; ++i) {
      for (int j = 0; j <= i; ++j) {
        EXPECT_TRUE(contains(stepped(i, j), Rational(-gradient(i, j))));
      }
    }
  }
}

TEST(StageOneFlow, ReachesTheParentWithinTheTimeBound) {
  SmallRandom random(61);
  for (int round = 0; round < 25; ++round) {
    const int entries = 2 + random.below(6);
    Vector<double> fitness(entries);
    for (int j = 0; j < entries; ++j) fitness[j] = random.below(100) / 1000.0;
    const int parent = random.below(entries);
    fitness[parent] = 0.2;
    double gap = 1;
    for (int j = 0; j < entries; ++j) {
      if (j != parent) gap = std::min(gap, fitness[parent] - fitness[j]);
    }
    const double bound = parent_time_bound<double>(entries, gap, 1.0, 0.05);
    Vector<double> scores = Vector<double>::Zero(entries);
    const int steps = 400;
    for (int step = 0; step < steps; ++step) {
      scores = flow_step<double>(scores, fitness, bound / steps);
    }
    EXPECT_GE(attention::softmax<double>(scores)[parent], 0.95);
  }
}

TEST(StageOneFlow, RefusesABoundWithoutAGap) {
  EXPECT_THROW(parent_time_bound<double>(3, 0.0, 1.0, 0.1), PreconditionError);
  EXPECT_THROW(parent_time_bound<double>(3, 0.1, 1.0, 1.0), PreconditionError);
  const Matrix<Rational> k = Matrix<Rational>::Constant(4, 4, Rational(0));
  EXPECT_THROW(parent_gap(k, CausalForest::chain(3), 0), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
