// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror, Shaw, "Parallel Random
// Numbers: As Easy as 1, 2, 3" (SC 2011): a bijection of a 128-bit counter under a 64-bit key. Any
// block of any stream is one function call, so draws cannot depend on who asks first.
#pragma once

#include <array>
#include <cstdint>

namespace lemmascope::sim {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

inline constexpr std::uint32_t kPhiloxMultiplier0 = 0xD2511F53;
inline constexpr std::uint32_t kPhiloxMultiplier1 = 0xCD9E8D57;
/// The golden ratio and sqrt(3) - 1, as 32-bit fractions: the key schedule's steps.
inline constexpr std::uint32_t kPhiloxKeyStep0 = 0x9E3779B9;
inline constexpr std::uint32_t kPhiloxKeyStep1 = 0xBB67AE85;
inline constexpr int kPhiloxRounds = 10;

/// Four random words for one counter.
PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key);

}  // namespace lemmascope::sim
