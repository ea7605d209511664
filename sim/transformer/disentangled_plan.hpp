// Sizes, memory layout and entry points of the disentangled-transformer kernels, as plain data that
// every instruction set's translation unit can share.
#pragma once

#include <cstddef>

#include "sim/transformer/token_kernel.hpp"

namespace lemmascope::sim {

/// Two layers, `heads` heads in the first and one in the second. Widths: d = states + length after
/// the input, (1 + heads) d after layer 1, 2 (1 + heads) d after layer 2. Weights lie one after
/// another in memory: A1 of each head (d x d), A2 ((1 + heads) d square), W transposed (2 (1 +
/// heads) d x states); rows are padded with zeros: see padded.
struct DisentangledSizes {
  int states = 0;
  int length = 0;
  int heads = 0;

  constexpr int width() const { return states + length; }
  constexpr int width1() const { return (1 + heads) * width(); }
  constexpr int width2() const { return 2 * width1(); }
  constexpr int a1_stride() const { return padded(width()); }
  constexpr int a2_stride() const { return padded(width1()); }
  constexpr int w_stride() const { return padded(states); }
  constexpr std::ptrdiff_t a1_offset(int head) const {
    return std::ptrdiff_t{head} * width() * a1_stride();
  }
  constexpr std::ptrdiff_t a2_offset() const { return a1_offset(heads); }
  constexpr std::ptrdiff_t w_offset() const {
    return a2_offset() + std::ptrdiff_t{width1()} * a2_stride();
  }
  constexpr std::ptrdiff_t storage() const {
    return w_offset() + std::ptrdiff_t{width2()} * w_stride();
  }
};

template <class F>
using DisentangledKernel = TokenKernel<DisentangledSizes, F>;

/// Up to these sizes offsets within a matrix fit an int, which kernels compute with.
inline constexpr int kLongestSequence = 1024;
inline constexpr int kMostHeads = 16;

namespace portable {
template <class F>
DisentangledKernel<F> disentangled_kernel();
}
namespace avx2 {
template <class F>
DisentangledKernel<F> disentangled_kernel();
}
namespace avx512 {
template <class F>
DisentangledKernel<F> disentangled_kernel();
}

}  // namespace lemmascope::sim
