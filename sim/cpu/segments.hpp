// Segments of a sequence or of a table: kSegment consecutive positions or tokens, one to a lane.
// Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/vectors.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Eight whatever the register: longer segments of causal rows are emptier, and were slower.
inline constexpr int kSegment = 8;
template <class F>
using Segment = VectorOf<F, kSegment>;
/// Tokens in the lanes, as integers of F's size.
template <class F>
using SegmentTokens = decltype(Segment<F>{} > Segment<F>{});

/// n rounded up to whole segments.
constexpr int whole_segments(int n) { return (n + kSegment - 1) / kSegment * kSegment; }

template <class F>
LEMMASCOPE_INLINE Segment<F> load_segment(const F* from) {
  return load_vector<kSegment>(from);
}
template <class F>
LEMMASCOPE_INLINE void store_segment(F* to, Segment<F> value) {
  store_vector<kSegment>(to, value);
}
template <class F>
LEMMASCOPE_INLINE void add_to_segment(F* to, Segment<F> value) {
  store_segment<F>(to, load_segment(to) + value);
}

/// Eight tokens from `begin` < length on, 0 from `length` on.
LEMMASCOPE_INLINE std::uint64_t eight_tokens(const std::uint8_t* tokens, int begin, int length) {
  typedef std::uint64_t Eight __attribute__((aligned(1), may_alias));
  if (begin + 8 <= length) return *reinterpret_cast<const Eight*>(tokens + begin);
  if (length >= 8) {  // the last eight tokens, without those before `begin`
    return *reinterpret_cast<const Eight*>(tokens + length - 8) >> (8 * (begin + 8 - length));
  }
  std::uint64_t eight = 0;
  for (int k = length - 1; k >= begin; --k) eight = eight << 8 | tokens[k];
  return eight;
}

template <class F>
LEMMASCOPE_INLINE SegmentTokens<F> load_tokens(const std::uint8_t* tokens, int begin, int length) {
  typedef std::uint8_t Bytes __attribute__((vector_size(kSegment)));
  return __builtin_convertvector((Bytes)eight_tokens(tokens, begin, length), SegmentTokens<F>);
}

/// Entry index[lane] of a table held in kSegments segments, for every lane.
template <int kSegments, class F>
LEMMASCOPE_INLINE Segment<F> look_up_in(const Segment<F>* table, SegmentTokens<F> index) {
#if defined(__AVX512VL__)
  if constexpr (kSegments == 1 && sizeof(F) == 4) {
    return (Segment<F>)_mm256_permutexvar_ps((__m256i)index, (__m256)table[0]);
  } else if constexpr (kSegments == 2 && sizeof(F) == 4) {
    return (Segment<F>)_mm256_permutex2var_ps((__m256)table[0], (__m256i)index, (__m256)table[1]);
  } else if constexpr (kSegments == 1) {
    return (Segment<F>)_mm512_permutexvar_pd((__m512i)index, (__m512d)table[0]);
  } else if constexpr (kSegments == 2) {
    return (Segment<F>)_mm512_permutex2var_pd((__m512d)table[0], (__m512i)index, (__m512d)table[1]);
  }
#elif defined(__AVX2__)
  if constexpr (kSegments == 1 && sizeof(F) == 4) {
    return (Segment<F>)_mm256_permutevar8x32_ps((__m256)table[0], (__m256i)index);
  } else if constexpr (kSegments == 2 && sizeof(F) == 4) {
    const __m256 low = _mm256_permutevar8x32_ps((__m256)table[0], (__m256i)index);
    const __m256 high = _mm256_permutevar8x32_ps((__m256)table[1], (__m256i)index);
    return (Segment<F>)_mm256_blendv_ps(low, high, (__m256)(index << 28));
  }
#endif
  const F* entries = reinterpret_cast<const F*>(table);
  Segment<F> value;
  for (int lane = 0; lane < kSegment; ++lane) value[lane] = entries[index[lane]];
  return value;
}

template <class F>
LEMMASCOPE_INLINE F sum_of(Segment<F> v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

/// rows[i][j] becomes rows[j][i], 8 x 8.
template <class F>
LEMMASCOPE_INLINE void transpose8(Segment<F> (&rows)[kSegment]) {
  using V = Segment<F>;
  using I = SegmentTokens<F>;
  constexpr I low1{0, 8, 1, 9, 4, 12, 5, 13}, high1{2, 10, 3, 11, 6, 14, 7, 15};
  constexpr I low2{0, 1, 8, 9, 4, 5, 12, 13}, high2{2, 3, 10, 11, 6, 7, 14, 15};
  constexpr I low4{0, 1, 2, 3, 8, 9, 10, 11}, high4{4, 5, 6, 7, 12, 13, 14, 15};
  V t[8], u[8];
  for (int k = 0; k < 8; k += 2) {
    t[k] = __builtin_shuffle(rows[k], rows[k + 1], low1);
    t[k + 1] = __builtin_shuffle(rows[k], rows[k + 1], high1);
  }
  for (int k = 0; k < 8; k += 4) {
    for (int h = 0; h < 2; ++h) {
      u[k + 2 * h] = __builtin_shuffle(t[k + h], t[k + h + 2], low2);
      u[k + 2 * h + 1] = __builtin_shuffle(t[k + h], t[k + h + 2], high2);
    }
  }
  for (int k = 0; k < 4; ++k) {
    rows[k] = __builtin_shuffle(u[k], u[k + 4], low4);
    rows[k + 4] = __builtin_shuffle(u[k], u[k + 4], high4);
  }
}
}  // namespace lemmascope::sim::LEMMASCOPE_ISA
