#include "sim/transformer/encoder_experiment.hpp"

#include <algorithm>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/train/batch_shards.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

constexpr int kLanes = 16;            // sequences that a kernel takes at once
constexpr int kEvaluationPart = 128;  // sequences of one thread's turn

TrainingPlan training_plan(const EncoderTraining& training) {
  require(training.batch >= kLanes && training.batch % kLanes == 0,
          fmt::format("expected a batch of whole sixteens, found {}", training.batch));
  require(training.evaluation_size >= 1, "expected at least one sequence to evaluate on");
  TrainingPlan plan;
  plan.root_seed = training.seed;
  plan.run = training.run;
  plan.batch = training.batch;
  plan.evaluate_every = training.evaluate_every;
  plan.evaluation_size = training.evaluation_size;
  Optimiser optimiser;
  optimiser.kind = training.optimiser;
  optimiser.learning_rate = training.rate;
  plan.stages = {{training.steps, optimiser, {}}};
  return plan;
}

double count_of_targets(const EncoderExamples& examples) {
  return static_cast<double>(
      std::count_if(examples.targets.begin(), examples.targets.end(),
                    [](std::uint8_t target) { return target != kNoTarget; }));
}

}  // namespace

EncoderSizes sizes_of(const EncoderTraining& training) {
  EncoderSizes sizes;
  sizes.width = training.width;
  sizes.hidden = training.hidden;
  sizes.layers = training.layers;
  sizes.heads = training.heads;
  return sizes;
}

template <class F>
class EncoderExperiment<F>::Worker : public ExperimentWorker<F> {
 public:
  Worker(const EncoderExperiment& experiment, const StopFlag* stop)
      : experiment_(experiment),
        encoder_(experiment.encoder_),
        stop_(stop),
        arena_(static_cast<std::size_t>(encoder_.arena_size())) {}

  void prepare(const F*) override {}  // the kernels read the weights as they are

  SummedLoss differentiate(const F* weights, std::int64_t step, int shard, F* gradient) override {
    const int batch = experiment_.plan().batch;
    const BatchShards shards(batch, kLanes);
    batch_.tokens.clear();
    batch_.targets.clear();
    for (int b = shards.first(shard) * kLanes; b < shards.past(shard) * kLanes; ++b) {
      if (is_raised(stop_)) return {};
      experiment_.add_example(static_cast<std::uint64_t>(step * batch + b), batch_);
    }
    return {loss(weights, batch_, gradient), count_of_targets(batch_)};
  }

  /// Summed over all targets; `gradient` may be null.
  double loss(const F* weights, const EncoderExamples& examples, F* gradient) {
    if (is_raised(stop_)) return 0;
    return encoder_.accumulate(
        weights, arena_.data(),
        {examples.tokens.data(), examples.targets.data(), count(examples), stop_}, gradient);
  }

  /// The answers to sequences first .. past - 1, written from their place on.
  void answer(const F* weights, const EncoderExamples& examples, int first, int past,
              std::vector<std::uint8_t>& answers) {
    const auto length = static_cast<std::size_t>(encoder_.sizes().length);
    const auto classes = static_cast<std::ptrdiff_t>(encoder_.sizes().classes);
    const std::vector<F> logits =
        encoder_.logits(weights, arena_.data(),
                        {examples.tokens.data() + static_cast<std::size_t>(first) * length,
                         static_cast<std::size_t>(past - first) * length});
    auto to = answers.begin() + std::ptrdiff_t{first} * encoder_.sizes().reads();
    for (auto at = logits.begin(); at != logits.end(); at += classes) {
      *to++ = static_cast<std::uint8_t>(std::max_element(at, at + classes) - at);
    }
  }

  int count(const EncoderExamples& examples) const {
    return static_cast<int>(examples.tokens.size()) / encoder_.sizes().length;
  }

 private:
  const EncoderExperiment& experiment_;
  const Encoder<F>& encoder_;
  const StopFlag* stop_;
  AlignedBuffer<F> arena_;
  EncoderExamples batch_;  ///< kept for its memory
};

template <class F>
EncoderExperiment<F>::EncoderExperiment(const EncoderTraining& training, const EncoderSizes& sizes)
    : Experiment<F>(training_plan(training)), encoder_(sizes) {}

template <class F>
void EncoderExperiment<F>::initialise(std::span<F> weights) const {
  encoder_.initialise(weights,
                      {this->plan().root_seed, this->plan().run, Purpose::initial_parameters});
}

template <class F>
int EncoderExperiment<F>::shards() const {
  return BatchShards(this->plan().batch, kLanes).count();
}

template <class F>
std::unique_ptr<ExperimentWorker<F>> EncoderExperiment<F>::worker(const StopFlag* stop) const {
  return std::make_unique<Worker>(*this, stop);
}

template <class F>
double EncoderExperiment<F>::mean_loss(const EncoderExamples& examples, std::span<const F> weights,
                                       const Crew<F>& crew) const {
  auto& first = static_cast<Worker&>(*crew.workers.front());
  return first.loss(weights.data(), examples, nullptr) / count_of_targets(examples);
}

template <class F>
std::vector<std::uint8_t> EncoderExperiment<F>::answers(const EncoderExamples& examples,
                                                        std::span<const F> weights,
                                                        const Crew<F>& crew) const {
  std::vector<std::uint8_t> all(examples.targets.size());
  crew.team.run([&](int index) {
    auto& mine = static_cast<Worker&>(*crew.workers[static_cast<std::size_t>(index)]);
    const int count = mine.count(examples), parts = (count + kEvaluationPart - 1) / kEvaluationPart;
    for (int part = index; part < parts && !is_raised(crew.stop); part += crew.team.size()) {
      const int first = part * kEvaluationPart;
      mine.answer(weights.data(), examples, first, std::min(first + kEvaluationPart, count), all);
    }
  });
  return all;
}

template class EncoderExperiment<float>;
template class EncoderExperiment<double>;

}  // namespace lemmascope::sim
