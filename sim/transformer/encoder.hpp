// A general small encoder: token and position embedding, layers of multi-head attention (learned,
// causal or not, or hard-coded) and a two-layer network, each on the normalised stream, weights
// tied over layers or not, and a read-out at chosen positions, of its own or by the embedding.
// Heads may have trainable multiples of the identity in their products of maps.
#pragma once

#include <span>
#include <vector>

#include "sim/cpu/instruction_set.hpp"
#include "sim/random/stream.hpp"
#include "sim/train/weight_block.hpp"
#include "sim/transformer/encoder_plan.hpp"

namespace lemmascope::sim {

template <class F>
class Encoder {
 public:
  /// Throws PreconditionError on sizes that no encoder has: nothing to read, a width that is no
  /// multiple of the heads, a learned head after a hard-coded one, more than 200 tokens or classes.
  explicit Encoder(const EncoderSizes& sizes, InstructionSet set = widest_instruction_set());

  const EncoderSizes& sizes() const { return sizes_; }
  std::ptrdiff_t storage() const { return sizes_.storage(); }
  /// "token", "position", then "query_identity_0", "value_identity_0", "query_0", "query_bias_0", …
  /// of every layer with weights of its own, then "read_out" and "read_out_bias". Blocks without an
  /// entry are left out.
  std::vector<WeightBlock> blocks() const;
  /// Embeddings normal with variance 1, maps normal with variance 1 / inputs (those that write to
  /// the stream divided by the number of writers, 2 layers), biases and multiples of the identity
  /// zero.
  void initialise(std::span<F> weights, const StreamKey& key) const;

  /// Elements of one worker's scratch, 64-byte aligned.
  std::ptrdiff_t arena_size() const { return kernel_.arena_size(sizes_); }
  /// The summed loss over all targets; unless `gradient` is null it is overwritten with the summed
  /// gradient, laid out like the weights. Once `batch.stop` is raised it returns early, with
  /// numbers that mean nothing.
  double accumulate(const F* weights, F* arena, const EncoderBatch& batch, F* gradient) const {
    return kernel_.accumulate(sizes_, weights, arena, batch, gradient);
  }
  /// What is read: an array over (sequence, read-out, class).
  std::vector<F> logits(const F* weights, F* arena, std::span<const std::uint8_t> tokens) const;

 private:
  EncoderSizes sizes_;
  EncoderKernel<F> kernel_;
};

/// Everything that the function depends on besides the weights, in one line.
std::string to_text(const EncoderSizes& sizes);

}  // namespace lemmascope::sim
