// Sizes, memory layout and entry points of the encoder's kernels, as plain data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::sim {

/// Where a head looks. Only `learned` heads have queries and keys.
enum class HeadPattern : std::uint8_t {
  learned,       ///< softmax of query-key products
  same_token,    ///< uniform over the positions that hold the same token, its own among them
  same_segment,  ///< uniform over the positions of its own segment
};

inline constexpr int kMostHeads = 8;

/// A target that no loss is taken at.
inline constexpr std::uint8_t kNoTarget = 255;

/// The named matrices of a layer, in the order in which they lie in memory.
enum class LayerBlock : int {
  query_identity,
  value_identity,
  query,
  query_bias,
  key,
  value,
  value_bias,
  output,
  output_bias,
  hidden,
  hidden_bias,
  down,
  down_bias,
};
inline constexpr int kLayerBlocks = 13;

/// Weight blocks in order, all dense and row-major (a map's rows are its inputs): token embedding
/// (tokens x width), position embedding (length x width), then the blocks of each layer (once, when
/// tied), then the read-out (width x classes) and its bias, unless the read-out is the embedding.
struct EncoderSizes {
  int tokens = 0;
  int length = 0;
  int width = 0;   ///< of the residual stream: a multiple of `heads`
  int hidden = 0;  ///< of the two-layer network after attention
  int layers = 0;
  int heads = 0;
  int classes = 0;
  /// The read-out acts at positions first_read, first_read + read_every, …
  int first_read = 0;
  int read_every = 1;
  int segment = 1;      ///< positions of a segment: of HeadPattern::same_segment
  bool causal = false;  ///< learned heads see earlier positions and their own alone
  bool tied = false;    ///< every layer has the same weights
  /// A trainable multiple of the identity in every learned head's product of query and key maps:
  /// scores q_i . k_j / sqrt(head width) + a x_i . x_j, with x the normalised stream.
  bool query_identity = false;
  /// The same in every head's product of value and output maps: the stream gains b times the mean
  /// of x under the head's attention.
  bool value_identity = false;
  /// Logits e_c . N x / sqrt(width) with the embedding e_c of token c, without a bias.
  bool read_by_embedding = false;
  /// Learned heads first, so that their queries and keys are the first columns.
  HeadPattern patterns[kMostHeads] = {};

  constexpr int head_width() const { return width / heads; }
  constexpr int learned_heads() const {
    int count = 0;
    for (int h = 0; h < heads; ++h) count += patterns[h] == HeadPattern::learned ? 1 : 0;
    return count;
  }
  constexpr int reads() const { return (length - first_read + read_every - 1) / read_every; }
  constexpr int stored_layers() const { return tied ? 1 : layers; }

  constexpr int rows(LayerBlock block) const {
    switch (block) {
      case LayerBlock::query:
      case LayerBlock::key:
      case LayerBlock::value:
      case LayerBlock::output:
      case LayerBlock::hidden:
        return width;
      case LayerBlock::down:
        return hidden;
      default:
        return 1;
    }
  }
  constexpr int columns(LayerBlock block) const {
    switch (block) {
      case LayerBlock::query_identity:
        return query_identity ? learned_heads() : 0;
      case LayerBlock::value_identity:
        return value_identity ? heads : 0;
      case LayerBlock::query:
      case LayerBlock::query_bias:
      case LayerBlock::key:
        return learned_heads() * head_width();
      case LayerBlock::hidden:
      case LayerBlock::hidden_bias:
        return hidden;
      default:
        return width;
    }
  }
  constexpr std::ptrdiff_t size(LayerBlock block) const {
    return std::ptrdiff_t{rows(block)} * columns(block);
  }
  constexpr std::ptrdiff_t layer_size() const {
    std::ptrdiff_t total = 0;
    for (int b = 0; b < kLayerBlocks; ++b) total += size(static_cast<LayerBlock>(b));
    return total;
  }
  constexpr std::ptrdiff_t position_offset() const { return std::ptrdiff_t{tokens} * width; }
  constexpr std::ptrdiff_t layer_offset(int layer, LayerBlock block) const {
    std::ptrdiff_t at = std::ptrdiff_t{tokens + length} * width + (tied ? 0 : layer) * layer_size();
    for (int b = 0; b < static_cast<int>(block); ++b) at += size(static_cast<LayerBlock>(b));
    return at;
  }
  constexpr std::ptrdiff_t read_out_offset() const {
    return std::ptrdiff_t{tokens + length} * width + stored_layers() * layer_size();
  }
  constexpr std::ptrdiff_t read_out_bias_offset() const {
    return read_out_offset() + (read_by_embedding ? 0 : std::ptrdiff_t{width} * classes);
  }
  constexpr std::ptrdiff_t storage() const {
    return read_out_bias_offset() + (read_by_embedding ? 0 : classes);
  }
};

/// `count` sequences of `length` tokens, and the class at each of the `reads` positions of each
/// (kNoTarget: none). Bytes, row by row.
struct EncoderBatch {
  const std::uint8_t* tokens = nullptr;
  const std::uint8_t* targets = nullptr;
  int count = 0;
  const StopFlag* stop = nullptr;  ///< looked at every chunk; may be null
};

/// `accumulate` overwrites `gradient` (laid out like the weights; null for the loss alone) with the
/// sum over all targets and returns the summed loss -ln softmax(logits)_target; `logits` writes
/// count x reads x classes numbers. The arena is 64-byte aligned.
template <class F>
struct EncoderKernel {
  std::ptrdiff_t (*arena_size)(const EncoderSizes&);
  double (*accumulate)(const EncoderSizes&, const F* weights, F* arena, const EncoderBatch& batch,
                       F* gradient);
  void (*logits)(const EncoderSizes&, const F* weights, F* arena, const std::uint8_t* tokens,
                 int count, F* out);
};

namespace portable {
template <class F>
EncoderKernel<F> encoder_kernel();
}
namespace avx2 {
template <class F>
EncoderKernel<F> encoder_kernel();
}
namespace avx512 {
template <class F>
EncoderKernel<F> encoder_kernel();
}

}  // namespace lemmascope::sim
