#include "properties/causal/small_training.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/causal/training_sequences.hpp"
#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trial_record.hpp"
#include "sim/causal/count_estimators.hpp"
#include "sim/causal/random_graphs.hpp"
#include "sim/causal/sampler.hpp"
#include "sim/causal/task.hpp"
#include "sim/causal/task_experiment.hpp"
#include "sim/train/trainer.hpp"
#include "sim/transformer/disentangled_model.hpp"

namespace lemmascope::causal {
namespace {

using markov::Position;

// Attention of every position over positions, from the position block of A1.
std::vector<double> attention_of(const sim::Trainer<float>& trainer, int states, int length) {
  for (const auto& block : trainer.experiment().blocks()) {
    if (block.name == "A1_0") {
      const auto a1 = sim::dense(block, trainer.weights());
      return sim::position_attention<float>(a1, states, length);
    }
  }
  return {};
}

TrainingState state_of(const sim::Trainer<float>& trainer, const SmallTraining& training,
                       double test_loss) {
  const int length = training.graph.size() + 1;
  const auto attention = attention_of(trainer, training.states, length);
  TrainingState state;
  state.step = static_cast<int>(trainer.step());
  state.test_loss = test_loss;
  state.argmax_is_parent = true;
  for (Position i = 0; i < training.scored.size(); ++i) {
    const double* row = attention.data() + static_cast<std::ptrdiff_t>(i) * length;
    state.argmax.push_back(static_cast<Position>(std::max_element(row, row + i + 1) - row));
    const Position p = training.scored.parent(i);
    if (p == markov::kNoParent) continue;
    state.parent_attention += row[p] / training.scored.edge_count();
    state.argmax_is_parent = state.argmax_is_parent && state.argmax.back() == p;
  }
  return state;
}

sim::TrainingPlan plan_of(const SmallTraining& training, const statistics::TrialKey& key) {
  sim::TrainingStage stage;
  stage.steps = training.steps;
  stage.optimiser = training.optimiser;
  sim::TrainingPlan plan;
  plan.root_seed = key.root_seed;
  plan.run = key.run;
  plan.batch = training.batch;
  plan.stages = {stage};
  plan.evaluate_every = training.evaluate_every;
  plan.evaluation_size = training.evaluation_size;
  return plan;
}

// Chains that training hardly ever sees: every entry is at least 3/10 of 1/S, as in about 2.4 % of
// Dirichlet(0.1) rows over three tokens.
constexpr double kUnseenUniformShare = 0.3;

RowLaw law_of(const SmallTraining& training) {
  if (training.prior) return row_law_of(*training.prior);
  RowLaw law;
  law.concentration = training.concentration;
  return law;
}

// Of the first sequences with their labels; a batch is at least as long as this is wide.
std::uint64_t hash_of(const sim::BatchView& data, int sequences) {
  const auto size = static_cast<std::size_t>(sequences);
  const std::span tokens(data.tokens, size * static_cast<std::size_t>(data.length));
  const std::span labels(data.labels, size * static_cast<std::size_t>(data.states));
  return statistics::hash_of_data(std::as_bytes(tokens)) ^
         (statistics::hash_of_data(std::as_bytes(labels)) << 1U);
}

// To the trial that is running: its numbers and where they come from.
void report(const TrainingRecord& record) {
  for (const TrainingState& state : record.states) {
    statistics::TrialRecord::number(state.test_loss);
    statistics::TrialRecord::number(state.parent_attention);
  }
  statistics::TrialRecord::number(record.unseen_loss);
  statistics::TrialRecord::trained_on(record.trained_on);
  statistics::TrialRecord::evaluated_on(record.evaluated_on);
  statistics::TrialRecord::evaluated_on(record.unseen_on);
}

TrainingRecord run_training(const SmallTraining& training, const statistics::TrialKey& key) {
  RowLaw law = law_of(training);
  const auto task = Task::in_context_tree(training.graph, training.states, law);
  const sim::DisentangledModel<float> model(training.states, training.graph.size() + 1, 1);
  const TaskExperiment<float> experiment(task, model, plan_of(training, key));
  sim::Trainer<float> trainer(experiment);
  TrainingRecord record;
  const auto held_out = experiment.evaluation_set().view();
  record.unigram_loss = unigram_loss(task, held_out).mean;
  record.count_loss = count_loss(task, CountRule::matching_parents, held_out).mean;
  record.states.push_back(
      state_of(trainer, training, experiment.loss(trainer.weights(), held_out)));
  while (!trainer.finished()) {
    trainer.advance(training.evaluate_every);
    record.states.push_back(
        state_of(trainer, training, experiment.loss(trainer.weights(), held_out)));
  }
  if (training.prior) {
    record.expected_loss =
        task_losses(*training.prior, training.scored)->of<float>(model, trainer.weights());
  }
  law.uniform_share = kUnseenUniformShare;
  const auto unseen = Task::in_context_tree(training.scored, training.states, law);
  const sim::StreamKey probe{key.root_seed, key.run, sim::Purpose::probe};
  const auto batch = Sampler(unseen).draw(probe, 0, training.evaluation_size);
  record.unseen_loss = experiment.loss(trainer.weights(), batch.view());
  const int compared = std::min(training.batch, training.evaluation_size);
  const sim::StreamKey batches{key.root_seed, key.run, sim::Purpose::training_batch};
  record.trained_on = hash_of(Sampler(task).draw(batches, 0, training.batch).view(), compared);
  record.evaluated_on = hash_of(held_out, compared);
  record.unseen_on = hash_of(batch.view(), compared);
  record.unseen_unigram_loss = unigram_loss(unseen, batch.view()).mean;
  return record;
}

// Everything a record depends on.
std::string name_of(const SmallTraining& t, const statistics::TrialKey& key) {
  const auto task = Task::in_context_tree(t.graph, t.states, law_of(t));
  return fmt::format("{} {} {} {} {} {} {} {}/{}", to_text(task), sim::to_text(t.optimiser),
                     t.batch, t.steps, t.evaluate_every, t.evaluation_size,
                     markov::to_text(t.scored), key.root_seed, key.run);
}

}  // namespace

std::string in_words(const SmallTraining& training) {
  const sim::Optimiser& o = training.optimiser;
  return fmt::format(
      "full disentangled transformer, heads [1,1], zero weights, {} rate {}{}, batch {}, {} steps "
      "evaluated every {}, S = {}, T = {}, {}",
      o.kind == sim::OptimiserKind::sgd ? "SGD" : "AdamW", o.learning_rate,
      o.schedule == sim::Schedule::cosine ? " falling to zero" : "", training.batch, training.steps,
      training.evaluate_every, training.states, training.graph.size() + 1,
      training.prior ? "chains from a finite prior"
                     : fmt::format("Dirichlet({}) rows", training.concentration));
}

SmallTraining on_chain() {
  const auto chain = markov::CausalForest::chain(kSmallNodes);
  return {.graph = chain, .scored = chain};
}

SmallTraining on_independent_tokens() {
  return {.graph = markov::CausalForest(std::vector<Position>(kSmallNodes, markov::kNoParent)),
          .scored = markov::CausalForest::chain(kSmallNodes)};
}

std::shared_ptr<const TrainingRecord> train(const SmallTraining& training,
                                            const statistics::TrialKey& key) {
  static statistics::TrainingMemo<std::string, TrainingRecord> records;
  auto record = records.of(name_of(training, key), [&] { return run_training(training, key); });
  report(*record);
  return record;
}

markov::CausalForest trial_forest(int nodes, const statistics::TrialKey& key) {
  constexpr double kRootShare = 0.5;
  sim::Stream stream({key.root_seed, key.run, sim::Purpose::graph}, 0);
  for (;;) {
    auto forest = thinned_random_forest(nodes, kRootShare, stream);
    if (forest.edge_count() > 0) return forest;
  }
}

}  // namespace lemmascope::causal
