#include "tests/bench/multiply_adds.hpp"

#include <immintrin.h>

#include "sim/cpu/instruction_set.hpp"

namespace lemmascope::bench {
namespace {

/// Sums that do not wait for each other: more than an operation's 4 cycles of latency times the two
/// that can start in a cycle, few enough for 16 registers. Without fused operations, as on the
/// portable path, a sum waits twice as long and the limit comes out low.
constexpr int kSums = 12;

/// `OPERATION(a, b, c)` is a b + c on vectors V.
#define LEMMASCOPE_MULTIPLY_ADDS(NAME, TARGET, V, FILL, OPERATION)                         \
  __attribute__((target(TARGET))) std::int64_t NAME(std::int64_t rounds) {                 \
    V sums[kSums];                                                                         \
    for (V & sum : sums) sum = FILL(1);                                                    \
    V factor = FILL(0.5);                                                                  \
    for (std::int64_t n = 0; n < rounds; ++n) {                                            \
      asm volatile("" : "+x"(factor)); /* so that no round can be left out */              \
      _Pragma("GCC unroll 12") for (V & sum : sums) sum = OPERATION(sum, factor, factor);  \
    }                                                                                      \
    for (int k = 1; k < kSums; ++k) sums[0] = OPERATION(sums[k], factor, sums[0]);         \
    asm volatile("" : "+x"(sums[0])); /* nor the result */                                 \
    return 2 * kSums * rounds * static_cast<std::int64_t>(sizeof(V) / sizeof(sums[0][0])); \
  }

#define LEMMASCOPE_PLAIN_FLOAT(A, B, C) _mm_add_ps(_mm_mul_ps(A, B), C)
#define LEMMASCOPE_PLAIN_DOUBLE(A, B, C) _mm_add_pd(_mm_mul_pd(A, B), C)
LEMMASCOPE_MULTIPLY_ADDS(float_avx512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps)
LEMMASCOPE_MULTIPLY_ADDS(double_avx512, "avx512f", __m512d, _mm512_set1_pd, _mm512_fmadd_pd)
LEMMASCOPE_MULTIPLY_ADDS(float_avx2, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps)
LEMMASCOPE_MULTIPLY_ADDS(double_avx2, "avx2,fma", __m256d, _mm256_set1_pd, _mm256_fmadd_pd)
LEMMASCOPE_MULTIPLY_ADDS(float_portable, "sse2", __m128, _mm_set1_ps, LEMMASCOPE_PLAIN_FLOAT)
LEMMASCOPE_MULTIPLY_ADDS(double_portable, "sse2", __m128d, _mm_set1_pd, LEMMASCOPE_PLAIN_DOUBLE)
#undef LEMMASCOPE_PLAIN_DOUBLE
#undef LEMMASCOPE_PLAIN_FLOAT
#undef LEMMASCOPE_MULTIPLY_ADDS

using Loop = std::int64_t (*)(std::int64_t);
std::int64_t widest(Loop portable, Loop avx2, Loop avx512, std::int64_t rounds) {
  switch (sim::widest_instruction_set()) {
    case sim::InstructionSet::avx512:
      return avx512(rounds);
    case sim::InstructionSet::avx2:
      return avx2(rounds);
    case sim::InstructionSet::portable:
      break;
  }
  return portable(rounds);
}

}  // namespace

template <>
std::int64_t multiply_adds<float>(std::int64_t rounds) {
  return widest(float_portable, float_avx2, float_avx512, rounds);
}
template <>
std::int64_t multiply_adds<double>(std::int64_t rounds) {
  return widest(double_portable, double_avx2, double_avx512, rounds);
}

}  // namespace lemmascope::bench
