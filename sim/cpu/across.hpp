// Vectors across sequences: a chunk of sequences lies side by side, one to a lane. What is done to
// every position or token of a sequence is then done to 16 sequences at once, sums run down and
// never across lanes, and no length or vocabulary leaves lanes empty. An array over such a chunk
// holds kChunk elements for every index. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/octets.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

inline constexpr int kChunk = 16;

/// The machine's own vectors: kAcross sequences of a chunk each.
template <class F>
inline constexpr int kAcross = Row<F>::kWidth;
template <class F>
using Across = typename RowType<F, kAcross<F>* static_cast<int>(sizeof(F))>::Type;
/// Tokens in the lanes, as integers of F's size.
template <class F>
using AcrossTokens = decltype(Across<F>{} > Across<F>{});

template <class F>
LEMMASCOPE_INLINE Across<F> load_across(const F* from) {
  return *reinterpret_cast<const Across<F>*>(from);
}
template <class F>
LEMMASCOPE_INLINE void store_across(F* to, Across<F> value) {
  *reinterpret_cast<Across<F>*>(to) = value;
}
/// Tokens are kept in arrays of F, bit for bit.
template <class F>
LEMMASCOPE_INLINE AcrossTokens<F> load_tokens_across(const F* from) {
  return reinterpret_cast<AcrossTokens<F>>(load_across(from));
}
template <class F>
LEMMASCOPE_INLINE int token_in_lane(const F* tokens, int lane) {
  if constexpr (sizeof(F) == 4) {
    typedef std::int32_t Whole __attribute__((may_alias));
    return reinterpret_cast<const Whole*>(tokens)[lane];
  } else {
    typedef std::int64_t Whole __attribute__((may_alias));
    return static_cast<int>(reinterpret_cast<const Whole*>(tokens)[lane]);
  }
}
template <class F>
LEMMASCOPE_INLINE AcrossTokens<F> every_lane(int token) {
  return AcrossTokens<F>{} + token;
}

/// Lanes whose token is `token` receive sum + value, the others keep sum.
template <class F>
LEMMASCOPE_INLINE Across<F> add_where(AcrossTokens<F> tokens, AcrossTokens<F> token, Across<F> sum,
                                      Across<F> value) {
#if defined(__AVX512F__)
  if constexpr (sizeof(F) == 4) {
    const __mmask16 mask = _mm512_cmpeq_epi32_mask((__m512i)tokens, (__m512i)token);
    return (Across<F>)_mm512_mask_add_ps((__m512)sum, mask, (__m512)sum, (__m512)value);
  } else {
    const __mmask8 mask = _mm512_cmpeq_epi64_mask((__m512i)tokens, (__m512i)token);
    return (Across<F>)_mm512_mask_add_pd((__m512d)sum, mask, (__m512d)sum, (__m512d)value);
  }
#else
  using Whole = AcrossTokens<F>;
  return sum + reinterpret_cast<Across<F>>((tokens == token) & reinterpret_cast<Whole>(value));
#endif
}

/// Lanes whose token is `token` receive `value`, the others keep `old`.
template <class F>
LEMMASCOPE_INLINE Across<F> replace_where(AcrossTokens<F> tokens, AcrossTokens<F> token,
                                          Across<F> old, Across<F> value) {
#if defined(__AVX512F__)
  if constexpr (sizeof(F) == 4) {
    const __mmask16 mask = _mm512_cmpeq_epi32_mask((__m512i)tokens, (__m512i)token);
    return (Across<F>)_mm512_mask_mov_ps((__m512)old, mask, (__m512)value);
  } else {
    const __mmask8 mask = _mm512_cmpeq_epi64_mask((__m512i)tokens, (__m512i)token);
    return (Across<F>)_mm512_mask_mov_pd((__m512d)old, mask, (__m512d)value);
  }
#else
  using Whole = AcrossTokens<F>;
  const Whole mask = tokens == token;
  return reinterpret_cast<Across<F>>((mask & reinterpret_cast<Whole>(value)) |
                                     (~mask & reinterpret_cast<Whole>(old)));
#endif
}

/// Up to this many states, tokens are compared with each state in turn; beyond, lanes go through
/// memory one by one.
inline constexpr int kComparedStates = 32;

/// out[n][s] = sum over positions m of weights[n][m] where token m is s, for kWeights weights that
/// share their tokens. Arrays over (position or state, sequence).
template <class F, int kWeights>
LEMMASCOPE_INLINE void histograms_across(const F* tokens, int length, int states,
                                         const F* const (&weights)[kWeights],
                                         F* const (&out)[kWeights]) {
  if (states > kComparedStates) {
    for (int n = 0; n < kWeights; ++n) {
      for (int k = 0; k < states * kChunk; ++k) out[n][k] = 0;
      for (int m = 0; m < length; ++m) {
        for (int c = 0; c < kChunk; ++c) {
          out[n][token_in_lane(tokens + m * kChunk, c) * kChunk + c] += weights[n][m * kChunk + c];
        }
      }
    }
    return;
  }
  constexpr int kBlock = 5;  // states side by side: enough sums in flight, few enough for registers
  for (int lane = 0; lane < kChunk; lane += kAcross<F>) {
    for (int first = 0; first < states; first += kBlock) {
      Across<F> sums[kWeights][kBlock]{};
      for (int m = 0; m < length; ++m) {
        const int at = m * kChunk + lane;
        const AcrossTokens<F> token = load_tokens_across<F>(tokens + at);
#pragma GCC unroll 5
        for (int j = 0; j < kBlock; ++j) {
#pragma GCC unroll 4
          for (int n = 0; n < kWeights; ++n) {
            sums[n][j] = add_where<F>(token, every_lane<F>(first + j), sums[n][j],
                                      load_across(weights[n] + at));
          }
        }
      }
#pragma GCC unroll 5
      for (int j = 0; j < kBlock; ++j) {
        if (first + j >= states) break;
#pragma GCC unroll 4
        for (int n = 0; n < kWeights; ++n) {
          store_across<F>(out[n] + (first + j) * kChunk + lane, sums[n][j]);
        }
      }
    }
  }
}

/// out[n][m] = block[n][token m] + block[n][states + m]: reads what a packed block
/// [over tokens, over positions] holds for every position. Arrays over (index, sequence).
template <class F, int kBlocks>
LEMMASCOPE_INLINE void unpack_across(const F* tokens, int length, int states,
                                     const F* const (&blocks)[kBlocks], F* const (&out)[kBlocks]) {
  if (states > kComparedStates) {
    for (int n = 0; n < kBlocks; ++n) {
      for (int m = 0; m < length; ++m) {
        for (int c = 0; c < kChunk; ++c) {
          const int token = token_in_lane(tokens + m * kChunk, c);
          out[n][m * kChunk + c] =
              blocks[n][token * kChunk + c] + blocks[n][(states + m) * kChunk + c];
        }
      }
    }
    return;
  }
  constexpr int kGroup = 5;  // positions side by side
  for (int lane = 0; lane < kChunk; lane += kAcross<F>) {
    for (int first = 0; first < length; first += kGroup) {
      AcrossTokens<F> token[kGroup];
      Across<F> value[kBlocks][kGroup]{};
#pragma GCC unroll 5
      for (int j = 0; j < kGroup; ++j) {  // past the end: the last position once more
        const int m = first + j < length ? first + j : length - 1;
        token[j] = load_tokens_across<F>(tokens + m * kChunk + lane);
      }
      for (int s = 0; s < states; ++s) {
#pragma GCC unroll 4
        for (int n = 0; n < kBlocks; ++n) {
          const Across<F> entry = load_across(blocks[n] + s * kChunk + lane);
#pragma GCC unroll 5
          for (int j = 0; j < kGroup; ++j) {
            value[n][j] = replace_where<F>(token[j], every_lane<F>(s), value[n][j], entry);
          }
        }
      }
#pragma GCC unroll 5
      for (int j = 0; j < kGroup; ++j) {
        const int m = first + j < length ? first + j : length - 1;
#pragma GCC unroll 4
        for (int n = 0; n < kBlocks; ++n) {
          store_across<F>(out[n] + m * kChunk + lane,
                          value[n][j] + load_across(blocks[n] + (states + m) * kChunk + lane));
        }
      }
    }
  }
}

/// rows[i][j] becomes rows[j][i], 8 x 8.
template <class F>
LEMMASCOPE_INLINE void transpose8(Values<F> (&rows)[kOctet]) {
  using I = Indices<F>;
  constexpr I low1{0, 8, 1, 9, 4, 12, 5, 13}, high1{2, 10, 3, 11, 6, 14, 7, 15};
  constexpr I low2{0, 1, 8, 9, 4, 5, 12, 13}, high2{2, 3, 10, 11, 6, 7, 14, 15};
  constexpr I low4{0, 1, 2, 3, 8, 9, 10, 11}, high4{4, 5, 6, 7, 12, 13, 14, 15};
  Values<F> t[kOctet], u[kOctet];
  for (int k = 0; k < kOctet; k += 2) {
    t[k] = __builtin_shuffle(rows[k], rows[k + 1], low1);
    t[k + 1] = __builtin_shuffle(rows[k], rows[k + 1], high1);
  }
  for (int k = 0; k < kOctet; k += 4) {
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

/// Sequences first .. first + 7 of eight consecutive indices, as one row of eight a sequence.
template <class F>
LEMMASCOPE_INLINE void rows_of_sequences(const F* across, int first, Values<F> (&rows)[kOctet]) {
  for (int i = 0; i < kOctet; ++i) rows[i] = load8(across + i * kChunk + first);
  transpose8<F>(rows);
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
