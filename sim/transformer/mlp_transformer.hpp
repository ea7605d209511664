// The standard two-layer transformer of the Figure 8 experiment: learned embeddings of width states
// + length, one head in each layer, a three-matrix ReLU network after each attention, whose output
// alone enters the residual stream.
//
// The authors' linear layers are scaled "muP-like" in a way their released notes do not pin down
// here; these are plain matrices with N(0, 1/width) entries, no biases, the last of each layer
// zero.
#pragma once

#include "sim/cpu/instruction_set.hpp"
#include "sim/transformer/mlp_plan.hpp"
#include "sim/transformer/model.hpp"

namespace lemmascope::sim {

/// Blocks: token, position, then A, V, M1, M2, M3 with suffix _0 or _1, then W (width x states). A
/// and W and M3 start at zero, the others normal with variance 1 / width.
template <class F>
class MlpTransformer : public Model<F> {
 public:
  /// Throws PreconditionError unless 2 <= states <= 200 and 2 <= length <= 1024.
  MlpTransformer(int states, int length, InstructionSet set = widest_instruction_set());

  int states() const override { return sizes_.states; }
  int length() const override { return sizes_.length; }
  std::ptrdiff_t storage() const override { return sizes_.storage(); }
  std::vector<WeightBlock> blocks() const override;
  void initialise(std::span<F> weights, const StreamKey& key) const override;
  std::ptrdiff_t arena_size() const override { return kernel_.arena_size(sizes_); }
  void prepare(const F* weights, F* arena) const override {
    kernel_.prepare(sizes_, weights, arena);
  }
  double accumulate(const F* weights, F* arena, const BatchView& batch, F* gradient) const override;

  /// First-layer attention averaged over the sequences, length x length.
  std::vector<double> mean_attention(std::span<const F> weights, const BatchView& batch) const;

 private:
  MlpSizes sizes_;
  MlpKernel<F> kernel_;
};

}  // namespace lemmascope::sim
