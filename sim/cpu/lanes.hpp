// Vectors of 16 floats and 16 words for kernels, written once and compiled per instruction set.
// Include only from a kernel source that defines LEMMASCOPE_ISA: everything here is inline code in
// a namespace of that name, so that the linker can never hand wide instructions to a processor
// without them. For the same reason no standard header with inline functions may be included from
// kernels.
//
// Arithmetic is plain IEEE multiplication and addition, so results are the same bits on every
// instruction set as long as the compiler contracts nothing (-ffp-contract=off, which samplers use
// and model kernels do not).
#pragma once

#ifndef LEMMASCOPE_ISA
#error "define LEMMASCOPE_ISA (portable, avx2 or avx512) before including lanes.hpp"
#endif

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace lemmascope::sim::LEMMASCOPE_ISA {

inline constexpr int kLanes = 16;

#define LEMMASCOPE_INLINE inline __attribute__((always_inline))

typedef float Floats __attribute__((vector_size(64)));
typedef std::int32_t Ints __attribute__((vector_size(64)));
typedef std::uint32_t Words __attribute__((vector_size(64)));
typedef std::uint64_t LongWords __attribute__((vector_size(64)));
typedef float UnalignedFloats __attribute__((vector_size(64), aligned(4), may_alias));

LEMMASCOPE_INLINE Floats load(const float* from) {
  return *reinterpret_cast<const UnalignedFloats*>(from);
}
LEMMASCOPE_INLINE void store(float* to, Floats value) {
  *reinterpret_cast<UnalignedFloats*>(to) = value;
}
LEMMASCOPE_INLINE Floats broadcast(float value) { return Floats{} + value; }
LEMMASCOPE_INLINE Ints as_ints(Floats value) { return reinterpret_cast<Ints>(value); }
LEMMASCOPE_INLINE Floats as_floats(Ints value) { return reinterpret_cast<Floats>(value); }
LEMMASCOPE_INLINE Floats to_floats(Ints value) { return __builtin_convertvector(value, Floats); }
/// a > b ? a : b in every lane. Without 512-bit registers g++ 12 takes such a choice apart lane by
/// lane, hence the halves and quarters by hand.
LEMMASCOPE_INLINE Floats larger(Floats a, Floats b) {
#if defined(__SSE2__) && !defined(__AVX512F__)
#if defined(__AVX2__)
  using Part = __m256;
  const auto choose = [](Part x, Part y) { return _mm256_max_ps(x, y); };
#else
  using Part = __m128;
  const auto choose = [](Part x, Part y) { return _mm_max_ps(x, y); };
#endif
  constexpr int kParts = sizeof(Floats) / sizeof(Part);
  union Split {
    Floats all;
    Part part[kParts];
  };
  Split x{a};
  const Split y{b};
  for (int k = 0; k < kParts; ++k) x.part[k] = choose(x.part[k], y.part[k]);
  return x.all;
#else
  return a > b ? a : b;
#endif
}
LEMMASCOPE_INLINE Floats smaller(Floats a, Floats b) {
#if defined(__AVX512F__)
  return a < b ? a : b;
#else
  return -larger(-a, -b);
#endif
}

/// The low 32 bits of each 64-bit lane times `factor`: all 64 bits of the product.
LEMMASCOPE_INLINE LongWords multiply_low(LongWords a, std::uint32_t factor) {
#if defined(__AVX512F__)
  return (LongWords)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64(factor));
#elif defined(__AVX2__)
  typedef std::uint64_t Half __attribute__((vector_size(32)));
  union {
    LongWords all;
    Half half[2];
  } x{a};
  for (Half& h : x.half) h = (Half)_mm256_mul_epu32((__m256i)h, _mm256_set1_epi64x(factor));
  return x.all;
#else
  return (a & 0xffffffffu) * factor;
#endif
}

/// Entry index[lane] (0..31) of a table of 32 floats in two vectors, for every lane.
LEMMASCOPE_INLINE Floats look_up_32(const Floats& low, const Floats& high, Ints index) {
#if defined(__AVX512F__)
  return (Floats)_mm512_permutex2var_ps((__m512)low, (__m512i)index, (__m512)high);
#elif defined(__AVX2__)
  union Split {
    Floats all;
    __m256 half[2];
  };
  const Split a{low};
  const Split b{high};
  union {
    Ints all;
    __m256i half[2];
  } at{index};
  Split value;
  for (int h = 0; h < 2; ++h) {  // bits 3 and 4 of the index choose among four permuted eighths
    const __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(at.half[h], 28));
    const __m256 bit4 = _mm256_castsi256_ps(_mm256_slli_epi32(at.half[h], 27));
    const auto pick = [&at, h](__m256 t) { return _mm256_permutevar8x32_ps(t, at.half[h]); };
    value.half[h] =
        _mm256_blendv_ps(_mm256_blendv_ps(pick(a.half[0]), pick(a.half[1]), bit3),
                         _mm256_blendv_ps(pick(b.half[0]), pick(b.half[1]), bit3), bit4);
  }
  return value.all;
#else
  Floats value;
  for (int lane = 0; lane < kLanes; ++lane) {
    value[lane] = index[lane] < kLanes ? low[index[lane]] : high[index[lane] - kLanes];
  }
  return value;
#endif
}

/// How many of the 16 floats at `row` are <= threshold.
LEMMASCOPE_INLINE int count_at_most(const float* row, float threshold) {
#if defined(__AVX512F__)
  return __builtin_popcount(
      _mm512_cmp_ps_mask(_mm512_loadu_ps(row), _mm512_set1_ps(threshold), _CMP_LE_OQ));
#elif defined(__AVX2__)
  const __m256 t = _mm256_set1_ps(threshold);
  const int low = _mm256_movemask_ps(_mm256_cmp_ps(_mm256_loadu_ps(row), t, _CMP_LE_OQ));
  const int high = _mm256_movemask_ps(_mm256_cmp_ps(_mm256_loadu_ps(row + 8), t, _CMP_LE_OQ));
  return __builtin_popcount(static_cast<unsigned>(low | high << 8));
#else
  int count = 0;
  for (int k = 0; k < 16; ++k) count += row[k] <= threshold ? 1 : 0;
  return count;
#endif
}

/// out[lane * stride + k] = rows[k][lane]: a 16 x 16 transpose.
LEMMASCOPE_INLINE void store_transposed(const Floats* rows, float* out, int stride) {
#if defined(__AVX512F__)
  __m512 a[16];
  __m512 b[16];
  for (int k = 0; k < 16; k += 2) {
    a[k] = _mm512_unpacklo_ps((__m512)rows[k], (__m512)rows[k + 1]);
    a[k + 1] = _mm512_unpackhi_ps((__m512)rows[k], (__m512)rows[k + 1]);
  }
  for (int k = 0; k < 16; k += 4) {
    for (int h = 0; h < 2; ++h) {
      const __m512d x = _mm512_castps_pd(a[k + h]);
      const __m512d y = _mm512_castps_pd(a[k + h + 2]);
      b[k + 2 * h] = _mm512_castpd_ps(_mm512_unpacklo_pd(x, y));
      b[k + 2 * h + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(x, y));
    }
  }
  for (int j = 0; j < 4;
       ++j) {  // b[4 q + j] holds, in its 128-bit part p, column 4 p + j of rows 4 q..
    const __m512 low0 = _mm512_shuffle_f32x4(b[j], b[4 + j], 0x88);
    const __m512 low1 = _mm512_shuffle_f32x4(b[8 + j], b[12 + j], 0x88);
    const __m512 high0 = _mm512_shuffle_f32x4(b[j], b[4 + j], 0xdd);
    const __m512 high1 = _mm512_shuffle_f32x4(b[8 + j], b[12 + j], 0xdd);
    _mm512_storeu_ps(out + j * stride, _mm512_shuffle_f32x4(low0, low1, 0x88));
    _mm512_storeu_ps(out + (8 + j) * stride, _mm512_shuffle_f32x4(low0, low1, 0xdd));
    _mm512_storeu_ps(out + (4 + j) * stride, _mm512_shuffle_f32x4(high0, high1, 0x88));
    _mm512_storeu_ps(out + (12 + j) * stride, _mm512_shuffle_f32x4(high0, high1, 0xdd));
  }
#else
  for (int lane = 0; lane < kLanes; ++lane) {
    for (int k = 0; k < 16; ++k) out[lane * stride + k] = rows[k][lane];
  }
#endif
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
