// An encoder trained on sequences that a paper draws: everything of such an experiment but its
// sequences and the numbers worth watching.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "sim/train/experiment.hpp"
#include "sim/transformer/encoder.hpp"

namespace lemmascope::sim {

/// An encoder's shape and how it is trained, whatever on.
struct EncoderTraining {
  int width = 32;
  int hidden = 64;
  int layers = 1;
  int heads = 1;
  std::int64_t steps = 1000;
  OptimiserKind optimiser = OptimiserKind::adam;
  double rate = 1e-3;
  int batch = 64;  ///< sequences of a step, whole sixteens
  std::int64_t evaluate_every = 100;
  int evaluation_size = 1024;  ///< sequences of each kind that no training reads
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};

/// Sizes of that shape; what is read, and where, is the paper's.
EncoderSizes sizes_of(const EncoderTraining& training);

/// Sequences and the class at each of their read-outs, as EncoderBatch has them.
struct EncoderExamples {
  std::vector<std::uint8_t> tokens, targets;
};

template <class F>
class EncoderExperiment : public Experiment<F> {
 public:
  std::ptrdiff_t storage() const override { return encoder_.storage(); }
  std::vector<WeightBlock> blocks() const override { return encoder_.blocks(); }
  void initialise(std::span<F> weights) const override;
  int shards() const override;
  std::unique_ptr<ExperimentWorker<F>> worker(const StopFlag* stop) const override;

 protected:
  /// Throws PreconditionError as Encoder does, on a batch that is no multiple of 16 and without a
  /// sequence to evaluate on.
  EncoderExperiment(const EncoderTraining& training, const EncoderSizes& sizes);

  const Encoder<F>& encoder() const { return encoder_; }
  /// Adds the sequence of a training that is number `index` of all its steps.
  virtual void add_example(std::uint64_t index, EncoderExamples& batch) const = 0;

  /// The mean loss over all targets, on the first of the crew.
  double mean_loss(const EncoderExamples& examples, std::span<const F> weights,
                   const Crew<F>& crew) const;
  /// By sequence and read-out the class with the largest logit, the first of equals.
  std::vector<std::uint8_t> answers(const EncoderExamples& examples, std::span<const F> weights,
                                    const Crew<F>& crew) const;

 private:
  class Worker;

  Encoder<F> encoder_;
};

/// A crew of one, for questions outside a training.
template <class F>
class LoneCrew {
 public:
  explicit LoneCrew(const Experiment<F>& experiment) : team_(1) {
    workers_.push_back(experiment.worker(nullptr));
  }
  Crew<F> crew() { return {team_, workers_, nullptr}; }

 private:
  WorkerTeam team_;
  std::vector<std::unique_ptr<ExperimentWorker<F>>> workers_;
};

}  // namespace lemmascope::sim
