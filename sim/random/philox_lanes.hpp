// Philox4x32-10 for 16 consecutive stream indices at once (kernel code: see sim/cpu/lanes.hpp).
#pragma once

#include "sim/cpu/lanes.hpp"
#include "sim/random/philox.hpp"

namespace lemmascope::sim::LEMMASCOPE_ISA {

/// Counter words 1..3 and the key of 16 streams with indices first..first+15.
struct PhiloxLanes {
  LongWords index_even;  ///< low index word of lanes 0, 2, ..., in 64-bit lanes
  LongWords index_odd;   ///< and of lanes 1, 3, ...
  LongWords word2_even, word2_odd;
  std::uint32_t word3;
  std::uint32_t key0, key1;
};

LEMMASCOPE_INLINE PhiloxLanes philox_lanes(const std::uint32_t (&key)[2], std::uint64_t first_index,
                                           std::uint32_t purpose, std::uint32_t run) {
  PhiloxLanes lanes{};
  for (int k = 0; k < 8; ++k) {
    const std::uint64_t even = first_index + 2 * k;
    const std::uint64_t odd = even + 1;
    lanes.index_even[k] = even & 0xffffffffu;
    lanes.index_odd[k] = odd & 0xffffffffu;
    lanes.word2_even[k] = (even >> 32) | (std::uint64_t{purpose} << 16);
    lanes.word2_odd[k] = (odd >> 32) | (std::uint64_t{purpose} << 16);
  }
  lanes.word3 = run;
  lanes.key0 = key[0];
  lanes.key1 = key[1];
  return lanes;
}

struct PhiloxState {
  LongWords c0, c1, c2, c3;
};

/// One round on 8 lanes. Only the low half of each 64-bit lane matters; the upper half is left as
/// it falls.
LEMMASCOPE_INLINE PhiloxState philox_round(const PhiloxState& c, std::uint32_t k0,
                                           std::uint32_t k1) {
  const LongWords p0 = multiply_low(c.c0, kPhiloxMultiplier0);
  const LongWords p1 = multiply_low(c.c2, kPhiloxMultiplier1);
  return {(p1 >> 32) ^ c.c1 ^ std::uint64_t{k0}, p1, (p0 >> 32) ^ c.c3 ^ std::uint64_t{k1}, p0};
}

LEMMASCOPE_INLINE Words interleave(LongWords even, LongWords odd) {
  return reinterpret_cast<Words>((even & 0xffffffffu) | (odd << 32));
}

/// Words 4 block .. 4 block + 3 of the 16 streams.
LEMMASCOPE_INLINE void philox_block(const PhiloxLanes& lanes, std::uint32_t block,
                                    Words (&out)[4]) {
  const LongWords zero{};
  PhiloxState even{zero + block, lanes.index_even, lanes.word2_even, zero + lanes.word3};
  PhiloxState odd{zero + block, lanes.index_odd, lanes.word2_odd, zero + lanes.word3};
  std::uint32_t k0 = lanes.key0;
  std::uint32_t k1 = lanes.key1;
#pragma GCC unroll 10
  for (int round = 0; round < kPhiloxRounds; ++round) {
    even = philox_round(even, k0, k1);
    odd = philox_round(odd, k0, k1);
    k0 += kPhiloxKeyStep0;
    k1 += kPhiloxKeyStep1;
  }
  out[0] = interleave(even.c0, odd.c0);
  out[1] = interleave(even.c1, odd.c1);
  out[2] = interleave(even.c2, odd.c2);
  out[3] = interleave(even.c3, odd.c3);
}

}  // namespace lemmascope::sim::LEMMASCOPE_ISA
