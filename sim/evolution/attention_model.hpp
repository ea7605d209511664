// The attention-only transformer of arXiv 2402.11004, (4) and (5): no normalisation, no network, no
// biases, positions only as distances in the scores.
#pragma once

#include <span>
#include <vector>

#include "sim/cpu/instruction_set.hpp"
#include "sim/evolution/attention_plan.hpp"
#include "sim/random/stream.hpp"
#include "sim/train/weight_block.hpp"

namespace lemmascope::evolution {

template <class F>
class AttentionModel {
 public:
  /// Throws PreconditionError on sizes that no such transformer has: fewer than two states or more
  /// than 16, a single head narrower than the stream, nothing to read.
  explicit AttentionModel(const AttentionSizes& sizes,
                          sim::InstructionSet set = sim::widest_instruction_set());

  const AttentionSizes& sizes() const { return sizes_; }
  std::ptrdiff_t storage() const { return sizes_.storage(); }
  /// "token", then "query_0", "key_0", "value_0", "relative_0" (and "output_0" with several heads),
  /// …, "read_out".
  std::vector<sim::WeightBlock> blocks() const;
  /// Token embeddings normal with deviation `scale`; maps normal with variance scale^2 / inputs;
  /// distances normal with deviation `scale` / sqrt(width).
  void initialise(std::span<F> weights, const sim::StreamKey& key, double scale) const;

  std::ptrdiff_t arena_size() const { return kernel_.arena_size(sizes_); }
  double accumulate(const F* weights, F* arena, const AttentionBatch& batch, F* gradient) const {
    return kernel_.accumulate(sizes_, weights, arena, batch, gradient);
  }
  void last(const F* weights, F* arena, const AttentionBatch& batch, F* out) const {
    kernel_.last(sizes_, weights, arena, batch, out);
  }

 private:
  AttentionSizes sizes_;
  AttentionKernel<F> kernel_;
};

std::string to_text(const AttentionSizes& sizes);

}  // namespace lemmascope::evolution
