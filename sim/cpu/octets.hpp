// Vectors of 8 floats or 8 doubles, one position or token per lane, and 64-byte rows for small
// matrix products. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/lanes.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

inline constexpr int kOctet = 8;

typedef float FloatOctet __attribute__((vector_size(32)));
typedef std::int32_t IntOctet __attribute__((vector_size(32)));
typedef double DoubleOctet __attribute__((vector_size(64)));
typedef std::int64_t LongOctet __attribute__((vector_size(64)));
typedef float UnalignedFloatOctet __attribute__((vector_size(32), aligned(4), may_alias));
typedef double UnalignedDoubleOctet __attribute__((vector_size(64), aligned(8), may_alias));

/// The vector types that go with a scalar type.
template <class F>
struct Octet;
template <>
struct Octet<float> {
  using Values = FloatOctet;
  using Indices = IntOctet;
  using Unaligned = UnalignedFloatOctet;
};
template <>
struct Octet<double> {
  using Values = DoubleOctet;
  using Indices = LongOctet;
  using Unaligned = UnalignedDoubleOctet;
};
template <class F>
using Values = typename Octet<F>::Values;
template <class F>
using Indices = typename Octet<F>::Indices;

template <class F>
LEMMASCOPE_INLINE Values<F> load8(const F* from) {
  return *reinterpret_cast<const typename Octet<F>::Unaligned*>(from);
}
template <class F>
LEMMASCOPE_INLINE void store8(F* to, Values<F> value) {
  *reinterpret_cast<typename Octet<F>::Unaligned*>(to) = value;
}
template <class F>
LEMMASCOPE_INLINE Values<F> fill8(F value) {
  return Values<F>{} + value;
}

/// Tokens begin .. begin + 7 of a sequence as integers of F's size, 0 from `length` on.
template <class F>
LEMMASCOPE_INLINE Indices<F> load_tokens(const std::uint8_t* tokens, int begin, int length) {
  typedef std::uint8_t Bytes __attribute__((vector_size(8), aligned(1), may_alias));
  if (begin + kOctet <= length) {
    return __builtin_convertvector(*reinterpret_cast<const Bytes*>(tokens + begin), Indices<F>);
  }
  Indices<F> index{};
  for (int lane = 0; lane < kOctet && begin + lane < length; ++lane) {
    index[lane] = tokens[begin + lane];
  }
  return index;
}

/// Entry index[lane] of a table held in kBlocks vectors; kBlocks = 0 reads memory for any size.
template <int kBlocks, class F>
LEMMASCOPE_INLINE Values<F> look_up_in(const Values<F>* table, Indices<F> index) {
#if defined(__AVX512VL__)
  if constexpr (kBlocks == 1 && sizeof(F) == 4) {
    return (FloatOctet)_mm256_permutexvar_ps((__m256i)index, (__m256)table[0]);
  } else if constexpr (kBlocks == 2 && sizeof(F) == 4) {
    return (FloatOctet)_mm256_permutex2var_ps((__m256)table[0], (__m256i)index, (__m256)table[1]);
  } else if constexpr (kBlocks == 1) {
    return (DoubleOctet)_mm512_permutexvar_pd((__m512i)index, (__m512d)table[0]);
  } else if constexpr (kBlocks == 2) {
    return (DoubleOctet)_mm512_permutex2var_pd((__m512d)table[0], (__m512i)index,
                                               (__m512d)table[1]);
  }
#elif defined(__AVX2__)
  if constexpr (kBlocks == 1 && sizeof(F) == 4) {
    return (FloatOctet)_mm256_permutevar8x32_ps((__m256)table[0], (__m256i)index);
  } else if constexpr (kBlocks == 2 && sizeof(F) == 4) {
    const __m256 low = _mm256_permutevar8x32_ps((__m256)table[0], (__m256i)index);
    const __m256 high = _mm256_permutevar8x32_ps((__m256)table[1], (__m256i)index);
    return (FloatOctet)_mm256_blendv_ps(low, high, (__m256)(index << 28));
  }
#endif
  const F* entries = reinterpret_cast<const F*>(table);
  Values<F> value;
  for (int lane = 0; lane < kOctet; ++lane) value[lane] = entries[index[lane]];
  return value;
}

/// The same from memory.
template <int kBlocks, class F>
LEMMASCOPE_INLINE Values<F> look_up(const F* table, Indices<F> index) {
  if constexpr (kBlocks > 0) {
    Values<F> held[kBlocks];
    for (int p = 0; p < kBlocks; ++p) held[p] = load8(table + p * kOctet);
    return look_up_in<kBlocks, F>(held, index);
  } else {
    Values<F> value;
    for (int lane = 0; lane < kOctet; ++lane) value[lane] = table[index[lane]];
    return value;
  }
}

template <class F>
LEMMASCOPE_INLINE F sum_of(Values<F> v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}
template <class F>
LEMMASCOPE_INLINE F largest_of(Values<F> v) {
  F largest = v[0];
  for (int lane = 1; lane < kOctet; ++lane) largest = v[lane] > largest ? v[lane] : largest;
  return largest;
}

struct Sum {
  template <class V>
  LEMMASCOPE_INLINE V operator()(V a, V b) const {
    return a + b;
  }
};
struct Largest {
  template <class V>
  LEMMASCOPE_INLINE V operator()(V a, V b) const {
    return a > b ? a : b;
  }
};

/// Lane l of the result is the reduction over the lanes of rows[l]: a transposing tree, 7
/// operations for 8 rows.
template <class F, class Reduce>
LEMMASCOPE_INLINE Values<F> reduce_rows(const Values<F> (&rows)[8], Reduce reduce) {
  using I = Indices<F>;
  constexpr I even1{0, 8, 2, 10, 4, 12, 6, 14}, odd1{1, 9, 3, 11, 5, 13, 7, 15};
  constexpr I even2{0, 1, 8, 9, 4, 5, 12, 13}, odd2{2, 3, 10, 11, 6, 7, 14, 15};
  constexpr I even4{0, 1, 2, 3, 8, 9, 10, 11}, odd4{4, 5, 6, 7, 12, 13, 14, 15};
  Values<F> pairs[4];
  for (int k = 0; k < 4; ++k) {
    pairs[k] = reduce(__builtin_shuffle(rows[2 * k], rows[2 * k + 1], even1),
                      __builtin_shuffle(rows[2 * k], rows[2 * k + 1], odd1));
  }
  Values<F> fours[2];
  for (int k = 0; k < 2; ++k) {
    fours[k] = reduce(__builtin_shuffle(pairs[2 * k], pairs[2 * k + 1], even2),
                      __builtin_shuffle(pairs[2 * k], pairs[2 * k + 1], odd2));
  }
  return reduce(__builtin_shuffle(fours[0], fours[1], even4),
                __builtin_shuffle(fours[0], fours[1], odd4));
}

/// e^x for a vector of floats, x <= 88; below -87 the result is e^-87. Same reduction and
/// polynomial as exponential() of lanes.hpp.
template <class V>
LEMMASCOPE_INLINE V exp_of_floats(V x) {
  using I = decltype(x > x);
  const V bound = V{} - 87.0f;
  x = x > bound ? x : bound;
  constexpr float kRounder = 12582912.0f;  // 3 * 2^22: adding it rounds to an integer
  const V shifted = x * 1.44269504088896341f + kRounder;
  const V n = shifted - kRounder;
  const V r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  V p = V{} + 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return reinterpret_cast<V>(reinterpret_cast<I>(p) +
                             ((reinterpret_cast<I>(shifted) - 0x4B400000) << 23));
}

/// e^x for a vector of doubles, x <= 700; below -700 the result is e^-700. Taylor polynomial of
/// degree 13 on |r| <= ln(2)/2: remainder r^14/14! < 2^-57.
template <class V>
LEMMASCOPE_INLINE V exp_of_doubles(V x) {
  using I = decltype(x > x);
  const V bound = V{} - 700.0;
  x = x > bound ? x : bound;
  constexpr double kRounder = 6755399441055744.0;  // 3 * 2^51
  const V shifted = x * 1.44269504088896340736 + kRounder;
  const V n = shifted - kRounder;
  const V r = (x - n * 0.693145751953125) - n * 1.42860682030941723212e-6;
  constexpr double factorial[] = {6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0,
                                  40320.0,      5040.0,      720.0,      120.0,     24.0,
                                  6.0,          2.0,         1.0,        1.0};
  V p = V{} + 1 / factorial[0];
#pragma GCC unroll 16
  for (int k = 1; k < 14; ++k) p = p * r + 1 / factorial[k];
  return reinterpret_cast<V>(reinterpret_cast<I>(p) +
                             ((reinterpret_cast<I>(shifted) - 0x4338000000000000) << 52));
}

LEMMASCOPE_INLINE FloatOctet exp8(FloatOctet x) { return exp_of_floats(x); }
LEMMASCOPE_INLINE DoubleOctet exp8(DoubleOctet x) { return exp_of_doubles(x); }

/// ln x for positive normal x: with x = 2^e m, 3/4 <= m < 3/2, ln m = 2 artanh(s), s = (m-1)/(m+1),
/// |s| <= 1/5. The series ends at s^9 (float, remainder < 2^-27) or s^25 (double, remainder <
/// 2^-60).
LEMMASCOPE_INLINE FloatOctet log8(FloatOctet x) {
  const IntOctet bits = (IntOctet)x;
  const IntOctet e = (bits - 0x3F400000) >> 23;  // 0x3F400000 is 3/4
  const FloatOctet m = (FloatOctet)(bits - (e << 23));
  const FloatOctet s = (m - 1.0f) / (m + 1.0f);
  const FloatOctet s2 = s * s;
  FloatOctet p = fill8(2.0f / 9);
#pragma GCC unroll 8
  for (int n = 7; n > 0; n -= 2) p = p * s2 + 2.0f / static_cast<float>(n);
  return __builtin_convertvector(e, FloatOctet) * 0.693147180559945f + p * s;
}
LEMMASCOPE_INLINE DoubleOctet log8(DoubleOctet x) {
  const LongOctet bits = (LongOctet)x;
  const LongOctet e = (bits - 0x3FE8000000000000) >> 52;  // 3/4
  const DoubleOctet m = (DoubleOctet)(bits - (e << 52));
  const DoubleOctet s = (m - 1.0) / (m + 1.0);
  const DoubleOctet s2 = s * s;
  DoubleOctet p = fill8(2.0 / 25);
#pragma GCC unroll 16
  for (int n = 23; n > 0; n -= 2) p = p * s2 + 2.0 / n;
  return __builtin_convertvector(e, DoubleOctet) * 0.69314718055994530942 + p * s;
}

/// A 64-byte row of F where the instruction set has such registers, else what it has.
template <class F>
struct Row {
#if defined(__AVX512F__)
  static constexpr int kWidth = 64 / sizeof(F);
#elif defined(__AVX2__)
  static constexpr int kWidth = 32 / sizeof(F);
#else
  static constexpr int kWidth = 16 / sizeof(F);
#endif
};
template <class F, int kBytes>
struct RowType;
#define LEMMASCOPE_ROW(F, BYTES)                                                            \
  template <>                                                                               \
  struct RowType<F, BYTES> {                                                                \
    typedef F Type __attribute__((vector_size(BYTES)));                                     \
    typedef F Unaligned __attribute__((vector_size(BYTES), aligned(sizeof(F)), may_alias)); \
  };
LEMMASCOPE_ROW(float, 64)
LEMMASCOPE_ROW(float, 32)
LEMMASCOPE_ROW(float, 16)
LEMMASCOPE_ROW(double, 64)
LEMMASCOPE_ROW(double, 32)
LEMMASCOPE_ROW(double, 16)
#undef LEMMASCOPE_ROW

/// A table over the tokens of kTokenOctets octets, held in the machine's own vectors.
template <class F, int kTokenOctets>
struct TokenVector {
  static constexpr int kTokens = kTokenOctets * kOctet;
  static constexpr int kWidth = Row<F>::kWidth < kTokens ? Row<F>::kWidth : kTokens;
  static constexpr int kParts = kTokens / kWidth;
  using Types = RowType<F, kWidth* static_cast<int>(sizeof(F))>;
  using Part = typename Types::Type;

  static LEMMASCOPE_INLINE Part load(const F* from) {
    return *reinterpret_cast<const typename Types::Unaligned*>(from);
  }
  static LEMMASCOPE_INLINE void store(F* to, Part value) {
    *reinterpret_cast<typename Types::Unaligned*>(to) = value;
  }
};

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

  LEMMASCOPE_INLINE const F* left(int row) const { return a + row * (kStep > 0 ? kStep : a_row); }
};

template <bool kAdd, int kRows, int kVectors, class F, int kStep>
LEMMASCOPE_INLINE void product_tile(const Product<F, kStep>& p, int row, int column) {
  using Types = RowType<F, Row<F>::kWidth* static_cast<int>(sizeof(F))>;
  using Vector = typename Types::Type;
  using Unaligned = typename Types::Unaligned;
  constexpr int kWidth = Row<F>::kWidth;
  const auto at = [&p, row, column](int r, int v) {
    return reinterpret_cast<Unaligned*>(p.c + (row + r) * p.c_stride + column + v * kWidth);
  };
  Vector sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) sum[r][v] = kAdd ? *at(r, v) : Vector{};
  }
  const F* left = p.left(row);
  const F* b = p.b + column;
  for (int k = 0; k < p.depth; ++k) {
    Vector right[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) {
      right[v] = *reinterpret_cast<const Unaligned*>(b + v * kWidth);
    }
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const F factor = left[r * (kStep > 0 ? kStep : p.a_row)];
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
  constexpr int kWidth = Row<F>::kWidth;
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
