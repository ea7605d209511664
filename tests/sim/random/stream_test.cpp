#include "sim/random/stream.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

TEST(Stream, DistinctNamesGiveDistinctCountersAndKeys) {
  std::set<std::pair<PhiloxKey, PhiloxCounter>> seen;
  int names = 0;
  for (const std::uint64_t seed : {0ull, 1ull, 1ull << 32}) {
    for (const std::uint32_t run : {0u, 1u, 0x10000u}) {
      for (const Purpose purpose : {Purpose::training_batch, Purpose::evaluation_set}) {
        // Fields that share a counter word must not run into each other: try their extreme values.
        for (const std::uint64_t index :
             std::array<std::uint64_t, 5>{0, 1, 1 << 16, 1ull << 32, kStreamIndexLimit - 1}) {
          for (const std::uint32_t block : {0u, 1u, 0xffffffffu}) {
            const StreamKey key{seed, run, purpose};
            seen.insert({philox_key(key), philox_counter(key, index, block)});
            ++names;
          }
        }
      }
    }
  }
  EXPECT_EQ(static_cast<int>(seen.size()), names);
}

TEST(Stream, ReadsWordsInOrderOfBlocks) {
  const StreamKey key{7, 3, Purpose::probe};
  Stream stream(key, 5);
  for (std::uint32_t n = 0; n < 9; ++n) {
    EXPECT_EQ(stream.next_word(), philox(philox_counter(key, 5, n / 4), philox_key(key))[n % 4]);
  }
}

TEST(Stream, UniformsStayInsideTheOpenInterval) {
  EXPECT_GT((0u + 0.5) * 0x1p-32, 0.0);
  EXPECT_LT((0xffffffffu + 0.5) * 0x1p-32, 1.0);
}

TEST(Stream, RefusesAnIndexThatWouldRunIntoThePurpose) {
  EXPECT_THROW(Stream(StreamKey{}, kStreamIndexLimit), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::sim
