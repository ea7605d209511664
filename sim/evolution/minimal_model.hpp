// The minimal model of arXiv 2402.11004: two bilinear layers, W over pairs of tokens and v over
// lags.
#pragma once

#include <vector>

#include "sim/cpu/instruction_set.hpp"
#include "sim/evolution/minimal_plan.hpp"
#include "sim/train/weight_block.hpp"

namespace lemmascope::evolution {

template <class F>
class MinimalModel {
 public:
  /// Throws PreconditionError unless there are 2 to 16 states and 2 to 1024 tokens.
  explicit MinimalModel(const MinimalSizes& sizes,
                        sim::InstructionSet set = sim::widest_instruction_set());

  const MinimalSizes& sizes() const { return sizes_; }
  std::ptrdiff_t storage() const { return sizes_.storage(); }
  /// "W" and "v".
  std::vector<sim::WeightBlock> blocks() const;

  std::ptrdiff_t arena_size() const { return kernel_.arena_size(sizes_); }
  double accumulate(const F* weights, F* arena, const MinimalBatch& batch, F* gradient) const {
    return kernel_.accumulate(sizes_, weights, arena, batch, gradient);
  }
  void last(const F* weights, F* arena, const MinimalBatch& batch, F* out) const {
    kernel_.last(sizes_, weights, arena, batch, out);
  }

 private:
  MinimalSizes sizes_;
  MinimalKernel<F> kernel_;
};

}  // namespace lemmascope::evolution
