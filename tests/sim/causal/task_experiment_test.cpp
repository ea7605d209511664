#include "sim/causal/task_experiment.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/causal/parent_attention.hpp"
#include "sim/train/trainer.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using namespace sim;  // what is trained, and by what

using markov::CausalForest;

TrainingPlan plan(std::int64_t steps, OptimiserKind kind = OptimiserKind::sgd) {
  TrainingPlan p;
  p.root_seed = 31;
  p.run = 2;
  p.batch = 100;  // not a multiple of the shards
  p.evaluate_every = 10;
  p.evaluation_size = 1500;
  Optimiser o;
  o.kind = kind;
  o.learning_rate = kind == OptimiserKind::sgd ? 1.0 : 0.01;
  o.schedule = Schedule::cosine;
  o.weight_decay = 1e-3;
  p.stages = {{steps, o, {}}};
  return p;
}

const CausalForest kForest({-1, 0, 1, -1, 3, 3, 5});

Task task() { return Task::in_context_tree(kForest, 3, RowLaw{}); }

template <class F>
struct Owned {
  TaskExperiment<F> own;
};
/// A trainer with its experiment.
template <class F>
struct Training : Owned<F>, Trainer<F> {
  Training(const Task& what, const Model<F>& model, const TrainingPlan& p, int threads = 1,
           InstructionSet sampling = widest_instruction_set())
      : Owned<F>{TaskExperiment<F>(what, model, p, {}, sampling)}, Trainer<F>(this->own, threads) {}
};

template <class F>
std::vector<F> copy(std::span<const F> values) {
  return {values.begin(), values.end()};
}

TEST(Trainer, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const OptimiserKind kind : {OptimiserKind::sgd, OptimiserKind::adamw}) {
    const DisentangledModel<float> model(3, 8, 2, 1e-2);
    Training<float> one(task(), model, plan(25, kind), 1);
    one.advance(25);
    for (const int threads : {2, 3, 20}) {
      Training<float> many(task(), model, plan(25, kind), threads);
      many.advance(25);
      EXPECT_EQ(copy(many.weights()), copy(one.weights())) << threads;
      EXPECT_EQ(many.curve(), one.curve()) << threads;
    }
  }
}

class Checkpoint : public ::testing::Test {
 protected:
  Checkpoint()
      : path_(std::filesystem::temp_directory_path() /
              ("lemmascope_checkpoint_" + std::to_string(::getpid()) + ".npz")) {}
  ~Checkpoint() override { std::filesystem::remove(path_); }
  std::filesystem::path path_;
};

TEST_F(Checkpoint, ResumingAnywhereGivesTheSameBits) {
  for (const OptimiserKind kind : {OptimiserKind::sgd, OptimiserKind::adamw}) {
    const DisentangledModel<double> model(3, 8, 1, 1e-2);
    Training<double> through(task(), model, plan(30, kind));
    through.advance(30);
    for (const int stop : {0, 1, 10, 17, 29, 30}) {
      {
        Training<double> first(task(), model, plan(30, kind), 2);
        first.advance(stop);
        first.save(path_);
      }
      Training<double> second(task(), model, plan(30, kind));
      second.resume(path_);
      EXPECT_EQ(second.step(), stop);
      second.advance(30);
      EXPECT_TRUE(second.finished());
      EXPECT_EQ(copy(second.weights()), copy(through.weights())) << stop;
      EXPECT_EQ(second.curve(), through.curve()) << stop;
    }
  }
}

TEST_F(Checkpoint, RefusesAnotherTraining) {
  const DisentangledModel<float> model(3, 8, 1);
  Training<float> first(task(), model, plan(30));
  first.save(path_);
  TrainingPlan other = plan(30);
  other.root_seed = 32;
  Training<float> second(task(), model, other);
  EXPECT_THROW(second.resume(path_), PreconditionError);
  const Task chain = Task::in_context_tree(CausalForest::chain(7), 3, RowLaw{});
  Training<float> third(chain, model, plan(30));
  EXPECT_THROW(third.resume(path_), PreconditionError);
}

TEST(Trainer, StagesTrainOnlyTheirBlocks) {
  TrainingPlan p = plan(5);
  p.stages.push_back(p.stages[0]);
  p.stages[0].trained_blocks = {"A2"};
  p.stages[1].trained_blocks = {"W"};
  const DisentangledModel<float> model(3, 8, 1, 0.5);
  Training<float> trainer(task(), model, p);
  const std::vector<float> start = copy(trainer.weights());
  const auto block = [&](const char* name, const std::vector<float>& weights) {
    for (const WeightBlock& b : model.blocks()) {
      if (b.name == name) return dense<float>(b, weights);
    }
    return std::vector<float>{};
  };
  // W is zero at the start, so A2 gets no gradient in stage 1: give W some weight first.
  std::vector<float> weights = start;
  for (const WeightBlock& b : model.blocks()) {
    if (b.name == "W")
      place<float>(b, std::vector<float>(static_cast<std::size_t>(b.rows * b.columns), 0.1f),
                   weights);
  }
  for (std::size_t k = 0; k < weights.size(); k += 3) weights[k] *= 1.5f;
  trainer.set_weights(weights);
  trainer.advance(5);
  const std::vector<float> middle = copy(trainer.weights());
  EXPECT_EQ(block("A1_0", middle), block("A1_0", weights));
  EXPECT_EQ(block("W", middle), block("W", weights));
  EXPECT_NE(block("A2", middle), block("A2", weights));
  trainer.advance(5);
  const std::vector<float> end = copy(trainer.weights());
  EXPECT_EQ(block("A2", end), block("A2", middle));
  EXPECT_NE(block("W", end), block("W", middle));
}

TEST(Trainer, StopsWhenTheWatcherSaysSo) {
  const DisentangledModel<float> model(3, 8, 1);
  Training<float> trainer(task(), model, plan(100));
  int calls = 0;
  trainer.advance(100, [&](const Progress& progress) {
    EXPECT_EQ(progress.steps, 100);
    return ++calls < 3;
  });
  EXPECT_EQ(trainer.step(), 30);
  EXPECT_EQ(trainer.curve().size(), 4u);
}

TEST(Trainer, AsksBetweenEvaluationsToo) {
  const DisentangledModel<float> model(3, 8, 1);
  Training<float> trainer(task(), model, plan(100));
  std::vector<std::int64_t> evaluated, other;
  trainer.advance(
      100, [&](const Progress& p) { return evaluated.push_back(p.step), true; },
      [&](const Progress& p) { return other.push_back(p.step), p.step < 23; });
  EXPECT_EQ(evaluated, (std::vector<std::int64_t>{10, 20}));
  EXPECT_EQ(other.size(), 21u);  // 1..23 but for those two
  EXPECT_EQ(trainer.step(), 23);
  Training<float> through(task(), model, plan(100));
  through.advance(100);
  trainer.advance(100);
  EXPECT_EQ(copy(trainer.weights()), copy(through.weights()));
  EXPECT_EQ(trainer.curve(), through.curve());
}

TEST(Trainer, RefusesPlansThatDoNotFit) {
  const DisentangledModel<float> model(3, 9, 1);
  EXPECT_THROW(Training<float>(task(), model, plan(5)), PreconditionError);
  const DisentangledModel<float> fits(3, 8, 1);
  TrainingPlan p = plan(5);
  p.stages[0].trained_blocks = {"V"};
  EXPECT_THROW(Training<float>(task(), fits, p), PreconditionError);
  p.stages.clear();
  EXPECT_THROW(Training<float>(task(), fits, p), PreconditionError);
}

/// The portable kernels use no fused operation and no library function in the gradient (only the
/// gamma table's coefficients, rounded to single precision, come from exp and log), so a trajectory
/// is a fact about the program, not about the machine. The other instruction sets fuse
/// multiplications and have trajectories of their own. A change here means a change of the numbers
/// users get: say so.
TEST(Trainer, ASmallTrajectoryHasItsSignature) {
  const DisentangledModel<float> model(3, 8, 1, 0, InstructionSet::portable);
  Training<float> trainer(task(), model, plan(50), 2, InstructionSet::portable);
  trainer.advance(50);
  EXPECT_EQ(signature<float>(trainer.weights()), 14402566786593440266u);
}

/// Weights whose first-layer head h puts a score of 30 on entry (i, j) for every ((h, i), j).
std::vector<double> hard_heads(const DisentangledModel<double>& model,
                               const std::map<std::pair<int, int>, int>& attended) {
  std::vector<double> weights(static_cast<std::size_t>(model.storage()));
  const auto blocks = model.blocks();
  for (const auto& [query, key] : attended) {
    const WeightBlock& a1 = blocks[static_cast<std::size_t>(query.first)];
    const int row = model.states() + query.second, column = model.states() + key;
    weights[static_cast<std::size_t>(a1.offset + std::ptrdiff_t{row} * a1.stride + column)] = 30;
  }
  return weights;
}

TEST(ParentAttention, OfSeveralHeadsIsTheBestHeadsForEachParent) {
  const DisentangledModel<double> model(3, 4, 2);
  const markov::CausalDag dag({{}, {}, {0, 1}, {1, 2}});
  const double none = 1 / (1 + 3 * std::exp(30.0));
  // Head 0 reads 0 and 1, head 1 reads 1 and 0: three of the four edges are attended to.
  const auto weights = hard_heads(model, {{{0, 2}, 0}, {{0, 3}, 1}, {{1, 2}, 1}, {{1, 3}, 0}});
  const double found = mean_parent_attention<double>(model, weights, dag);
  EXPECT_GE(found, 0.75 - 4 * std::exp(-30.0));
  EXPECT_LE(found, 0.75 + std::exp(-30.0) + none);
  EXPECT_EQ(mean_parent_attention<double>(model, weights, markov::CausalDag({{}, {}})), 0);
}

TEST(ParentAttention, OfOneHeadIsThatOfTheForest) {
  const DisentangledModel<double> model(3, 8, 1);
  std::vector<double> weights(static_cast<std::size_t>(model.storage()));
  Stream stream({3, 0, Purpose::probe}, 0);
  for (double& w : weights) w = stream.next_normal();
  EXPECT_EQ(mean_parent_attention<double>(model, weights, markov::CausalDag(kForest)),
            mean_parent_attention<double>(model, weights, kForest));
}

TEST(Trainer, LearnsTheParentsOfASmallForest) {
  const DisentangledModel<float> model(3, 8, 1);
  TrainingPlan p = plan(3000);
  p.batch = 256;
  p.evaluate_every = 3000;
  p.stages[0].optimiser.schedule = Schedule::constant;
  p.stages[0].optimiser.weight_decay = 0;
  Training<float> trainer(task(), model, p, 2);
  const double before = mean_parent_attention<float>(model, trainer.weights(), kForest);
  trainer.advance(3000);
  EXPECT_EQ(parent_is_argmax_share<float>(model, trainer.weights(), kForest), 1.0);
  EXPECT_GT(mean_parent_attention<float>(model, trainer.weights(), kForest), before + 0.2);
  EXPECT_LT(trainer.curve().back().numbers[0], trainer.curve().front().numbers[0] - 0.2);
}

}  // namespace
}  // namespace lemmascope::causal
