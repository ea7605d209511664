// Keyed random streams: every use of randomness names its stream, so nothing depends on the order
// of calls, on the number of threads or on the number type that is trained.
#pragma once

#include <cstdint>

#include "sim/random/philox.hpp"

namespace lemmascope::sim {

/// What a stream is for. Streams of different purposes never share a block.
enum class Purpose : std::uint16_t {
  training_batch = 1,
  evaluation_set = 2,
  initial_parameters = 3,
  graph = 4,
  chain = 5,
  probe = 6,
};

/// Names a family of streams; together with an index, one stream.
struct StreamKey {
  std::uint64_t root_seed = 0;
  std::uint32_t run = 0;
  Purpose purpose = Purpose::training_batch;
};

/// Indices are below 2^48 (checked): 16 bits of the counter word hold the purpose.
inline constexpr std::uint64_t kStreamIndexLimit = std::uint64_t{1} << 48;

/// The key and the counter of block `block` of stream `index`. Distinct (key, index, block) give
/// distinct (key, counter), because each field has bits of its own.
PhiloxKey philox_key(const StreamKey& key);
PhiloxCounter philox_counter(const StreamKey& key, std::uint64_t index, std::uint32_t block);

/// Reads one stream word by word. Words are numbered; word n is word n % 4 of block n / 4.
class Stream {
 public:
  /// Throws PreconditionError when index >= 2^48.
  Stream(const StreamKey& key, std::uint64_t index);

  std::uint32_t word_at(std::uint64_t n) const;
  std::uint32_t next_word() {
    if (next_ % 4 == 0) words_ = block_of(next_);
    return words_[next_++ % 4];
  }

  /// (word + 1/2) / 2^32: strictly inside (0, 1).
  double next_uniform();
  /// floor(word * count / 2^32): each value has probability 1 / count up to 2^-32.
  std::uint32_t next_below(std::uint32_t count);
  /// Standard normal by Box-Muller; uses two words.
  double next_normal();

 private:
  PhiloxCounter block_of(std::uint64_t n) const;

  StreamKey key_;
  std::uint64_t index_;
  std::uint64_t next_ = 0;
  PhiloxCounter words_{};  ///< the block that holds word next_ - 1
};

}  // namespace lemmascope::sim
