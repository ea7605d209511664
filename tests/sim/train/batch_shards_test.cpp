#include "sim/train/batch_shards.hpp"

#include <gtest/gtest.h>

namespace lemmascope::sim {
namespace {

TEST(BatchShards, HoldEveryVectorOnceInOrder) {
  for (int vectors = 1; vectors <= 40; ++vectors) {
    for (const int most : {1, 4, 8}) {
      const BatchShards shards(16 * vectors, 16, most);
      ASSERT_EQ(shards.count(), vectors < most ? vectors : most);
      EXPECT_EQ(shards.first(0), 0);
      EXPECT_EQ(shards.past(shards.count() - 1), vectors);
      for (int k = 0; k < shards.count(); ++k) {
        EXPECT_LT(shards.first(k), shards.past(k)) << vectors << " in " << most;
        if (k > 0) {
          EXPECT_EQ(shards.first(k), shards.past(k - 1)) << vectors << " in " << most;
        }
      }
    }
  }
}

}  // namespace
}  // namespace lemmascope::sim
