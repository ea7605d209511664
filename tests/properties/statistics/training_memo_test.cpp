// What is remembered is computed once, by whoever asks first.
#include "properties/statistics/training_memo.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace lemmascope::statistics {
namespace {

TEST(TrainingMemo, ComputesAKeyOnceWhoeverAsks) {
  TrainingMemo<int, int> memo;
  std::atomic<int> computed = 0;
  std::vector<int> seen(8, 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      threads.emplace_back([&, k] {
        seen[k] = *memo.of(5, [&] {
          ++computed;
          std::this_thread::yield();
          return 7;
        });
      });
    }
  }
  EXPECT_EQ(computed, 1);
  EXPECT_EQ(seen, std::vector<int>(8, 7));
  EXPECT_EQ(*memo.of(6, [] { return 8; }), 8);
}

TEST(TrainingMemo, ForgetsWhatCouldNotBeComputed) {
  TrainingMemo<int, int> memo;
  const auto failing = []() -> int { throw std::runtime_error("no"); };
  EXPECT_THROW(memo.of(1, failing), std::runtime_error);
  EXPECT_EQ(*memo.of(1, [] { return 3; }), 3);
}

}  // namespace
}  // namespace lemmascope::statistics
