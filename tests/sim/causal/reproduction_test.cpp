#include "sim/causal/reproduction.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "sim/causal/configurations.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

constexpr Figure kAll[] = {Figure::fig2, Figure::fig5, Figure::fig6,
                           Figure::fig7, Figure::fig8, Figure::fig9};

TEST(Configurations, HaveTheAuthorsSizes) {
  const ReproductionOptions full;
  const auto single = configurations(Figure::fig2, full);
  ASSERT_EQ(single.size(), 3u);
  for (const Configuration& c : single) {
    EXPECT_EQ(c.task.states(), 10);
    EXPECT_EQ(c.task.length(), 20);
    EXPECT_EQ(c.plan.steps(), 1 << 17);
    EXPECT_EQ(c.plan.batch, 1024);
    EXPECT_EQ(c.plan.evaluation_size, 1 << 16);
    EXPECT_EQ(c.plan.stages[0].optimiser.kind, sim::OptimiserKind::sgd);
    EXPECT_EQ(c.plan.stages[0].optimiser.schedule, sim::Schedule::cosine);
  }
  const auto several = configurations(Figure::fig7, full);
  ASSERT_EQ(several.size(), 3u);
  EXPECT_EQ(several[0].task.states(), 5);
  EXPECT_EQ(several[0].task.length(), 32);
  EXPECT_EQ(several[0].target_parents, (std::vector<markov::Position>{15, 31}));
  EXPECT_EQ(several[2].heads, 3);
  EXPECT_EQ(several[0].plan.steps(), 1 << 16);
  const auto standard = configurations(Figure::fig8, full);
  EXPECT_EQ(standard[0].plan.steps(), 1 << 12);
  EXPECT_EQ(standard[0].plan.stages[0].optimiser.weight_decay, 2e-4);
  const auto many = configurations(Figure::fig9, full);
  ASSERT_EQ(many.size(), 20u);
  EXPECT_EQ(many[0].plan.steps(), 1 << 14);
  EXPECT_EQ(many[0].plan.stages[0].optimiser.schedule, sim::Schedule::constant);
  EXPECT_NE(*many[0].forest, *many[1].forest);
}

TEST(Configurations, SeedsRepeatTheSameGraphsWithOtherRuns) {
  ReproductionOptions two;
  two.seeds = 2;
  const auto all = configurations(Figure::fig9, two);
  ASSERT_EQ(all.size(), 40u);
  EXPECT_EQ(*all[0].forest, *all[20].forest);
  EXPECT_NE(all[0].plan.run, all[20].plan.run);
}

TEST(Figures, ReadBackFromTheirNames) {
  for (const Figure figure : kAll) EXPECT_EQ(parse_figure(to_text(figure)), figure);
  EXPECT_THROW(parse_figure("fig3"), PreconditionError);
}

/// Stops every figure at its first evaluation: the shape of a result, not its numbers.
TEST(Reproduce, ReturnsWhatAReportNeeds) {
  for (const Figure figure : {Figure::fig2, Figure::fig5, Figure::fig8, Figure::fig9}) {
    ReproductionOptions options;
    options.quick = true;
    options.threads = 2;
    int seen = 0;
    options.watch = [&seen](const ReproductionProgress& p) {
      EXPECT_GT(p.count, 0);
      if (p.progress.point.step < p.progress.step) return true;
      ++seen;
      return false;
    };
    const Reproduction r = reproduce(figure, options);
    EXPECT_EQ(seen, 1);
    ASSERT_EQ(r.runs.size(), 1u) << to_text(figure);
    const ReproductionRun& run = r.runs[0];
    EXPECT_EQ(run.curve.size(), 2u);
    EXPECT_GE(run.lines.size(), 3u);
    EXPECT_FALSE(run.weights.empty());
    ASSERT_FALSE(run.attention.empty());
    EXPECT_EQ(run.attention[0].size(), static_cast<std::size_t>(run.length * run.length));
    EXPECT_FALSE(r.finished);
    EXPECT_TRUE(r.numbers.empty()) << "a stopped figure has nothing to compare";
    ASSERT_FALSE(r.remarks.empty());
    EXPECT_TRUE(r.remarks.back().starts_with("Stopped early: 1 of")) << r.remarks.back();
    for (const WeightMatrix& m : run.weights) {
      EXPECT_EQ(m.entries.size(),
                static_cast<std::size_t>(m.rows) * static_cast<std::size_t>(m.columns));
      int rows = 0;
      for (const auto& block : m.row_blocks) rows += block.size;
      EXPECT_TRUE(rows == 0 || rows == m.rows) << m.name;
    }
  }
}

Configuration small(const markov::CausalForest& forest, int heads) {
  sim::TrainingPlan plan;
  plan.batch = 64;
  plan.stages = {{40, sim::Optimiser{}, {}}};
  plan.evaluate_every = 20;
  plan.evaluation_size = 256;
  return {"small",
          forest,
          std::nullopt,
          {},
          Task::in_context_tree(forest, 3, RowLaw{}),
          std::make_shared<sim::DisentangledModel<float>>(3, forest.size() + 1, heads, 1e-2),
          plan,
          heads};
}

TEST(TrainConfiguration, TrainsInThePrecisionOfItsModel) {
  const auto forest = markov::CausalForest::chain(5);
  Configuration c = small(forest, 1);
  const ReproductionRun single = train_configuration(c, {})->run;
  c.model = std::make_shared<sim::DisentangledModel<double>>(3, 6, 1, 1e-2);
  const ReproductionRun twice = train_configuration(c, {})->run;
  EXPECT_EQ(single.precision, "float");
  EXPECT_EQ(twice.precision, "double");
  EXPECT_NE(single.final_loss, twice.final_loss);
  // The same draws and the same start: 40 steps apart by rounding of 2^-24 each.
  EXPECT_LE(std::abs(single.final_loss - twice.final_loss), 40 * 64 * 0x1p-24);
  EXPECT_EQ(single.lines[0].loss.mean, twice.lines[0].loss.mean);
  ASSERT_EQ(twice.weights.size(), single.weights.size());
  EXPECT_EQ(twice.weights[0].entries.size(), single.weights[0].entries.size());
}

TEST(TrainConfiguration, ScoresTheBestOfSeveralHeads) {
  const auto forest = markov::CausalForest::chain(5);
  const ReproductionRun run = train_configuration(small(forest, 2), {})->run;
  ASSERT_EQ(run.attention.size(), 2u);
  double mean = 0;
  for (int i = 1; i < 5; ++i) {
    const auto at = static_cast<std::size_t>(i * 6 + i - 1);
    const double most = std::max(run.attention[0][at], run.attention[1][at]);
    EXPECT_EQ(run.parent_attention[static_cast<std::size_t>(i)], most);
    mean += most / 4;
  }
  EXPECT_EQ(run.parent_attention[0], -1);
  EXPECT_DOUBLE_EQ(run.mean_parent_attention, mean);
  EXPECT_DOUBLE_EQ(run.curve.back().parent_attention, mean);
}

TEST(TrainConfiguration, WatchesTheParentsOfADag) {
  Configuration c = configurations(Figure::fig5, ReproductionOptions{}).front();
  c.plan.stages[0].steps = 1;
  c.plan.evaluation_size = 64;
  const ReproductionRun run = train_configuration(c, {})->run;
  // Nearly zero weights: uniform attention 1 / (i + 1) to both parents of i = 2, ..., 31.
  double expected = 0;
  for (int i = 2; i < 32; ++i) expected += 1.0 / (30 * (i + 1));
  EXPECT_LE(std::abs(run.curve.front().parent_attention - expected), 0.01 * expected);
}

TEST(TrainConfiguration, WatchesTheParentsOfTheStandardTransformer) {
  Configuration c = configurations(Figure::fig8, ReproductionOptions{}).front();
  c.plan.stages[0].steps = 2;
  c.plan.batch = 64;
  c.plan.evaluation_size = 64;
  const ReproductionRun run = train_configuration(c, {})->run;
  // A = 0: uniform attention 1 / (i + 1) to the parent of i = 1, ..., 18 of the chain.
  double expected = 0;
  for (int i = 1; i < 19; ++i) expected += 1.0 / (18 * (i + 1));
  EXPECT_LE(std::abs(run.curve.front().parent_attention - expected), 1e-6 * expected);
  EXPECT_DOUBLE_EQ(run.curve.back().parent_attention, run.mean_parent_attention);
}

TEST(TrainConfiguration, MeasuresADagByItsBestHeads) {
  Configuration c = configurations(Figure::fig5, ReproductionOptions{}).front();
  c.plan.stages[0].steps = 1;
  c.plan.evaluation_size = 64;
  const ReproductionRun run = train_configuration(c, {})->run;
  EXPECT_GT(run.mean_parent_attention, 0);
  EXPECT_DOUBLE_EQ(run.curve.back().parent_attention, run.mean_parent_attention);
}

TEST(TrainConfiguration, StopsBetweenEvaluations) {
  const auto forest = markov::CausalForest::chain(5);
  sim::RunOptions how;
  how.watch = [](const sim::Progress& p) {
    EXPECT_EQ(p.point.step, 0);
    return p.step < 7;
  };
  const TrainedRun stopped = train_configuration(small(forest, 1), how).value();
  EXPECT_FALSE(stopped.finished);
  EXPECT_EQ(stopped.run.steps_done, 7);
  EXPECT_EQ(stopped.run.curve.size(), 1u);
}

TEST(Reproduce, ContinuesFromItsCheckpoints) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("lemmascope_reproduce_" + std::to_string(::getpid()));
  ReproductionOptions options;
  options.quick = true;
  options.threads = 2;
  options.checkpoint_folder = folder;
  const auto at_evaluation = [](const ReproductionProgress& p) {
    return p.progress.point.step == p.progress.step;
  };
  options.watch = [&](const ReproductionProgress& p) { return !at_evaluation(p); };
  const Reproduction once = reproduce(Figure::fig8, options);
  const Reproduction twice = reproduce(Figure::fig8, options);
  ASSERT_EQ(twice.runs[0].curve.size(), 3u);
  EXPECT_EQ(twice.runs[0].curve[1], once.runs[0].curve[1]);
  options.checkpoint_folder.clear();
  int calls = 0;
  options.watch = [&](const ReproductionProgress& p) {
    calls += at_evaluation(p) ? 1 : 0;
    return calls < 2;
  };
  const Reproduction through = reproduce(Figure::fig8, options);
  EXPECT_EQ(through.runs[0].curve, twice.runs[0].curve);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace lemmascope::causal
