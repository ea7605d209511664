// Tokens and labels of a chunk of sequences: reading them, and histograms over tokens and look-ups
// by token for every sequence at once. Kernel code: same rules as sim/cpu/lanes.hpp.
#pragma once

#include "sim/cpu/across.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Tokens in the lanes, as integers of F's size.
template <class F>
using AcrossTokens = decltype(Across<F>{} > Across<F>{});

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

template <class F>
LEMMASCOPE_INLINE void histogram_through_memory(const F* tokens, int length, int states,
                                                const F* weight, F* out) {
  for (int k = 0; k < states * kChunk; ++k) out[k] = 0;
  for (int m = 0; m < length; ++m) {
    for (int c = 0; c < kChunk; ++c) {
      out[token_in_lane(tokens + m * kChunk, c) * kChunk + c] += weight[m * kChunk + c];
    }
  }
}

/// out[n][s] = sum over positions m of weights[n][m] where token m is s, for kWeights weights that
/// share their tokens. Arrays over (position or state, sequence).
template <class F, int kWeights>
LEMMASCOPE_INLINE void histograms_across(const F* tokens, int length, int states,
                                         const F* const (&weights)[kWeights],
                                         F* const (&out)[kWeights]) {
  if (states > kComparedStates) {
    for (int n = 0; n < kWeights; ++n) {
      histogram_through_memory(tokens, length, states, weights[n], out[n]);
    }
    return;
  }
  constexpr int kBlock = 5;  // states side by side: enough sums in flight, few enough for registers
  for_lanes<F>([&](int lane) {
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
  });
}

template <class F, bool kPacked>
LEMMASCOPE_INLINE void look_up_through_memory(const F* tokens, int length, int states,
                                              const F* block, F* out) {
  for (int m = 0; m < length; ++m) {
    for (int c = 0; c < kChunk; ++c) {
      const int token = token_in_lane(tokens + m * kChunk, c);
      out[m * kChunk + c] =
          block[token * kChunk + c] + (kPacked ? block[(states + m) * kChunk + c] : F(0));
    }
  }
}

/// What blocks hold for the token of every position, and in packed blocks [over tokens, over
/// positions] for the position itself:
///   out[n][m] = blocks[n][token m] + (kPacked ? blocks[n][states + m] : 0).
/// Arrays over (index, sequence).
template <class F, bool kPacked, int kBlocks>
LEMMASCOPE_INLINE void look_up_across(const F* tokens, int length, int states,
                                      const F* const (&blocks)[kBlocks], F* const (&out)[kBlocks]) {
  const auto by_position = [&](int n, int m, int lane) {
    return kPacked ? load_across(blocks[n] + (states + m) * kChunk + lane) : Across<F>{};
  };
  if (states > kComparedStates) {
    for (int n = 0; n < kBlocks; ++n) {
      look_up_through_memory<F, kPacked>(tokens, length, states, blocks[n], out[n]);
    }
    return;
  }
  constexpr int kGroup = 5;  // positions side by side
  for_lanes<F>([&](int lane) {
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
          store_across<F>(out[n] + m * kChunk + lane, value[n][j] + by_position(n, m, lane));
        }
      }
    }
  });
}

/// Tokens of n sequences: `across` by position, `rows` (unless null) a row of `pad` positions
/// (whole segments) a sequence. Lanes without a sequence repeat the last one.
template <class F>
LEMMASCOPE_INLINE void read_tokens(const std::uint8_t* tokens, int length, int n, int pad,
                                   F* across, F* rows) {
  for (int first = 0; first < kChunk; first += kSegment) {
    for (int begin = 0; begin < pad; begin += kSegment) {
      Segment<F> lines[kSegment];
      for (int j = 0; j < kSegment; ++j) {
        const int c = first + j < n ? first + j : n - 1;
        lines[j] = reinterpret_cast<Segment<F>>(load_tokens<F>(tokens + c * length, begin, length));
        if (rows != nullptr) store_segment<F>(rows + (first + j) * pad + begin, lines[j]);
      }
      transpose8<F>(lines);
      for (int i = 0; i < kSegment; ++i) {
        store_segment<F>(across + (begin + i) * kChunk + first, lines[i]);
      }
    }
  }
}

/// out[s] is 1 where the token is s, else 0.
template <class F>
LEMMASCOPE_INLINE void one_hot_across(const F* tokens, int states, F* out) {
  for_lanes<F>([&](int lane) {
    const AcrossTokens<F> token = load_tokens_across<F>(tokens + lane);
    for (int s = 0; s < states; ++s) {
      store_across<F>(out + s * kChunk + lane,
                      replace_where<F>(token, every_lane<F>(s), Across<F>{}, fill_across(F(1))));
    }
  });
}

/// Labels of n sequences by state; 0 in lanes without a sequence. Labels are single precision;
/// training in double needs them to sum to one in double, so there they are divided by their sum.
template <class F>
LEMMASCOPE_INLINE void read_labels(const float* labels, int states, int n, F* out) {
  for (int c = 0; c < kChunk; ++c) {
    for (int s = 0; s < states; ++s) {
      out[s * kChunk + c] = c < n ? F(labels[c * states + s]) : F(0);
    }
  }
  if constexpr (sizeof(F) == 8) {
    for (int c = 0; c < n; ++c) {
      F sum = 0;
      for (int s = 0; s < states; ++s) sum += out[s * kChunk + c];
      for (int s = 0; s < states; ++s) out[s * kChunk + c] /= sum;
    }
  }
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
