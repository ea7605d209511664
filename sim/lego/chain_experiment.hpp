// Training an encoder to say the value of every variable of a sentence: what the shared loop trains
// for this paper.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/lego/sentences.hpp"
#include "sim/train/experiment.hpp"
#include "sim/transformer/encoder.hpp"

namespace lemmascope::lego {

/// What attention may do. Hard-coded, half of the heads associate (the same token anywhere) and
/// half look inside the clause, and no queries and keys are left to learn.
enum class Attention { learned, hard_coded };

struct ChainPlan {
  SentenceLaw law;
  int supervised = 4;  ///< the first so many variables of the chain have a loss
  Attention attention = Attention::learned;
  int width = 32;
  int hidden = 64;
  int layers = 3;
  int heads = 2;
  bool tied = true;
  std::int64_t steps = 1000;
  double rate = 1e-3;  ///< of Adam
  int batch = 256;     ///< sentences of a step
  std::int64_t evaluate_every = 100;
  int evaluation_sentences = 1024;
  std::uint64_t seed = 20240222;
  std::uint32_t run = 0;
};

sim::EncoderSizes encoder_sizes(const ChainPlan& plan);

/// What a network answered on the sentences set aside; a row of `clauses` a sentence, by variable.
struct Outcomes {
  int clauses = 0;
  double loss = 0;                         ///< mean over supervised variables
  std::vector<std::uint8_t> right;         ///< by sentence and variable: 0 or 1
  std::vector<std::uint8_t> branch_right;  ///< the last variable of the branched sentence
  std::vector<std::uint8_t> changed;       ///< the answer for it, when elements are exchanged

  std::size_t sentences() const { return branch_right.size(); }
  /// Whether x_i was right, i from 1.
  bool is_right(std::size_t sentence, int i) const {
    return right[sentence * static_cast<std::size_t>(clauses) + static_cast<std::size_t>(i - 1)] !=
           0;
  }
};

template <class F>
class ChainExperiment : public sim::Experiment<F> {
 public:
  /// Throws PreconditionError on sizes that do not fit: fewer than three clauses, fewer names than
  /// clauses, more variables supervised than there are, a batch that is no multiple of 16.
  explicit ChainExperiment(const ChainPlan& plan);

  const ChainPlan& chain_plan() const { return plan_; }

  std::string to_text() const override;
  std::ptrdiff_t storage() const override { return encoder_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override { return encoder_.blocks(); }
  void initialise(std::span<F> weights) const override;
  int shards() const override;
  std::unique_ptr<sim::ExperimentWorker<F>> worker(const sim::StopFlag* stop) const override;

  /// On sentences that no training reads: "test loss" (of the supervised variables); "accuracy x1",
  /// …; "accuracy on branches": of the last variable when it is made from the one before the one
  /// before it; "changed by swaps": how often the answer for the last variable changes when two
  /// other uniform clauses exchange their elements.
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;
  /// What those numbers are the shares of, on one thread.
  Outcomes outcomes(std::span<const F> weights) const;

 private:
  class Worker;
  struct Questions {
    std::vector<std::uint8_t> tokens, targets;  ///< as sim::EncoderBatch has them
    std::vector<Element> values;                ///< by sentence and place
    std::vector<int> variables;                 ///< by sentence and place
  };
  Questions questions(int kind) const;
  void add(const DrawnSentence& drawn, Questions& all) const;
  std::vector<Element> answers(const Questions& asked, std::span<const F> weights,
                               const sim::Crew<F>& crew) const;
  Outcomes outcomes(std::span<const F> weights, const sim::Crew<F>& crew) const;

  ChainPlan plan_;
  sim::Encoder<F> encoder_;
  Questions chains_, swaps_, branches_;
};

}  // namespace lemmascope::lego
