// Vectors across sequences: a chunk of sequences lies side by side, one to a lane. What is done to
// every position or token of a sequence is then done to 16 sequences at once, sums run down and
// never across lanes, and no length or vocabulary leaves lanes empty. An array over such a chunk
// holds kChunk elements for every index. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/segments.hpp"
#include "sim/cpu/small_product.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

inline constexpr int kChunk = 16;

/// The machine's own vectors: kAcross sequences of a chunk each.
template <class F>
inline constexpr int kAcross = kNative<F>;
template <class F>
using Across = VectorOf<F, kAcross<F>>;
template <class F>
LEMMASCOPE_INLINE Across<F> load_across(const F* from) {
  return *reinterpret_cast<const Across<F>*>(from);
}
template <class F>
LEMMASCOPE_INLINE void store_across(F* to, Across<F> value) {
  *reinterpret_cast<Across<F>*>(to) = value;
}
template <class F>
LEMMASCOPE_INLINE Across<F> fill_across(F value) {
  return Across<F>{} + value;
}

/// Calls `body(lane)` for the first lane of every vector of a chunk.
template <class F, class Body>
LEMMASCOPE_INLINE void for_lanes(const Body& body) {
#pragma GCC unroll 1
  for (int lane = 0; lane < kChunk; lane += kAcross<F>) body(lane);
}

/// Sequences first .. first + kSegment - 1 of as many consecutive indices, a segment a sequence.
template <class F>
LEMMASCOPE_INLINE void segments_of_sequences(const F* across, int first,
                                             Segment<F> (&rows)[kSegment]) {
  for (int i = 0; i < kSegment; ++i) rows[i] = load_segment(across + i * kChunk + first);
  transpose8<F>(rows);
}

/// An array over (index, sequence) as one row of `count` elements a sequence; `count` is whole
/// segments.
template <class F>
LEMMASCOPE_INLINE void to_rows(const F* across, int count, F* rows) {
  for (int begin = 0; begin < count; begin += kSegment) {
    for (int first = 0; first < kChunk; first += kSegment) {
      Segment<F> lines[kSegment];
      segments_of_sequences<F>(across + begin * kChunk, first, lines);
      for (int c = 0; c < kSegment; ++c) {
        store_segment<F>(rows + (first + c) * count + begin, lines[c]);
      }
    }
  }
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
