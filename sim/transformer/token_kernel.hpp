// The entry points that every kernel of a model on token sequences has, as plain data that every
// instruction set's translation unit can share.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::sim {

/// Rows of weights are padded with zeros to a multiple of this many elements.
inline constexpr int kRowUnit = 16;

constexpr int padded(int n) { return (n + kRowUnit - 1) / kRowUnit * kRowUnit; }

/// One worker's view of a kernel: `prepare` turns weights into tables in `arena`; `accumulate`
/// overwrites `gradient` (same layout as the weights, or null for the loss alone) with the sum over
/// the sequences and returns the summed loss - sum_s y_s log f_s.
template <class Sizes, class F>
struct TokenKernel {
  std::ptrdiff_t (*arena_size)(const Sizes&);
  void (*prepare)(const Sizes&, const F* weights, F* arena);
  double (*accumulate)(const Sizes&, const F* weights, F* arena, const std::uint8_t* tokens,
                       const float* labels, int count, F* gradient, const StopFlag* stop);
};

}  // namespace lemmascope::sim
