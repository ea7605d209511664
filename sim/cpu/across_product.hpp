// Small products whose entries are chunks of sequences, one a lane, and sums that run over the
// lanes: what attention and the gradients of weights need where a batch lies in lanes. Kernel code:
// same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/across_tokens.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// C(i, j) = scale * sum over k of A(i, k) B(k, j), lane by lane: every entry is a whole chunk.
/// Steps are in elements and so multiples of kChunk; a transposed operand costs nothing.
template <class F>
struct AcrossProduct {
  F* c;
  std::ptrdiff_t c_row, c_column;
  const F* a;
  std::ptrdiff_t a_row, a_k;
  const F* b;
  std::ptrdiff_t b_k, b_column;
  int rows, columns, depth;
  F scale = 1;
};

#if defined(__AVX512F__)  // 32 registers hold 16 sums and what they are made of
inline constexpr int kTileRows = 4;
#else
inline constexpr int kTileRows = 2;
#endif
inline constexpr int kTileColumns = 4;

LEMMASCOPE_INLINE int at_most(int index, int last) { return index < last ? index : last; }

/// One tile; entries past the last row or column are those of the last, computed again.
template <class F>
LEMMASCOPE_INLINE void across_tile(const AcrossProduct<F>& p, int row, int column, int lane) {
  const F* a[kTileRows];
  const F* b[kTileColumns];
#pragma GCC unroll 4
  for (int r = 0; r < kTileRows; ++r) a[r] = p.a + at_most(row + r, p.rows - 1) * p.a_row + lane;
#pragma GCC unroll 4
  for (int c = 0; c < kTileColumns; ++c) {
    b[c] = p.b + at_most(column + c, p.columns - 1) * p.b_column + lane;
  }
  Across<F> sums[kTileRows][kTileColumns]{};
  for (int k = 0; k < p.depth; ++k) {
    Across<F> right[kTileColumns];
#pragma GCC unroll 4
    for (int c = 0; c < kTileColumns; ++c) right[c] = load_across(b[c] + k * p.b_k);
#pragma GCC unroll 4
    for (int r = 0; r < kTileRows; ++r) {
      const Across<F> left = load_across(a[r] + k * p.a_k);
#pragma GCC unroll 4
      for (int c = 0; c < kTileColumns; ++c) sums[r][c] += left * right[c];
    }
  }
#pragma GCC unroll 4
  for (int r = 0; r < kTileRows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < kTileColumns; ++c) {
      if (row + r >= p.rows || column + c >= p.columns) continue;
      store_across<F>(p.c + (row + r) * p.c_row + (column + c) * p.c_column + lane,
                      sums[r][c] * p.scale);
    }
  }
}

template <class F>
__attribute__((noinline)) static void set_across_product(const AcrossProduct<F>& p) {
  for (int row = 0; row < p.rows; row += kTileRows) {
    for (int column = 0; column < p.columns; column += kTileColumns) {
      for_lanes<F>([&](int lane) { across_tile(p, row, column, lane); });
    }
  }
}

/// Which lanes of two vectors meet when runs of kCount lanes are halved: the first (`offset` 0) or
/// second (`offset` kCount / 2) half of every run of the first vector, then of the second.
template <class F, int kCount>
LEMMASCOPE_INLINE AcrossTokens<F> half_of_runs(int offset) {
  constexpr int kHalf = kAcross<F> / 2;
  AcrossTokens<F> lanes{};
#pragma GCC unroll 16
  for (int t = 0; t < kAcross<F>; ++t) {
    const int u = t % kHalf;
    lanes[t] = (t < kHalf ? 0 : kAcross<F>)+u / (kCount / 2) * kCount + u % (kCount / 2) + offset;
  }
  return lanes;
}

/// Lane n becomes the sum of all lanes of vectors[n]; kCount vectors are left, each of them made of
/// kAcross / kCount runs.
template <class F, int kCount = kAcross<F>>
LEMMASCOPE_INLINE Across<F> sums_of_lanes(Across<F>* vectors) {
  if constexpr (kCount == 1) {
    return vectors[0];
  } else {
#pragma GCC unroll 8
    for (int n = 0; n < kCount / 2; ++n) {
      const Across<F> a = vectors[2 * n], b = vectors[2 * n + 1];
      vectors[n] = __builtin_shuffle(a, b, half_of_runs<F, kCount>(0)) +
                   __builtin_shuffle(a, b, half_of_runs<F, kCount>(kCount / 2));
    }
    return sums_of_lanes<F, kCount / 2>(vectors);
  }
}

/// C(i, j) += the inner product of row i of A and row j of B, both of `width` elements, a multiple
/// of kChunk, on aligned memory.
template <class F>
struct RowProducts {
  F* c;
  int c_row;
  const F* a;
  std::ptrdiff_t a_row;
  const F* b;
  std::ptrdiff_t b_row;
  int rows, columns, width;
};

template <class F>
LEMMASCOPE_INLINE void row_products_tile(const RowProducts<F>& p, int row, int column) {
  const F* a[kTileRows];
  const F* b[kTileColumns];
#pragma GCC unroll 4
  for (int r = 0; r < kTileRows; ++r) a[r] = p.a + at_most(row + r, p.rows - 1) * p.a_row;
#pragma GCC unroll 4
  for (int c = 0; c < kTileColumns; ++c) b[c] = p.b + at_most(column + c, p.columns - 1) * p.b_row;
  constexpr int kSums = kTileRows * kTileColumns;
  static_assert(kSums % kAcross<F> == 0);
  Across<F> sums[kSums]{};
  for (int k = 0; k < p.width; k += kAcross<F>) {
    Across<F> right[kTileColumns];
#pragma GCC unroll 4
    for (int c = 0; c < kTileColumns; ++c) right[c] = load_across(b[c] + k);
#pragma GCC unroll 4
    for (int r = 0; r < kTileRows; ++r) {
      const Across<F> left = load_across(a[r] + k);
#pragma GCC unroll 4
      for (int c = 0; c < kTileColumns; ++c) sums[r * kTileColumns + c] += left * right[c];
    }
  }
  alignas(64) F totals[kSums];
#pragma GCC unroll 8
  for (int first = 0; first < kSums; first += kAcross<F>) {
    store_across<F>(totals + first, sums_of_lanes<F>(sums + first));
  }
#pragma GCC unroll 4
  for (int r = 0; r < kTileRows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < kTileColumns; ++c) {
      if (row + r >= p.rows || column + c >= p.columns) continue;
      p.c[(row + r) * p.c_row + column + c] += totals[r * kTileColumns + c];
    }
  }
}

template <class F>
__attribute__((noinline)) static void add_row_products(const RowProducts<F>& p) {
  for (int row = 0; row < p.rows; row += kTileRows) {
    for (int column = 0; column < p.columns; column += kTileColumns) {
      row_products_tile(p, row, column);
    }
  }
}

/// out[i] += the sum of row i, of `width` elements.
template <class F>
LEMMASCOPE_INLINE void add_row_sums(const F* rows, int count, int width, F* out) {
  for (int i = 0; i < count; ++i) {
    Across<F> sum{};
    for (int k = 0; k < width; k += kAcross<F>) sum += load_across(rows + i * width + k);
    F total = 0;
#pragma GCC unroll 16
    for (int lane = 0; lane < kAcross<F>; ++lane) total += sum[lane];
    out[i] += total;
  }
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
