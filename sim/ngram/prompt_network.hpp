// Loss and gradient of the whole transformer on counted prompts.
#pragma once

#include <vector>

#include "sim/cpu/instruction_set.hpp"
#include "sim/ngram/counted_prompts.hpp"

namespace lemmascope::ngram {

/// What is minimised.
struct LossForm {
  Criterion criterion = Criterion::paper;
  double epsilon = 0.01;  ///< of Criterion::paper, above zero
};

/// One thread's tables and scratch for some sets of counted prompts, which must outlive it.
class PromptNetwork {
 public:
  PromptNetwork(const ModelShape& shape, const LossForm& loss,
                const std::vector<const CountedPrompts*>& sets,
                sim::InstructionSet set = sim::widest_instruction_set());

  /// Computes the heads' vectors: to be called whenever the weights have changed.
  void prepare(const double* weights);
  /// The loss summed over the prompts. `gradient`, laid out like the weights, is overwritten; it
  /// may be null.
  double accumulate(const CountedPrompts& prompts, const double* weights, double* gradient);

 private:
  void read_similar(const CountedPrompts& prompts);
  void go_back(const CountedPrompts& prompts, const double* weights, const MatchSlopes& slopes,
               double* gradient);

  ModelShape shape_;
  WeightOffsets at_;
  LossForm loss_;
  MatchPass pass_;
  HeadTable heads_;
  PassScratch scratch_;
  std::vector<double> p_;
  double c_squared_ = 0;
};

/// p_S = c_S^2 / sum c^2.
std::vector<double> set_shares(const double* c, int count);

}  // namespace lemmascope::ngram
