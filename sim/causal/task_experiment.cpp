#include "sim/causal/task_experiment.hpp"

#include <algorithm>

#include "sim/cpu/aligned_buffer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

constexpr int kShards = 8;

/// Held-out sequences per task of the evaluation: small enough to balance two threads.
constexpr int kEvaluationPart = 1024;

/// Sequences drawn between two looks at the stop flag: a few milliseconds for the longest.
constexpr int kDrawnAtOnce = 256;

}  // namespace

template <class F>
class TaskExperiment<F>::Worker : public sim::ExperimentWorker<F> {
 public:
  Worker(const TaskExperiment& experiment, const sim::StopFlag* stop)
      : experiment_(experiment),
        stop_(stop),
        arena_(static_cast<std::size_t>(experiment.model_.arena_size())),
        workspace_(experiment.sampler_),
        batch_((experiment.plan().batch + kShards - 1) / kShards, experiment.model_.length(),
               experiment.model_.states()) {}

  void prepare(const F* weights) override { experiment_.model_.prepare(weights, arena_.data()); }

  sim::SummedLoss differentiate(const F* weights, std::int64_t step, int shard,
                                F* gradient) override {
    const int begin = shard_begin(shard);
    const int count = shard_begin(shard + 1) - begin;
    draw(static_cast<std::uint64_t>(step * experiment_.plan().batch + begin), count);
    return {loss(weights, batch_.view().part(0, count), gradient), static_cast<double>(count)};
  }

  /// The summed loss; `gradient` may be null.
  double loss(const F* weights, sim::BatchView batch, F* gradient) {
    batch.stop = stop_;
    return experiment_.model_.accumulate(weights, arena_.data(), batch, gradient);
  }

 private:
  int shard_begin(int shard) const {
    return static_cast<int>(experiment_.plan().batch * std::int64_t{shard} / kShards);
  }

  void draw(std::uint64_t first, int count) {
    const sim::TrainingPlan& plan = experiment_.plan();
    const sim::StreamKey key{plan.root_seed, plan.run, sim::Purpose::training_batch};
    for (int done = 0; done < count && !is_raised(stop_); done += kDrawnAtOnce) {
      experiment_.sampler_.draw(key, first + static_cast<std::uint64_t>(done),
                                std::min(kDrawnAtOnce, count - done), workspace_,
                                batch_.tokens.data() + std::ptrdiff_t{done} * batch_.length,
                                batch_.labels.data() + std::ptrdiff_t{done} * batch_.states);
    }
  }

  const TaskExperiment& experiment_;
  const sim::StopFlag* stop_;
  sim::AlignedBuffer<F> arena_;
  Sampler::Workspace workspace_;
  sim::Batch batch_;
};

template <class F>
TaskExperiment<F>::TaskExperiment(const Task& task, const sim::Model<F>& model,
                                  sim::TrainingPlan plan, Watch watch, sim::InstructionSet sampling)
    : sim::Experiment<F>(std::move(plan)),
      model_(model),
      task_text_(causal::to_text(task)),
      watch_(std::move(watch)),
      sampler_(task, sampling),
      evaluation_(
          sampler_.draw({this->plan().root_seed, this->plan().run, sim::Purpose::evaluation_set}, 0,
                        std::max(0, this->plan().evaluation_size))) {
  require(task.states() == model.states() && task.length() == model.length(),
          fmt::format("the task has {} tokens of {} states, the model expects {} of {}",
                      task.length(), task.states(), model.length(), model.states()));
}

template <class F>
std::string TaskExperiment<F>::to_text() const {
  return fmt::format("model {} x {}; {}", model_.states(), model_.length(), task_text_);
}

template <class F>
void TaskExperiment<F>::initialise(std::span<F> weights) const {
  model_.initialise(weights,
                    {this->plan().root_seed, this->plan().run, sim::Purpose::initial_parameters});
}

template <class F>
int TaskExperiment<F>::shards() const {
  return kShards;
}

template <class F>
std::unique_ptr<sim::ExperimentWorker<F>> TaskExperiment<F>::worker(
    const sim::StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template <class F>
std::vector<std::string> TaskExperiment<F>::numbers() const {
  std::vector<std::string> names{"test loss"};
  if (watch_) names.emplace_back("parent attention");
  return names;
}

template <class F>
std::vector<float> TaskExperiment<F>::snapshot(std::span<const F> weights) const {
  return picture_ ? picture_(model_, weights) : std::vector<float>{};
}

template <class F>
std::vector<double> TaskExperiment<F>::evaluate(std::int64_t, std::span<const F> weights,
                                                const sim::Crew<F>& crew) const {
  std::vector<double> numbers{held_out_loss(weights, evaluation_.view(), crew)};
  if (watch_) numbers.push_back(is_raised(crew.stop) ? 0 : watch_(model_, weights));
  return numbers;
}

template <class F>
double TaskExperiment<F>::held_out_loss(std::span<const F> weights, const sim::BatchView& batch,
                                        const sim::Crew<F>& crew) const {
  const int parts = (batch.count + kEvaluationPart - 1) / kEvaluationPart;
  std::vector<double> losses(static_cast<std::size_t>(parts));
  crew.team.run([&](int index) {
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    mine.prepare(weights.data());
    for (int part = index; part < parts && !is_raised(crew.stop); part += crew.team.size()) {
      const int first = part * kEvaluationPart;
      const int count = std::min(kEvaluationPart, batch.count - first);
      losses[static_cast<std::size_t>(part)] =
          mine.loss(weights.data(), batch.part(first, count), nullptr);
    }
  });
  double sum = 0;
  for (const double loss : losses) sum += loss;
  return sum / batch.count;
}

template <class F>
double TaskExperiment<F>::loss(std::span<const F> weights, const sim::BatchView& batch) const {
  sim::WorkerTeam team(1);
  std::vector<std::unique_ptr<sim::ExperimentWorker<F>>> workers;
  workers.push_back(worker(nullptr));
  return held_out_loss(weights, batch, {team, workers, nullptr});
}

template class TaskExperiment<float>;
template class TaskExperiment<double>;

}  // namespace lemmascope::causal
