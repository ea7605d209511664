#include "sim/train/example_study.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

/// Parts of a batch: enough for the threads of a small machine.
constexpr int kMostShards = 8;

std::span<const double> all_of(const double* weights, std::ptrdiff_t storage) {
  return {weights, static_cast<std::size_t>(storage)};
}

}  // namespace

class ExampleExperiment::Worker : public ExperimentWorker<double> {
 public:
  Worker(const ExampleExperiment& experiment, const StopFlag* stop)
      : experiment_(experiment), stop_(stop) {}

  void prepare(const double*) override {}
  SummedLoss differentiate(const double* weights, std::int64_t step, int shard,
                           double* gradient) override {
    const std::span<double> sums(gradient, static_cast<std::size_t>(experiment_.storage_));
    std::fill(sums.begin(), sums.end(), 0.0);
    const TrainingPlan& plan = experiment_.plan();
    const StreamKey key{plan.root_seed, plan.run, Purpose::training_batch};
    const std::int64_t batch = plan.batch, shards = experiment_.shards();
    SummedLoss sum;
    for (std::int64_t k = batch * shard / shards; k < batch * (shard + 1) / shards; ++k) {
      if (is_raised(stop_)) break;
      Stream draws(key, static_cast<std::uint64_t>(step * batch + k));
      sum.loss +=
          experiment_.study_.differentiate(all_of(weights, experiment_.storage_), draws, sums);
      sum.weight += 1;
    }
    return sum;
  }

 private:
  const ExampleExperiment& experiment_;
  const StopFlag* stop_;
};

ExampleExperiment::ExampleExperiment(TrainingPlan plan, ExampleStudy study)
    : Experiment<double>(std::move(plan)), study_(std::move(study)) {
  require(!study_.matrices.empty() && study_.differentiate != nullptr,
          "a study needs a matrix to train and the loss of an example");
  for (const TrainedMatrix& matrix : study_.matrices) {
    require(matrix.rows >= 1 && matrix.columns >= 1, "a trained matrix is empty: " + matrix.name);
    storage_ += std::ptrdiff_t{matrix.rows} * matrix.columns;
  }
  require(this->plan().batch >= 1 && this->plan().evaluation_size >= 1,
          "a study needs at least one example a step and one set aside");
}

std::vector<WeightBlock> ExampleExperiment::blocks() const {
  std::vector<WeightBlock> all;
  std::ptrdiff_t offset = 0;
  for (const TrainedMatrix& matrix : study_.matrices) {
    all.push_back({matrix.name, matrix.rows, matrix.columns, offset, matrix.columns});
    offset += std::ptrdiff_t{matrix.rows} * matrix.columns;
  }
  return all;
}

void ExampleExperiment::initialise(std::span<double> weights) const {
  std::fill(weights.begin(), weights.end(), 0.0);
  if (!study_.start) return;
  Stream draws({plan().root_seed, plan().run, Purpose::initial_parameters}, 0);
  study_.start(draws, weights);
}

int ExampleExperiment::shards() const { return std::min(kMostShards, plan().batch); }

std::unique_ptr<ExperimentWorker<double>> ExampleExperiment::worker(const StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

std::vector<std::string> ExampleExperiment::numbers() const {
  std::vector<std::string> names{"held-out loss"};
  for (const WatchedNumber& number : study_.watched) names.push_back(number.name);
  return names;
}

std::vector<double> ExampleExperiment::evaluate(std::int64_t, std::span<const double> weights,
                                                const Crew<double>& crew) const {
  std::vector<double> values{development_loss(weights, crew)};
  for (const WatchedNumber& number : study_.watched) values.push_back(number.value(weights));
  return values;
}

double ExampleExperiment::development_loss(std::span<const double> weights,
                                           const Crew<double>& crew) const {
  std::vector<double> unused(static_cast<std::size_t>(storage_));
  const StreamKey key{plan().root_seed, plan().run, Purpose::evaluation_set};
  double sum = 0;
  for (int k = 0; k < plan().evaluation_size && !is_raised(crew.stop); ++k) {
    Stream draws(key, static_cast<std::uint64_t>(k));
    sum += study_.differentiate(weights, draws, unused);
  }
  return sum / plan().evaluation_size;
}

}  // namespace lemmascope::sim
