// Softmax of a chunk of sequences, forward and back. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/across.hpp"
#include "sim/cpu/elementary.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Long sums in parts: they round less, and no addition waits for the one before.
inline constexpr int kPartialSums = 4;
template <class F>
LEMMASCOPE_INLINE Across<F> sum_of_parts(const Across<F> (&parts)[kPartialSums]) {
  return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

/// out = softmax of `count` scores.
template <class F>
LEMMASCOPE_INLINE void softmax_across(const F* scores, int count, F* out) {
  for_lanes<F>([&](int lane) {
    Across<F> largest = load_across(scores + lane);
    for (int j = 1; j < count; ++j) {
      largest = Largest{}(largest, load_across(scores + j * kChunk + lane));
    }
    Across<F> totals[kPartialSums]{};
    for (int j = 0; j < count; ++j) {
      const Across<F> value = exp_of<F>(load_across(scores + j * kChunk + lane) - largest);
      store_across<F>(out + j * kChunk + lane, value);
      totals[j % kPartialSums] += value;
    }
    const Across<F> scale = F(1) / sum_of_parts<F>(totals);
    for (int j = 0; j < count; ++j) {
      F* at = out + j * kChunk + lane;
      store_across<F>(at, load_across(at) * scale);
    }
  });
}

/// out = p (d_p - p . d_p): back through that softmax.
template <class F>
LEMMASCOPE_INLINE void back_through_softmax(const F* p, const F* d_p, int count, F* out) {
  for_lanes<F>([&](int lane) {
    Across<F> means[kPartialSums]{};
    for (int j = 0; j < count; ++j) {
      means[j % kPartialSums] +=
          load_across(p + j * kChunk + lane) * load_across(d_p + j * kChunk + lane);
    }
    const Across<F> mean = sum_of_parts<F>(means);
    for (int j = 0; j < count; ++j) {
      const int at = j * kChunk + lane;
      store_across<F>(out + at, load_across(p + at) * (load_across(d_p + at) - mean));
    }
  });
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
