// Linear self-attention with trained queries, keys, values and projections on regression tasks.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/cpu/instruction_set.hpp"
#include "sim/regression/attention_plan.hpp"
#include "sim/train/weight_block.hpp"

namespace lemmascope::sim {

/// A and B of every layer and head as attention_plan.hpp has them, and memory for one chunk. Not
/// for several threads at once.
template <class F>
class LinearAttention {
 public:
  /// Throws PreconditionError beyond 1 to kMostEntries entries, 100 layers or 16 heads.
  explicit LinearAttention(const AttentionSizes& sizes,
                           InstructionSet set = widest_instruction_set());

  const AttentionSizes& sizes() const { return sizes_; }
  /// Elements of the weights: four matrices of a token's size for every stored layer and head.
  std::ptrdiff_t storage() const { return 2 * sizes_.products(); }
  /// "query", "key", "value" and "projection", with _layer_head appended where there are several.
  std::vector<WeightBlock> blocks() const;

  /// A and B from weights; kept for what follows.
  void prepare(const F* weights);
  /// A and B as they are.
  void use(std::span<const F> products);
  const std::vector<F>& products() const { return products_; }

  /// The loss of a chunk; its gradient by A and B is added to what is collected.
  double accumulate(const TaskChunk<F>& tasks, const F* weight);
  void clear();
  /// The gradient by A and B since `clear`.
  const std::vector<F>& by_products() const { return by_products_; }
  /// That gradient by the weights that `prepare` had; `gradient` is overwritten.
  void by_weights(const F* weights, F* gradient) const;

  /// Predictions and their derivatives by the query's entries, see AttentionKernel.
  void respond(const TaskChunk<F>& tasks, F* prediction, F* sensitivity);

 private:
  AttentionSizes sizes_;
  AttentionKernel<F> kernel_;
  std::vector<F> products_, by_products_;
  AlignedBuffer<F> arena_;
};

std::string to_text(const AttentionSizes& sizes);

}  // namespace lemmascope::sim
