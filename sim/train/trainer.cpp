#include "sim/train/trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <sstream>

#include "sim/causal/sampler.hpp"
#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/worker_team.hpp"
#include "sim/train/npz.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// First element of part `part` of `parts` of n elements, at a multiple of `unit`.
std::ptrdiff_t part_begin(std::ptrdiff_t n, int part, int parts, std::ptrdiff_t unit) {
  const std::ptrdiff_t units = (n + unit - 1) / unit;
  return std::min(n, units * part / parts * unit);
}

/// "'batch 64', here 'batch 32'": the first word in which two plans differ, with the word before
/// it.
std::string first_difference(const std::string& saved, const std::string& here) {
  const auto words = [](const std::string& text) {
    std::istringstream in(text);
    return std::vector<std::string>(std::istream_iterator<std::string>(in), {});
  };
  const auto a = words(saved);
  const auto b = words(here);
  std::size_t k = 0;
  while (k < a.size() && k < b.size() && a[k] == b[k]) ++k;
  const auto around = [k](const std::vector<std::string>& all) {
    const std::string before = k > 0 && k <= all.size() ? all[k - 1] + " " : "";
    return before + (k < all.size() ? all[k] : "no more");
  };
  return fmt::format("'{}', here '{}'", around(a), around(b));
}

/// Held-out sequences per task of the evaluation: small enough to balance two threads.
constexpr int kEvaluationPart = 1024;

}  // namespace

std::int64_t TrainingPlan::steps() const {
  std::int64_t sum = 0;
  for (const TrainingStage& stage : stages) sum += stage.steps;
  return sum;
}

template <class F>
struct Trainer<F>::State {
  State(const causal::Task& task, const Model<F>& model_, TrainingPlan plan_, int threads,
        Watch watch_, InstructionSet sampling)
      : model(model_),
        plan(std::move(plan_)),
        watch(std::move(watch_)),
        task_text(to_text(task)),
        sampler(task, sampling),
        team(std::min(threads, kShards)),
        evaluation(sampler.draw({plan.root_seed, plan.run, Purpose::evaluation_set}, 0,
                                plan.evaluation_size)),
        weights(static_cast<std::size_t>(model.storage())),
        moment1(static_cast<std::size_t>(model.storage())),
        moment2(static_cast<std::size_t>(model.storage())) {
    for (int w = 0; w < team.size(); ++w) {
      arenas.emplace_back(static_cast<std::size_t>(model.arena_size()));
      workspaces.emplace_back(sampler);
    }
    for (int s = 0; s < kShards; ++s) {
      gradients.emplace_back(static_cast<std::size_t>(model.storage()));
      batches.emplace_back((plan.batch + kShards - 1) / kShards, model.length(), model.states());
    }
    shard_losses.resize(kShards);
  }

  int shard_begin(int shard) const { return plan.batch * shard / kShards; }

  /// Samples and differentiates the shards of one worker.
  void run_shards(int worker, std::int64_t at_step) {
    const auto w = static_cast<std::size_t>(worker);
    F* arena = arenas[w].data();
    model.prepare(weights.data(), arena);
    const StreamKey key{plan.root_seed, plan.run, Purpose::training_batch};
    for (int shard = worker; shard < kShards; shard += team.size()) {
      const auto s = static_cast<std::size_t>(shard);
      const int begin = shard_begin(shard);
      const int count = shard_begin(shard + 1) - begin;
      const auto first = static_cast<std::uint64_t>(at_step * plan.batch + begin);
      sampler.draw(key, first, count, workspaces[w], batches[s].tokens.data(),
                   batches[s].labels.data());
      shard_losses[s] = model.accumulate(weights.data(), arena, batches[s].view().part(0, count),
                                         gradients[s].data());
    }
  }

  /// Adds the shards' gradients in order into the first, averaged, for elements begin..end-1.
  void reduce(std::ptrdiff_t begin, std::ptrdiff_t end) {
    const F scale = F(1) / static_cast<F>(plan.batch);
    F* __restrict sum = gradients[0].data();
    for (std::size_t s = 1; s < kShards; ++s) {
      const F* __restrict shard = gradients[s].data();
      for (std::ptrdiff_t k = begin; k < end; ++k) sum[k] += shard[k];
    }
    for (std::ptrdiff_t k = begin; k < end; ++k) sum[k] *= scale;
  }

  double mean_shard_loss() const {
    double sum = 0;
    for (const double loss : shard_losses) sum += loss;
    return sum / plan.batch;
  }

  /// The stage of a step and the steps before that stage.
  const TrainingStage& stage_of(std::int64_t at_step, std::int64_t& before) const {
    before = 0;
    for (const TrainingStage& stage : plan.stages) {
      if (at_step < before + stage.steps) return stage;
      before += stage.steps;
    }
    return plan.stages.back();
  }

  void one_step() {
    std::int64_t before = 0;
    const TrainingStage& stage = stage_of(step, before);
    const std::int64_t in_stage = step - before;
    const double rate = learning_rate(stage.optimiser, in_stage, stage.steps);
    const std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> ranges = trained_ranges(stage);
    team.run([&](int worker) { run_shards(worker, step); });
    team.run([&](int worker) {
      constexpr std::ptrdiff_t kLine = 16;  // elements: whole cache lines for each worker
      for (const auto& [from, to] : ranges) {
        const std::ptrdiff_t begin = from + part_begin(to - from, worker, team.size(), kLine);
        const std::ptrdiff_t end = from + part_begin(to - from, worker + 1, team.size(), kLine);
        reduce(begin, end);
        update<F>(stage.optimiser, rate, in_stage, begin, end, gradients[0].data(), weights.data(),
                  moment1.data(), moment2.data());
      }
    });
    loss_sum += mean_shard_loss();
    ++loss_steps;
    ++step;
  }

  std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> trained_ranges(
      const TrainingStage& stage) const {
    if (stage.trained_blocks.empty()) return {{0, model.storage()}};
    std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> ranges;
    for (const WeightBlock& block : model.blocks()) {
      const auto& names = stage.trained_blocks;
      if (std::find(names.begin(), names.end(), block.name) != names.end()) {
        ranges.emplace_back(block.offset, block.offset + std::ptrdiff_t{block.rows} * block.stride);
      }
    }
    return ranges;
  }

  double evaluate(const BatchView& batch) {
    const int parts = (batch.count + kEvaluationPart - 1) / kEvaluationPart;
    std::vector<double> losses(static_cast<std::size_t>(parts));
    team.run([&](int worker) {
      F* arena = arenas[static_cast<std::size_t>(worker)].data();
      model.prepare(weights.data(), arena);
      for (int part = worker; part < parts; part += team.size()) {
        const int first = part * kEvaluationPart;
        const int count = std::min(kEvaluationPart, batch.count - first);
        losses[static_cast<std::size_t>(part)] =
            model.accumulate(weights.data(), arena, batch.part(first, count), nullptr);
      }
    });
    double sum = 0;
    for (const double loss : losses) sum += loss;
    return sum / batch.count;
  }

  void record_point() {
    CurvePoint point;
    point.step = step;
    point.training_loss = loss_steps > 0 ? loss_sum / static_cast<double>(loss_steps) : 0;
    point.test_loss = evaluate(evaluation.view());
    if (watch) point.parent_attention = watch(model, {weights.data(), weights.size()});
    curve.push_back(point);
    loss_sum = 0;
    loss_steps = 0;
  }

  /// Everything but the number of threads that the trajectory depends on.
  std::string plan_text() const {
    std::string text = fmt::format(
        "seed {} run {} batch {} evaluate {} on {} model {} x {} weights {} precision {}",
        plan.root_seed, plan.run, plan.batch, plan.evaluate_every, plan.evaluation_size,
        model.states(), model.length(), model.storage(), sizeof(F) == 4 ? "float" : "double");
    text += "; " + task_text;
    for (const TrainingStage& stage : plan.stages) {
      text += fmt::format("; {} steps {}", stage.steps, to_text(stage.optimiser));
      for (const std::string& block : stage.trained_blocks) text += " " + block;
    }
    return text;
  }

  const Model<F>& model;
  TrainingPlan plan;
  Watch watch;
  std::string task_text;
  causal::Sampler sampler;
  WorkerTeam team;
  Batch evaluation;
  AlignedBuffer<F> weights, moment1, moment2;
  std::vector<AlignedBuffer<F>> arenas, gradients;
  std::vector<causal::Sampler::Workspace> workspaces;
  std::vector<Batch> batches;
  std::vector<double> shard_losses;
  std::vector<CurvePoint> curve;
  std::int64_t step = 0;
  double loss_sum = 0;
  std::int64_t loss_steps = 0;
  double seconds = 0;
};

template <class F>
Trainer<F>::Trainer(const causal::Task& task, const Model<F>& model, TrainingPlan plan, int threads,
                    Watch watch, InstructionSet sampling) {
  require(task.states() == model.states() && task.length() == model.length(),
          fmt::format("the task has {} tokens of {} states, the model expects {} of {}",
                      task.length(), task.states(), model.length(), model.states()));
  require(plan.batch >= 1 && plan.evaluation_size >= 1 && plan.evaluate_every >= 1,
          "expected a positive batch, evaluation set and evaluation interval");
  require(!plan.stages.empty(), "expected at least one training stage");
  for (const TrainingStage& stage : plan.stages) {
    require(stage.steps >= 0, fmt::format("expected steps >= 0, found {}", stage.steps));
    for (const std::string& name : stage.trained_blocks) {
      const std::vector<WeightBlock> blocks = model.blocks();
      require(std::any_of(blocks.begin(), blocks.end(),
                          [&name](const WeightBlock& block) { return block.name == name; }),
              fmt::format("the model has no weights named '{}'", name));
    }
  }
  state_ =
      std::make_unique<State>(task, model, std::move(plan), threads, std::move(watch), sampling);
  const StreamKey key{state_->plan.root_seed, state_->plan.run, Purpose::initial_parameters};
  model.initialise({state_->weights.data(), state_->weights.size()}, key);
}

template <class F>
Trainer<F>::~Trainer() = default;

template <class F>
std::int64_t Trainer<F>::step() const {
  return state_->step;
}
template <class F>
bool Trainer<F>::finished() const {
  return state_->step >= state_->plan.steps();
}
template <class F>
double Trainer<F>::seconds() const {
  return state_->seconds;
}
template <class F>
std::span<const F> Trainer<F>::weights() const {
  return {state_->weights.data(), state_->weights.size()};
}
template <class F>
void Trainer<F>::set_weights(std::span<const F> weights) {
  require(weights.size() == state_->weights.size(), "the weights have another size");
  std::copy(weights.begin(), weights.end(), state_->weights.data());
}
template <class F>
const std::vector<CurvePoint>& Trainer<F>::curve() const {
  return state_->curve;
}
template <class F>
const Model<F>& Trainer<F>::model() const {
  return state_->model;
}
template <class F>
const TrainingPlan& Trainer<F>::plan() const {
  return state_->plan;
}
template <class F>
const Batch& Trainer<F>::evaluation_set() const {
  return state_->evaluation;
}
template <class F>
double Trainer<F>::evaluate(const BatchView& batch) {
  return state_->evaluate(batch);
}

template <class F>
double Trainer<F>::batch_gradient(std::int64_t step, std::vector<F>& gradient) {
  State& state = *state_;
  state.team.run([&](int worker) { state.run_shards(worker, step); });
  state.reduce(0, state.model.storage());
  gradient.assign(state.gradients[0].data(), state.gradients[0].data() + state.model.storage());
  return state.mean_shard_loss();
}

template <class F>
void Trainer<F>::advance(std::int64_t steps, const Report& report, const Report& between) {
  State& state = *state_;
  const std::int64_t total = state.plan.steps();
  const std::int64_t start = state.step;
  const std::int64_t end = std::min(total, start + steps);
  const Clock::time_point began = Clock::now();
  const double before = state.seconds;
  if (state.step == 0 && state.curve.empty()) state.record_point();
  while (state.step < end) {
    state.one_step();
    const bool due = state.step % state.plan.evaluate_every == 0 || state.step == total;
    if (due) state.record_point();
    const double seconds = seconds_since(began);
    state.seconds = before + seconds;
    const Report& listener = due ? report : between;
    if (!listener) continue;
    const double per_step = seconds / static_cast<double>(state.step - start);
    const double remaining = per_step * static_cast<double>(total - state.step);
    if (!listener({state.curve.back(), state.step, total, seconds, remaining})) return;
  }
}

template <class F>
void Trainer<F>::save(const std::filesystem::path& path) const {
  const State& state = *state_;
  NpzArrays arrays;
  const auto add = [&arrays](const std::string& name, const WeightBlock& block,
                             const AlignedBuffer<F>& from) {
    arrays[name] =
        NpyArray::of(dense<F>(block, {from.data(), from.size()}), {block.rows, block.columns});
  };
  for (const WeightBlock& block : state.model.blocks()) {
    add(block.name, block, state.weights);
    add(block.name + ".moment1", block, state.moment1);
    add(block.name + ".moment2", block, state.moment2);
  }
  std::vector<double> curve;
  for (const CurvePoint& p : state.curve) {
    curve.insert(curve.end(),
                 {static_cast<double>(p.step), p.training_loss, p.test_loss, p.parent_attention});
  }
  arrays["curve"] = NpyArray::of(curve, {static_cast<std::int64_t>(state.curve.size()), 4});
  arrays["step"] = NpyArray::of(std::vector<std::int64_t>{state.step, state.loss_steps});
  arrays["loss_sum"] = NpyArray::of(std::vector<double>{state.loss_sum}, {1});
  arrays["seconds"] = NpyArray::of(std::vector<double>{state.seconds}, {1});
  arrays["plan"] = NpyArray::of(state.plan_text());
  write_npz(path, arrays);
}

template <class F>
void Trainer<F>::resume(const std::filesystem::path& path) {
  State& state = *state_;
  const NpzArrays arrays = read_npz(path);
  const auto array = [&](const std::string& name) -> const NpyArray& {
    const auto found = arrays.find(name);
    if (found == arrays.end()) refuse(fmt::format("{}: no array named '{}'", path.string(), name));
    return found->second;
  };
  const std::string plan = array("plan").text();
  require(plan == state.plan_text(),
          fmt::format("{}: saved by another training ({}); choose another folder, or delete the "
                      "file to begin anew",
                      path.string(), first_difference(plan, state.plan_text())));
  const auto restore = [&](const std::string& name, const WeightBlock& block,
                           AlignedBuffer<F>& to) {
    std::vector<F> values;
    if constexpr (sizeof(F) == 4) {
      values = array(name).floats();
    } else {
      values = array(name).doubles();
    }
    require(values.size() ==
                static_cast<std::size_t>(block.rows) * static_cast<std::size_t>(block.columns),
            fmt::format("{}: '{}' has another size", path.string(), name));
    place<F>(block, values, {to.data(), to.size()});
  };
  for (const WeightBlock& block : state.model.blocks()) {
    restore(block.name, block, state.weights);
    restore(block.name + ".moment1", block, state.moment1);
    restore(block.name + ".moment2", block, state.moment2);
  }
  const std::vector<double> curve = array("curve").doubles();
  state.curve.clear();
  for (std::size_t k = 0; k + 3 < curve.size(); k += 4) {
    state.curve.push_back(
        {static_cast<std::int64_t>(curve[k]), curve[k + 1], curve[k + 2], curve[k + 3]});
  }
  const std::vector<std::int64_t> counters = array("step").integers();
  require(counters.size() == 2, fmt::format("{}: 'step' has another size", path.string()));
  state.step = counters[0];
  state.loss_steps = counters[1];
  state.loss_sum = array("loss_sum").doubles().at(0);
  state.seconds = array("seconds").doubles().at(0);
}

template <class F>
std::uint64_t signature(std::span<const F> weights) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  const auto* bytes = reinterpret_cast<const unsigned char*>(weights.data());
  for (std::size_t k = 0; k < weights.size_bytes(); ++k)
    hash = (hash ^ bytes[k]) * 0x100000001b3ull;
  return hash;
}

template class Trainer<float>;
template class Trainer<double>;
template std::uint64_t signature(std::span<const float>);
template std::uint64_t signature(std::span<const double>);

}  // namespace lemmascope::sim
