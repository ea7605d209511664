// Products of small matrices. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/vectors.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// A small product C += A B (or C = A B) on row-major memory. A is read as A[row * a_row + k *
/// a_k], so a transposed operand costs nothing; B and C have rows of full vectors. A kStep other
/// than 0 is a_row known when compiled: a tile then needs one address for all its rows.
template <class F, int kStep = 0>
struct Product {
  F* c;
  int c_stride;
  const F* a;
  int a_row, a_k;
  const F* b;
  int b_stride;
  int rows, depth;
  int width;  ///< columns, a multiple of 16

  LEMMASCOPE_INLINE std::ptrdiff_t row_step() const { return kStep > 0 ? kStep : a_row; }
};

template <bool kAdd, int kRows, int kVectors, class F, int kStep>
LEMMASCOPE_INLINE void product_tile(const Product<F, kStep>& p, int row, int column) {
  constexpr int kWidth = kNative<F>;
  using Vector = VectorOf<F, kWidth>;
  using Unaligned = UnalignedVectorOf<F, kWidth>;
  const auto at = [&p, row, column](int r, int v) {
    return reinterpret_cast<Unaligned*>(p.c + std::ptrdiff_t{row + r} * p.c_stride + column +
                                        v * kWidth);
  };
  Vector sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) sum[r][v] = kAdd ? *at(r, v) : Vector{};
  }
  const F* left = p.a + row * p.row_step();
  const F* b = p.b + column;
  for (int k = 0; k < p.depth; ++k) {
    Vector right[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      right[v] = *reinterpret_cast<const Unaligned*>(b + v * kWidth);
    }
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const F factor = left[r * p.row_step()];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) sum[r][v] += factor * right[v];
    }
    left += p.a_k;
    b += p.b_stride;
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) *at(r, v) = sum[r][v];
  }
}

/// One group of columns in `tiles` row tiles, each of kRows rows or one less.
template <bool kAdd, int kRows, int kVectors, class F, int kStep>
LEMMASCOPE_INLINE void product_columns(const Product<F, kStep>& p, int tiles, int column) {
  const int shorter = tiles * kRows - p.rows;
  int row = 0;
  for (int tile = 0; tile < tiles - shorter; ++tile, row += kRows) {
    product_tile<kAdd, kRows, kVectors>(p, row, column);
  }
  if constexpr (kRows > 1) {
    for (; row < p.rows; row += kRows - 1) {
      product_tile<kAdd, kRows - 1, kVectors>(p, row, column);
    }
  }
}

/// The same in as few tiles of at most kMost rows as can be, all of nearly one size: in a tile of
/// few rows the machine waits for its sums. Looks down from kRows for that size.
template <bool kAdd, int kMost, int kVectors, int kRows = kMost, class F, int kStep>
LEMMASCOPE_INLINE void balanced_columns(const Product<F, kStep>& p, int column) {
  const int tiles = (p.rows + kMost - 1) / kMost;
  if (kRows == 1 || p.rows > tiles * (kRows - 1)) {
    product_columns<kAdd, kRows, kVectors>(p, tiles, column);
  } else if constexpr (kRows > 1) {
    balanced_columns<kAdd, kMost, kVectors, kRows - 1>(p, column);
  }
}

template <bool kAdd, class F, int kStep>
__attribute__((noinline)) static void product(const Product<F, kStep>& p) {
  constexpr int kWidth = kNative<F>;
  int column = 0;
#if defined(__AVX512F__)  // 32 registers hold 16 sums, fewer hold 8
  constexpr int kSums = 16;
  for (; column + 4 * kWidth <= p.width; column += 4 * kWidth) {
    balanced_columns<kAdd, kSums / 4, 4>(p, column);
  }
#else
  constexpr int kSums = 8;
#endif
  for (; column + 2 * kWidth <= p.width; column += 2 * kWidth) {
    balanced_columns<kAdd, kSums / 2, 2>(p, column);
  }
  for (; column + kWidth <= p.width; column += kWidth) {
    balanced_columns<kAdd, kSums, 1>(p, column);
  }
}
/// C += A B.
template <class F, int kStep = 0>
LEMMASCOPE_INLINE void add_product(const Product<F, kStep>& p) {
  product<true>(p);
}
/// C = A B.
template <class F, int kStep = 0>
LEMMASCOPE_INLINE void set_product(const Product<F, kStep>& p) {
  product<false>(p);
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
