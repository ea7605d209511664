// Sizes and entry points of the reduced two-matrix model's kernels, as plain data.
#pragma once

#include <cstddef>

#include "sim/transformer/token_kernel.hpp"

namespace lemmascope::causal {

/// A1 (length x length) and A2 (states x states), rows padded with zeros: see sim::padded.
struct ReducedSizes {
  int states = 0;
  int length = 0;
  double smoothing = 0;

  constexpr int a1_stride() const { return sim::padded(length); }
  constexpr int a2_stride() const { return sim::padded(states); }
  constexpr std::ptrdiff_t a2_offset() const { return std::ptrdiff_t{length} * a1_stride(); }
  constexpr std::ptrdiff_t storage() const {
    return a2_offset() + std::ptrdiff_t{states} * a2_stride();
  }
};

/// Of the loss - sum_s y_s log(f_s + smoothing).
template <class F>
using ReducedKernel = sim::TokenKernel<ReducedSizes, F>;

namespace portable {
template <class F>
ReducedKernel<F> reduced_kernel();
}
namespace avx2 {
template <class F>
ReducedKernel<F> reduced_kernel();
}
namespace avx512 {
template <class F>
ReducedKernel<F> reduced_kernel();
}

}  // namespace lemmascope::causal
