// The full disentangled transformer of arXiv 2402.14735 (the authors' CatFormer): any number of
// heads in the first layer, one in the second, softmax read-out, all weights trainable.
#pragma once

#include "sim/cpu/instruction_set.hpp"
#include "sim/transformer/disentangled_plan.hpp"
#include "sim/transformer/model.hpp"

namespace lemmascope::sim {

/// Blocks are named A1_0, A1_1, ..., A2 and W; W is stored transposed, 2 (1 + heads)(states +
/// length) x states.
template <class F>
class DisentangledModel : public Model<F> {
 public:
  /// `attention_scale` is the standard deviation of the normal initial entries of A1 and A2; 0
  /// starts from zero, as the single-parent experiments do, 1e-4 breaks the symmetry between heads.
  /// W starts at zero. Throws PreconditionError unless 2 <= states <= 200, 2 <= length <= 1024 and
  /// heads >= 1.
  DisentangledModel(int states, int length, int heads, double attention_scale = 0,
                    InstructionSet set = widest_instruction_set());

  int states() const override { return sizes_.states; }
  int length() const override { return sizes_.length; }
  int heads() const { return sizes_.heads; }
  std::ptrdiff_t storage() const override { return sizes_.storage(); }
  std::vector<WeightBlock> blocks() const override;
  void initialise(std::span<F> weights, const StreamKey& key) const override;
  std::ptrdiff_t arena_size() const override { return kernel_.arena_size(sizes_); }
  void prepare(const F* weights, F* arena) const override;
  double accumulate(const F* weights, F* arena, const BatchView& batch, F* gradient) const override;

 private:
  DisentangledSizes sizes_;
  double attention_scale_;
  DisentangledKernel<F> kernel_;
};

/// softmax over j <= i of the position x position block of A1 (states + length square, dense): the
/// input-independent part of first-layer attention, length x length.
template <class F>
std::vector<double> position_attention(std::span<const F> a1, int states, int length);

}  // namespace lemmascope::sim
