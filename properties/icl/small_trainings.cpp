#include "properties/icl/small_trainings.hpp"

#include <fmt/format.h>

#include <tuple>

#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trial_record.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::icl {
namespace {

AttentionPlan plan_of(Network network, const statistics::TrialKey& key) {
  const bool one = network == Network::one_layer;
  AttentionPlan plan;
  plan.setting = {{3, 5}, regression::uniform_law(one ? Rational(1, 2) : Rational(1))};
  plan.layers = one ? 1 : 2;
  plan.looped = !one;
  plan.steps = plan.evaluate_every = one ? 800 : 1000;
  plan.rate = 2e-2;
  plan.decays = true;
  plan.start = one ? 0.4 : 1;
  plan.clip = one ? 10 : 0.1;
  plan.batch = 64;
  plan.evaluation_tasks = 16;  // looked at once, after the training
  plan.seed = key.root_seed;
  plan.run = key.run;
  return plan;
}

constexpr int kTasks = 1024;

Comparison compared(AttentionPlan plan, const std::vector<float>& weights, const Descent& with) {
  plan.beside = with;
  plan.evaluation_tasks = kTasks;
  return AttentionExperiment<float>(plan).compared(weights);
}

SmallRun run_of(Network network, const statistics::TrialKey& key) {
  const AttentionPlan plan = plan_of(network, key);
  const AttentionExperiment<float> experiment(plan);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  SmallRun run;
  run.weights.assign(trainer.weights().begin(), trainer.weights().end());
  run.beside = compared(plan, run.weights, best_for(network));
  run.half_loss = best_for(network).half_loss;
  sim::LinearAttention<float> model(experiment.sizes());
  model.prepare(run.weights.data());
  run.rates = rates_of(model.products(), experiment.sizes(), 0);
  return run;
}

}  // namespace

const Descent& best_for(Network network) {
  static const Descent one = *best_descent(plan_of(Network::one_layer, {}).setting, 1, false, true);
  static const Descent loop =
      *best_descent(plan_of(Network::looped_layers, {}).setting, 2, true, true);
  return network == Network::one_layer ? one : loop;
}

std::shared_ptr<const SmallRun> train_small(Network network, const statistics::TrialKey& key) {
  using Key = std::tuple<Network, std::uint64_t, std::uint32_t>;
  static statistics::TrainingMemo<Key, SmallRun> runs;
  auto run = runs.of(Key{network, key.root_seed, key.run}, [&] { return run_of(network, key); });
  statistics::TrialRecord::number(run->beside.loss);
  statistics::TrialRecord::number(run->rates.step);
  return run;
}

Comparison beside_another(Network network, const statistics::TrialKey& key, const Descent& other) {
  return compared(plan_of(network, key), train_small(network, key)->weights, other);
}

statistics::Trials repeated(std::string name, Network network, Success succeeds) {
  const AttentionPlan plan = plan_of(network, {});
  const bool one = network == Network::one_layer;
  std::string asked = fmt::format(
      "{}: {}; d=3, N=5, {}, {} steps of Adam {} falling to zero on {} tasks each, first weights "
      "of "
      "size {}, gradients of length {} at most; {} tasks set aside",
      name, one ? "one layer" : "two looped layers", regression::to_text(plan.setting.law),
      plan.steps, plan.rate, plan.batch, plan.start / plan.layers, plan.clip, kTasks);
  // About one training in eight stops where a factor of the weights has vanished; more do of loops.
  return {std::move(name), std::move(asked), 128, 192, 384, 0.5, succeeds};
}

}  // namespace lemmascope::icl
