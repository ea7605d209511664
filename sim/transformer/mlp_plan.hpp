// Sizes, memory layout and entry points of the standard transformer's kernels, as plain data.
#pragma once

#include <cstddef>

#include "sim/transformer/token_kernel.hpp"

namespace lemmascope::sim {

/// Two layers, one head each, width d = states + length. Weight blocks in order: token embedding
/// (states x d), position embedding (length x d), then for each layer A, V, M1, M2, M3 (d x d
/// each), then W (d x states). Rows are padded with zeros: see padded.
struct MlpSizes {
  int states = 0;
  int length = 0;

  static constexpr int kLayerBlocks = 5;
  constexpr int width() const { return states + length; }
  constexpr int stride() const { return padded(width()); }
  constexpr int w_stride() const { return padded(states); }
  constexpr std::ptrdiff_t token_offset() const { return 0; }
  constexpr std::ptrdiff_t position_offset() const { return std::ptrdiff_t{states} * stride(); }
  /// Block 0..4 (A, V, M1, M2, M3) of layer 0 or 1.
  constexpr std::ptrdiff_t layer_offset(int layer, int block) const {
    const std::ptrdiff_t square = std::ptrdiff_t{width()} * stride();
    return std::ptrdiff_t{width()} * stride() + (layer * kLayerBlocks + block) * square;
  }
  constexpr std::ptrdiff_t w_offset() const { return layer_offset(2, 0); }
  constexpr std::ptrdiff_t storage() const {
    return w_offset() + std::ptrdiff_t{width()} * w_stride();
  }
};

template <class F>
using MlpKernel = TokenKernel<MlpSizes, F>;

namespace portable {
template <class F>
MlpKernel<F> mlp_kernel();
}
namespace avx2 {
template <class F>
MlpKernel<F> mlp_kernel();
}
namespace avx512 {
template <class F>
MlpKernel<F> mlp_kernel();
}

}  // namespace lemmascope::sim
