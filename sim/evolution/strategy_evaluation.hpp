// Sequences set aside, with the row that follows each and what the strategies predict: how far a
// model's last prediction is from all of them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/evolution/chain_sequences.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::evolution {

class StrategyEvaluation {
 public:
  StrategyEvaluation(const SequenceLaw& law, const sim::StreamKey& key, int count);

  int count() const { return count_; }
  const SequenceLaw& law() const { return law_; }
  /// Rows of law().length + 1.
  const std::uint8_t* tokens() const { return tokens_.data(); }
  /// The row that the token after sequence b is drawn from.
  std::span<const double> true_row(int b) const { return row(0, b); }

  /// Mean KL(true row || softmax of the logits) and mean KL(strategy || the same) for each
  /// strategy, from logits of all sequences, a row of `states` each.
  template <class F>
  std::vector<double> distances(std::span<const F> logits) const;
  /// Mean KL(true row || strategy), and its standard error.
  struct Line {
    double mean = 0, error = 0;
  };
  Line line(Strategy strategy) const;

 private:
  std::span<const double> row(int target, int sequence) const;

  SequenceLaw law_;
  int count_;
  std::vector<std::uint8_t> tokens_;
  std::vector<std::vector<double>> targets_;  ///< true rows, then those of each strategy
};

/// What is trained and looked at, whatever the model.
struct StrategyPlan {
  SequenceLaw law;                  ///< of training
  std::vector<SequenceLaw> tested;  ///< the first one's strategies are compared; none: `law`
  int evaluation_sequences = 2048;  ///< of each
  int batch = 64;
  std::int64_t steps = 2000;
  std::int64_t evaluate_every = 50;
  sim::Optimiser optimiser;
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};

/// One thread's model.
template <class F>
class StrategyWorker : public sim::ExperimentWorker<F> {
 public:
  /// f at the last position of `count` sequences, a row of `states` each.
  virtual void last(const F* weights, const std::uint8_t* tokens, int count, F* out) = 0;
};

/// The data and the numbers of a training; a model adds weights, gradient and numbers of its own.
/// "test KL", "KL from uniform", "KL from unigrams", "KL from bigrams" and with order 2 "KL from
/// trigrams" at the last position on the first tested law; "test KL on ..." on the others.
template <class F>
class StrategyExperiment : public sim::Experiment<F> {
 public:
  /// Throws PreconditionError on laws that are none, on tested laws with other states or lengths,
  /// and on a batch that is no multiple of 16.
  explicit StrategyExperiment(const StrategyPlan& plan);

  const StrategyPlan& strategy_plan() const { return plan_; }
  const StrategyEvaluation& evaluation() const { return *sets_->front(); }

  int shards() const override;
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;

  /// The tokens of shard `shard` of a step.
  std::vector<std::uint8_t> batch_tokens(std::int64_t step, int shard) const;

 protected:
  /// Names and values of what the model itself shows.
  virtual std::vector<std::string> own_numbers() const { return {}; }
  virtual std::vector<double> own_values(std::span<const F>) const { return {}; }
  std::string law_text() const;

 private:
  StrategyPlan plan_;
  using Sets = std::vector<std::unique_ptr<const StrategyEvaluation>>;
  std::shared_ptr<const Sets> sets_;
};

}  // namespace lemmascope::evolution
