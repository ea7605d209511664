#include "sim/random/stream.hpp"

#include <cmath>
#include <numbers>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {

PhiloxKey philox_key(const StreamKey& key) {
  return {static_cast<std::uint32_t>(key.root_seed),
          static_cast<std::uint32_t>(key.root_seed >> 32)};
}

PhiloxCounter philox_counter(const StreamKey& key, std::uint64_t index, std::uint32_t block) {
  const auto purpose = static_cast<std::uint32_t>(key.purpose) << 16;
  return {block, static_cast<std::uint32_t>(index),
          static_cast<std::uint32_t>(index >> 32) | purpose, key.run};
}

Stream::Stream(const StreamKey& key, std::uint64_t index) : key_(key), index_(index) {
  require(index < kStreamIndexLimit,
          fmt::format("expected a stream index below 2^48, found {}", index));
}

PhiloxCounter Stream::block_of(std::uint64_t n) const {
  return philox(philox_counter(key_, index_, static_cast<std::uint32_t>(n / 4)), philox_key(key_));
}

std::uint32_t Stream::word_at(std::uint64_t n) const { return block_of(n)[n % 4]; }

double Stream::next_uniform() { return (next_word() + 0.5) * 0x1p-32; }

std::uint32_t Stream::next_below(std::uint32_t count) {
  return static_cast<std::uint32_t>((std::uint64_t{next_word()} * count) >> 32);
}

double Stream::next_normal() {
  const double radius = std::sqrt(-2.0 * std::log(next_uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * next_uniform());
}

}  // namespace lemmascope::sim
