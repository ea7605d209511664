// Training an encoder to say the value of every variable of a sentence: what the shared loop trains
// for this paper.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/lego/sentences.hpp"
#include "sim/transformer/encoder_experiment.hpp"

namespace lemmascope::lego {

/// What attention may do. Hard-coded, half of the heads associate (the same token anywhere) and
/// half look inside the clause, and no queries and keys are left to learn.
enum class Attention { learned, hard_coded };

struct ChainPlan : sim::EncoderTraining {
  SentenceLaw law;
  int supervised = 4;  ///< the first so many variables of the chain have a loss
  Attention attention = Attention::learned;
  bool tied = true;
};

sim::EncoderSizes encoder_sizes(const ChainPlan& plan);

/// What a network answered on the sentences set aside; a row of `clauses` a sentence, by variable.
struct Outcomes {
  int clauses = 0;
  std::vector<std::uint8_t> right;         ///< by sentence and variable: 0 or 1
  std::vector<std::uint8_t> branch_right;  ///< the last variable of the branched sentence

  std::size_t sentences() const { return branch_right.size(); }
  /// Whether x_i was right, i from 1.
  bool is_right(std::size_t sentence, int i) const {
    return right[sentence * static_cast<std::size_t>(clauses) + static_cast<std::size_t>(i - 1)] !=
           0;
  }
};

template <class F>
class ChainExperiment : public sim::EncoderExperiment<F> {
 public:
  /// Throws PreconditionError as sim::EncoderExperiment does and on sizes that do not fit: fewer
  /// than three clauses, fewer names than clauses, more variables supervised than there are.
  explicit ChainExperiment(const ChainPlan& plan);

  const ChainPlan& chain_plan() const { return plan_; }

  std::string to_text() const override;

  /// On sentences that no training reads: "test loss" (of the supervised variables); "accuracy x1",
  /// …; "accuracy on branches": of the last variable when it is made from the one before the one
  /// before it; "changed by swaps": how often the answer for the last variable changes when two
  /// other uniform clauses exchange their elements.
  std::vector<std::string> numbers() const override;
  std::vector<double> evaluate(std::int64_t step, std::span<const F> weights,
                               const sim::Crew<F>& crew) const override;
  /// What the accuracies are the shares of, on one thread.
  Outcomes outcomes(std::span<const F> weights) const;

 protected:
  void add_example(std::uint64_t index, sim::EncoderExamples& batch) const override;

 private:
  /// Sentences of one kind, with the value of the variable at every place.
  struct Questions {
    sim::EncoderExamples examples;
    std::vector<Element> values;
  };
  std::vector<Element> add(const DrawnSentence& drawn, sim::EncoderExamples& all) const;
  void add(const DrawnSentence& drawn, Questions& all) const;
  void set_aside();
  Outcomes judged(const std::vector<std::uint8_t>& on_chains,
                  const std::vector<std::uint8_t>& on_branches) const;

  ChainPlan plan_;
  /// The same sentences as they are, with two elements exchanged, and branched: their places hold
  /// the same variables.
  Questions chains_, branches_;
  sim::EncoderExamples swaps_;
  std::vector<int> variables_;  ///< by sentence and place
};

}  // namespace lemmascope::lego
