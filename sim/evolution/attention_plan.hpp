// Sizes, memory layout and entry points of the kernels of the attention-only transformer, as plain
// data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::evolution {

/// The named matrices of a layer, in the order in which they lie in memory.
enum class AttentionBlock : int { query, key, value, relative, output };
inline constexpr int kAttentionBlocks = 5;

/// Weights in order, all dense and row-major (a map's rows are its inputs): token embedding (states
/// x width), the blocks of each layer, the read-out (width x states). A row of `relative` is the
/// embedding of a distance, the token itself first.
struct AttentionSizes {
  int states = 0;
  int length = 0;
  int width = 0;
  int layers = 0;
  int heads = 1;
  int head_width = 0;  ///< with one head the width, whose values are added to the stream directly

  constexpr int inner() const { return heads * head_width; }
  constexpr bool maps_output() const { return heads > 1; }
  constexpr int rows(AttentionBlock block) const {
    if (block == AttentionBlock::relative) return length;
    if (block == AttentionBlock::output) return maps_output() ? inner() : 0;
    return width;
  }
  constexpr int columns(AttentionBlock block) const {
    return block == AttentionBlock::output ? width : inner();
  }
  constexpr std::ptrdiff_t size(AttentionBlock block) const {
    return std::ptrdiff_t{rows(block)} * columns(block);
  }
  constexpr std::ptrdiff_t layer_size() const {
    std::ptrdiff_t total = 0;
    for (int b = 0; b < kAttentionBlocks; ++b) total += size(static_cast<AttentionBlock>(b));
    return total;
  }
  constexpr std::ptrdiff_t layer_offset(int layer, AttentionBlock block) const {
    std::ptrdiff_t at = std::ptrdiff_t{states} * width + layer * layer_size();
    for (int b = 0; b < static_cast<int>(block); ++b) at += size(static_cast<AttentionBlock>(b));
    return at;
  }
  constexpr std::ptrdiff_t read_out_offset() const {
    return std::ptrdiff_t{states} * width + layers * layer_size();
  }
  constexpr std::ptrdiff_t storage() const {
    return read_out_offset() + std::ptrdiff_t{width} * states;
  }
};

/// `count` sequences of length + 1 tokens, row by row.
struct AttentionBatch {
  const std::uint8_t* tokens = nullptr;
  int count = 0;
  const sim::StopFlag* stop = nullptr;  ///< looked at every chunk; may be null
};

/// `accumulate` overwrites `gradient` (null for the loss alone) with the sum over all positions of
/// all sequences and returns the summed loss - ln softmax(logits)_next; `last` writes the logits at
/// the last position, count x states. The arena is 64-byte aligned.
template <class F>
struct AttentionKernel {
  std::ptrdiff_t (*arena_size)(const AttentionSizes&);
  double (*accumulate)(const AttentionSizes&, const F* weights, F* arena,
                       const AttentionBatch& batch, F* gradient);
  void (*last)(const AttentionSizes&, const F* weights, F* arena, const AttentionBatch& batch,
               F* out);
};

namespace portable {
template <class F>
AttentionKernel<F> attention_kernel();
}
namespace avx2 {
template <class F>
AttentionKernel<F> attention_kernel();
}
namespace avx512 {
template <class F>
AttentionKernel<F> attention_kernel();
}

}  // namespace lemmascope::evolution
