#include "properties/looped/trained_loops.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <tuple>

#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trial_record.hpp"
#include "sim/looped/loop_experiment.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::looped {
namespace {

LoopTraining plan_of(int context, const statistics::TrialKey& key) {
  LoopTraining plan;
  plan.sizes = {2, context, 2, true};
  plan.steps = plan.evaluate_every = 800;
  plan.rate = 2e-2;
  plan.decays = true;
  plan.start = 0.5;
  plan.noise = 0.1;
  plan.batch = 64;
  plan.evaluation_tasks = 16;  // never asked: the loss is exact
  plan.seed = key.root_seed;
  plan.run = key.run;
  return plan;
}

TrainedLoop run_of(int context, const statistics::TrialKey& key) {
  const LoopTraining plan = plan_of(context, key);
  const LoopExperiment<float> experiment(plan);
  sim::Trainer<float> trainer(experiment);
  trainer.advance(plan.steps);
  const auto weights = trainer.weights();
  const auto exact = [&weights](std::size_t k) {
    return Rational(static_cast<double>(weights[k]));
  };
  TrainedLoop loop;
  loop.context = context;
  loop.a = Matrix<Rational>(2, 2);
  loop.a << exact(0), exact(1), exact(2), exact(3);
  loop.u = Vector<Rational>(2);
  loop.u << exact(4), exact(5);
  loop.coordinates = coordinates_of(loop.a);
  return loop;
}

}  // namespace

std::array<Rational, 4> coordinates_of(const Matrix<Rational>& a) {
  return {(a(0, 0) + a(1, 1)) / 2, (a(1, 0) - a(0, 1)) / 2, (a(0, 0) - a(1, 1)) / 2,
          (a(0, 1) + a(1, 0)) / 2};
}

Rational TrainedLoop::loss(int loops) const {
  return regression::value_at<Rational, 4>(full_loss(context, loops), coordinates);
}

Rational TrainedLoop::loss_with_bias() const {
  const Matrix<Rational> form = bias_form(a, context, 2);
  return loss(2) + (u.transpose() * form * u)(0);
}

std::shared_ptr<const TrainedLoop> train_loop(int context, const statistics::TrialKey& key) {
  using Key = std::tuple<int, std::uint64_t, std::uint32_t>;
  static statistics::TrainingMemo<Key, TrainedLoop> runs;
  auto run = runs.of(Key{context, key.root_seed, key.run}, [&] { return run_of(context, key); });
  for (const Rational& c : run->coordinates) statistics::TrialRecord::number(to_double(c));
  return run;
}

const FullMinimum& minimum_for(int context) {
  static std::mutex mutex;
  static std::map<int, FullMinimum> all;
  const std::lock_guard lock(mutex);
  const auto found = all.find(context);
  return found != all.end() ? found->second
                            : all.emplace(context, full_minimum(context, 2)).first->second;
}

statistics::Trials repeated(std::string name, int context, Success succeeds) {
  const LoopTraining plan = plan_of(context, {});
  std::string asked = fmt::format(
      "{}: d=2, n={}, two loops, {} steps of Adam {} falling to zero on {} tasks each, from A = {} "
      "I and noise of {} in every weight",
      name, context, plan.steps, plan.rate, plan.batch, plan.start, plan.noise);
  return {std::move(name), std::move(asked), 48, 96, 192, 0.5, succeeds};
}

}  // namespace lemmascope::looped
