// Sizes, memory layout and entry points of the minimal model's kernels, as plain data.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::evolution {

inline constexpr int kMostMinimalStates = 16;

/// W (states x states, row-major) and then v (length).
struct MinimalSizes {
  int states = 0;
  int length = 0;
  /// Zero: softmax cross-entropy. Positive: the margin loss (1/k) sum over i other than the next
  /// token of max(0, margin + f_i - f_next).
  double margin = 0;

  constexpr std::ptrdiff_t lags_offset() const { return std::ptrdiff_t{states} * states; }
  constexpr std::ptrdiff_t storage() const { return lags_offset() + length; }
};

/// `count` sequences of length + 1 tokens, row by row.
struct MinimalBatch {
  const std::uint8_t* tokens = nullptr;
  int count = 0;
  const sim::StopFlag* stop = nullptr;  ///< looked at every chunk; may be null
};

/// `accumulate` overwrites `gradient` (null for the loss alone) with the sum over all positions of
/// all sequences and returns the summed loss; `last` writes f at the last position, count x states.
/// The arena is 64-byte aligned.
template <class F>
struct MinimalKernel {
  std::ptrdiff_t (*arena_size)(const MinimalSizes&);
  double (*accumulate)(const MinimalSizes&, const F* weights, F* arena, const MinimalBatch& batch,
                       F* gradient);
  void (*last)(const MinimalSizes&, const F* weights, F* arena, const MinimalBatch& batch, F* out);
};

namespace portable {
template <class F>
MinimalKernel<F> minimal_kernel();
}
namespace avx2 {
template <class F>
MinimalKernel<F> minimal_kernel();
}
namespace avx512 {
template <class F>
MinimalKernel<F> minimal_kernel();
}

}  // namespace lemmascope::evolution
