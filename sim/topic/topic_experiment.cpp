#include "sim/topic/topic_experiment.hpp"

namespace lemmascope::topic {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<sim::WeightBlock> blocks_of(const Parts& parts) {
  std::vector<sim::WeightBlock> blocks;
  std::ptrdiff_t offset = 0;
  for (int k = 0; k < kParts; ++k) {
    const Matrix<double>& matrix = parts.matrices[k];
    const int rows = static_cast<int>(matrix.rows()), columns = static_cast<int>(matrix.cols());
    blocks.push_back({std::string(to_text(static_cast<Part>(k))), rows, columns, offset, columns});
    offset += std::ptrdiff_t{rows} * columns;
  }
  return blocks;
}

sim::TrainingPlan on_trained_parts(sim::TrainingPlan plan, const Architecture& architecture) {
  for (sim::TrainingStage& stage : plan.stages) {
    stage.trained_blocks.clear();
    for (int k = 0; k < kParts; ++k) {
      if (!architecture.trained[k]) continue;
      stage.trained_blocks.emplace_back(to_text(static_cast<Part>(k)));
    }
  }
  return plan;
}

}  // namespace

class TopicExperiment::Worker : public sim::ExperimentWorker<double> {
 public:
  explicit Worker(const TopicExperiment& experiment)
      : experiment_(experiment), batches_(experiment.batches()) {}

  void prepare(const double* weights) override {
    parts_ = experiment_.parts_of({weights, static_cast<std::size_t>(experiment_.storage())});
  }

  sim::SummedLoss differentiate(const double*, std::int64_t step, int, double* gradient) override {
    const LossAndGradient at =
        topic::differentiate(experiment_.architecture_, parts_, batches_->at(step));
    experiment_.write(at.gradient, {gradient, static_cast<std::size_t>(experiment_.storage())});
    return {at.loss, 1};  // a mean over the batch already
  }

  MaskedBatch batch(std::int64_t step) { return batches_->at(step); }

 private:
  const TopicExperiment& experiment_;
  std::unique_ptr<BatchSource> batches_;
  Parts parts_;
};

TopicExperiment::TopicExperiment(sim::TrainingPlan plan, Architecture architecture, Parts start)
    : Experiment(on_trained_parts(std::move(plan), architecture)),
      architecture_(std::move(architecture)),
      start_(std::move(start)),
      blocks_(blocks_of(start_)) {}

Parts TopicExperiment::parts_of(std::span<const double> weights) const {
  Parts parts;
  for (int k = 0; k < kParts; ++k) {
    const sim::WeightBlock& block = blocks_[static_cast<std::size_t>(k)];
    parts.matrices[k] =
        Eigen::Map<const RowMajor>(weights.data() + block.offset, block.rows, block.columns);
  }
  return parts;
}

void TopicExperiment::write(const Parts& parts, std::span<double> weights) const {
  for (int k = 0; k < kParts; ++k) {
    const sim::WeightBlock& block = blocks_[static_cast<std::size_t>(k)];
    Eigen::Map<RowMajor>(weights.data() + block.offset, block.rows, block.columns) =
        parts.matrices[k];
  }
}

std::ptrdiff_t TopicExperiment::storage() const {
  const sim::WeightBlock& last = blocks_.back();
  return last.offset + std::ptrdiff_t{last.rows} * last.stride;
}

void TopicExperiment::initialise(std::span<double> weights) const { write(start_, weights); }

std::unique_ptr<sim::ExperimentWorker<double>> TopicExperiment::worker(const sim::StopFlag*) const {
  return std::make_unique<Worker>(*this);
}

MaskedBatch TopicExperiment::batch_of_step(std::int64_t step, const sim::Crew<double>& crew) {
  return static_cast<Worker&>(*crew.workers.front()).batch(step);
}

}  // namespace lemmascope::topic
