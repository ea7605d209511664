// The reduced two-matrix model the paper's theory treats.
#pragma once

#include "sim/causal/reduced_plan.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/transformer/model.hpp"

namespace lemmascope::causal {

/// Blocks A1 (length x length) and A2 (states x states); starts at A1 = 0, A2 = match_scale * I, as
/// Algorithm 1 does. The loss is - sum_s y_s log(f_s + smoothing).
template <class F>
class ReducedModel : public sim::Model<F> {
 public:
  /// Throws PreconditionError unless 2 <= states <= 200, 2 <= length <= 1024, smoothing >= 0.
  ReducedModel(int states, int length, double smoothing, double match_scale = 0.01,
               sim::InstructionSet set = sim::widest_instruction_set());

  int states() const override { return sizes_.states; }
  int length() const override { return sizes_.length; }
  std::ptrdiff_t storage() const override { return sizes_.storage(); }
  std::vector<sim::WeightBlock> blocks() const override;
  void initialise(std::span<F> weights, const sim::StreamKey& key) const override;
  std::ptrdiff_t arena_size() const override { return kernel_.arena_size(sizes_); }
  void prepare(const F* weights, F* arena) const override {
    kernel_.prepare(sizes_, weights, arena);
  }
  double accumulate(const F* weights, F* arena, const sim::BatchView& batch,
                    F* gradient) const override;

 private:
  ReducedSizes sizes_;
  double match_scale_;
  ReducedKernel<F> kernel_;
};

}  // namespace lemmascope::causal
