// Sizes, memory layout and entry points of the standard transformer's kernels, as plain data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"
#include "sim/transformer/disentangled_plan.hpp"

namespace lemmascope::sim {

/// Two layers, one head each, width d = states + length. Weight blocks in order: token embedding
/// (states x d), position embedding (length x d), then for each layer A, V, M1, M2, M3 (d x d
/// each), then W (d x states). Rows are padded with zeros to a multiple of 16.
struct MlpSizes {
  int states = 0;
  int length = 0;

  static constexpr int kLayerBlocks = 5;
  constexpr int width() const { return states + length; }
  constexpr int stride() const { return DisentangledSizes::padded(width()); }
  constexpr int w_stride() const { return DisentangledSizes::padded(states); }
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

/// As DisentangledKernel.
template <class F>
struct MlpKernel {
  std::ptrdiff_t (*arena_size)(const MlpSizes&);
  void (*prepare)(const MlpSizes&, const F* weights, F* arena);
  double (*accumulate)(const MlpSizes&, const F* weights, F* arena, const std::uint8_t* tokens,
                       const float* labels, int count, F* gradient, const StopFlag* stop);
};

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
