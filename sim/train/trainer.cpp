#include "sim/train/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "sim/cpu/aligned_buffer.hpp"
#include "theory/numeric/interruption.hpp"
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

/// Elements from .. to - 1 of the weights.
using Range = std::pair<std::ptrdiff_t, std::ptrdiff_t>;

std::vector<Range> trained_ranges(const TrainingStage& stage, const std::vector<WeightBlock>& all,
                                  std::ptrdiff_t storage) {
  const std::vector<std::string>& names = stage.trained_blocks;
  if (names.empty()) return {{0, storage}};
  std::vector<Range> ranges;
  for (const WeightBlock& block : all) {
    if (std::find(names.begin(), names.end(), block.name) != names.end()) {
      ranges.emplace_back(block.offset, block.offset + std::ptrdiff_t{block.rows} * block.stride);
    }
  }
  return ranges;
}

void check(const TrainingPlan& plan, const std::vector<WeightBlock>& blocks) {
  require(plan.batch >= 1 && plan.evaluation_size >= 1 && plan.evaluate_every >= 1,
          "expected a positive batch, evaluation set and evaluation interval");
  require(!plan.stages.empty(), "expected at least one training stage");
  for (const TrainingStage& stage : plan.stages) {
    require(stage.steps >= 0, fmt::format("expected steps >= 0, found {}", stage.steps));
    for (const std::string& name : stage.trained_blocks) {
      require(std::any_of(blocks.begin(), blocks.end(),
                          [&name](const WeightBlock& block) { return block.name == name; }),
              fmt::format("the model has no weights named '{}'", name));
    }
  }
}

}  // namespace

template <class F>
struct Trainer<F>::Parts {
  Parts(const Experiment<F>& experiment_, int threads, const StopFlag* stop_)
      : experiment(experiment_),
        plan(experiment_.plan()),
        stop(stop_),
        names(experiment_.numbers()),
        blocks(experiment_.blocks()),
        storage(experiment_.storage()),
        shards(experiment_.shards()),
        team(std::min(threads, experiment_.shards())),
        losses(static_cast<std::size_t>(experiment_.shards())),
        state(static_cast<std::size_t>(experiment_.storage())) {
    for (int w = 0; w < team.size(); ++w) workers.push_back(experiment.worker(stop));
    for (int s = 0; s < shards; ++s) gradients.emplace_back(static_cast<std::size_t>(storage));
  }

  bool stopped() const { return is_raised(stop); }
  Crew<F> crew() { return {team, workers, stop}; }
  std::span<const F> weights() const { return {state.weights.data(), state.weights.size()}; }

  void differentiate_shards(int worker, std::int64_t at_step) {
    ExperimentWorker<F>& mine = *workers[static_cast<std::size_t>(worker)];
    mine.prepare(state.weights.data());
    for (int shard = worker; shard < shards && !stopped(); shard += team.size()) {
      const auto s = static_cast<std::size_t>(shard);
      losses[s] = mine.differentiate(state.weights.data(), at_step, shard, gradients[s].data());
    }
  }

  double total_weight() const {
    double sum = 0;
    for (const SummedLoss& shard : losses) sum += shard.weight;
    return sum;
  }

  double mean_loss() const {
    double sum = 0;
    for (const SummedLoss& shard : losses) sum += shard.loss;
    return sum / total_weight();
  }

  /// Adds the shards' gradients in order into the first, averaged, for elements begin..end-1.
  void reduce(std::ptrdiff_t begin, std::ptrdiff_t end, F scale) {
    F* __restrict sum = gradients[0].data();
    for (std::size_t s = 1; s < gradients.size(); ++s) {
      const F* __restrict shard = gradients[s].data();
      for (std::ptrdiff_t k = begin; k < end; ++k) sum[k] += shard[k];
    }
    for (std::ptrdiff_t k = begin; k < end; ++k) sum[k] *= scale;
  }

  /// Calls `work` for a part of every range on each thread.
  template <class Work>
  void on_parts(const std::vector<Range>& ranges, const Work& work) {
    team.run([&](int worker) {
      constexpr std::ptrdiff_t kLine = 16;  // elements: whole cache lines for each worker
      for (const auto& [from, to] : ranges) {
        work(from + part_begin(to - from, worker, team.size(), kLine),
             from + part_begin(to - from, worker + 1, team.size(), kLine));
      }
    });
  }

  /// Clips the reduced gradient; its length is summed in order, on this thread.
  void shorten(const Optimiser& optimiser, const std::vector<Range>& ranges) {
    double squares = 0;
    for (const auto& [from, to] : ranges) {
      for (std::ptrdiff_t k = from; k < to; ++k) {
        squares += static_cast<double>(gradients[0].data()[k]) * gradients[0].data()[k];
      }
    }
    const auto factor = static_cast<F>(clip_factor(optimiser, squares));
    if (factor == 1) return;
    for (const auto& [from, to] : ranges) {
      for (std::ptrdiff_t k = from; k < to; ++k) gradients[0].data()[k] *= factor;
    }
  }

  F average() const { return F(1) / static_cast<F>(total_weight()); }

  /// The stage of a step and the steps before that stage.
  const TrainingStage& stage_of(std::int64_t at_step, std::int64_t& before) const {
    before = 0;
    for (const TrainingStage& stage : plan.stages) {
      if (at_step < before + stage.steps) return stage;
      before += stage.steps;
    }
    return plan.stages.back();
  }

  /// False when stopped: nothing has changed.
  bool one_step() {
    give_up_if_asked();
    std::int64_t before = 0;
    const TrainingStage& stage = stage_of(state.step, before);
    const std::int64_t in_stage = state.step - before;
    const double rate = learning_rate(stage.optimiser, in_stage, stage.steps);
    const std::vector<Range> ranges = trained_ranges(stage, blocks, storage);
    team.run([&](int worker) { differentiate_shards(worker, state.step); });
    if (stopped()) return false;
    const F scale = average();
    const auto update_part = [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
      update<F>(stage.optimiser, rate, in_stage, begin, end, gradients[0].data(),
                state.weights.data(), state.moment1.data(), state.moment2.data());
    };
    if (stage.optimiser.clip > 0) {
      on_parts(ranges,
               [&](std::ptrdiff_t begin, std::ptrdiff_t end) { reduce(begin, end, scale); });
      shorten(stage.optimiser, ranges);
      on_parts(ranges, update_part);
    } else {
      on_parts(ranges, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
        reduce(begin, end, scale);
        update_part(begin, end);
      });
    }
    state.loss_sum += mean_loss();
    ++state.loss_steps;
    ++state.step;
    return true;
  }

  bool ended_by_patience() const {
    const std::int64_t patience = plan.keep_best.patience;
    return patience > 0 && considered == state.step && state.step - state.best.step > patience;
  }

  bool finished() const { return state.step >= plan.steps() || ended_by_patience(); }

  bool best_is_due() const {
    const std::int64_t every = plan.keep_best.every;
    return every > 0 && (state.step % every == 0 || state.step == plan.steps());
  }

  bool point_is_due() const { return state.step % plan.evaluate_every == 0 || finished(); }

  void consider_best() {
    const double loss = experiment.development_loss(weights(), crew());
    if (stopped() || (state.best.step >= 0 && !(loss < state.best.loss))) return;
    state.best = {state.step, loss, {weights().begin(), weights().end()}};
  }

  /// What is due at this step and not yet done. False when stopped before it was done.
  bool evaluate() {
    if (best_is_due() && considered != state.step) {
      consider_best();
      if (stopped()) return false;
      considered = state.step;
    }
    if (!point_is_due() || (!state.curve.empty() && state.curve.back().step == state.step)) {
      return true;
    }
    CurvePoint point{state.step, 0, experiment.evaluate(state.step, weights(), crew())};
    if (stopped()) return false;
    if (state.loss_steps > 0) {
      point.training_loss = state.loss_sum / static_cast<double>(state.loss_steps);
    }
    state.curve.push_back(std::move(point));
    state.loss_sum = 0;
    state.loss_steps = 0;
    if (snapshot > 0 && snapshot_is_due()) {
      state.snapshots.push_back({state.step, experiment.snapshot(weights())});
    }
    return true;
  }

  bool snapshot_is_due() const {
    const auto taken = static_cast<std::int64_t>(state.snapshots.size());
    return finished() || state.step >= taken * plan.steps() / (kSnapshots - 1);
  }

  CheckpointLayout layout() const {
    return {fmt::format("{}; weights {} precision {}; {}", to_text(plan), storage,
                        sizeof(F) == 4 ? "float" : "double", experiment.to_text()),
            plan.steps(),
            names.size(),
            snapshot,
            plan.keep_best.every > 0,
            blocks};
  }

  const Experiment<F>& experiment;
  const TrainingPlan& plan;
  const StopFlag* stop;
  const std::vector<std::string> names;
  const std::vector<WeightBlock> blocks;
  const std::ptrdiff_t storage;
  const int shards;
  WorkerTeam team;
  std::vector<std::unique_ptr<ExperimentWorker<F>>> workers;
  std::vector<AlignedBuffer<F>> gradients;
  std::vector<SummedLoss> losses;
  TrainingState<F> state;
  std::size_t snapshot = 0;      ///< numbers in a snapshot
  std::int64_t considered = -1;  ///< the step whose weights were last compared with the best
};

template <class F>
Trainer<F>::Trainer(const Experiment<F>& experiment, int threads, const StopFlag* stop) {
  check(experiment.plan(), experiment.blocks());
  parts_ = std::make_unique<Parts>(experiment, threads, stop);
  experiment.initialise({parts_->state.weights.data(), parts_->state.weights.size()});
  parts_->snapshot = experiment.snapshot(parts_->weights()).size();
}

template <class F>
Trainer<F>::~Trainer() = default;

template <class F>
const Experiment<F>& Trainer<F>::experiment() const {
  return parts_->experiment;
}
template <class F>
std::int64_t Trainer<F>::step() const {
  return parts_->state.step;
}
template <class F>
bool Trainer<F>::finished() const {
  return parts_->finished();
}
template <class F>
double Trainer<F>::seconds() const {
  return parts_->state.seconds;
}
template <class F>
std::span<const F> Trainer<F>::weights() const {
  return parts_->weights();
}
template <class F>
void Trainer<F>::set_weights(std::span<const F> weights) {
  require(weights.size() == parts_->state.weights.size(), "the weights have another size");
  std::copy(weights.begin(), weights.end(), parts_->state.weights.data());
}
template <class F>
const std::vector<CurvePoint>& Trainer<F>::curve() const {
  return parts_->state.curve;
}
template <class F>
const std::vector<Snapshot>& Trainer<F>::snapshots() const {
  return parts_->state.snapshots;
}
template <class F>
const BestWeights<F>& Trainer<F>::best() const {
  return parts_->state.best;
}

template <class F>
double Trainer<F>::batch_gradient(std::int64_t step, std::vector<F>& gradient) {
  Parts& parts = *parts_;
  parts.team.run([&](int worker) { parts.differentiate_shards(worker, step); });
  parts.reduce(0, parts.storage, parts.average());
  gradient.assign(parts.gradients[0].data(), parts.gradients[0].data() + parts.storage);
  return parts.mean_loss();
}

template <class F>
void Trainer<F>::advance(std::int64_t steps, const Report& report, const Report& between) {
  Parts& parts = *parts_;
  TrainingState<F>& state = parts.state;
  const std::int64_t total = parts.plan.steps();
  const std::int64_t start = state.step;
  const Clock::time_point began = Clock::now();
  const double before = state.seconds;
  if (!parts.evaluate()) return;
  while (state.step < start + steps && !parts.finished()) {
    if (!parts.one_step() || !parts.evaluate()) return;
    const double seconds = seconds_since(began);
    state.seconds = before + seconds;
    const Report& listener = state.curve.back().step == state.step ? report : between;
    if (!listener) continue;
    const double per_step = seconds / static_cast<double>(state.step - start);
    const double remaining = per_step * static_cast<double>(total - state.step);
    if (!listener({state.curve.back(), parts.names, state.step, total, seconds, remaining})) return;
  }
}

template <class F>
void Trainer<F>::save(const std::filesystem::path& path) const {
  save_checkpoint(path, parts_->state, parts_->layout());
}

template <class F>
void Trainer<F>::resume(const std::filesystem::path& path) {
  load_checkpoint(path, parts_->state, parts_->layout());
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
