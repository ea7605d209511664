#include "sim/cpu/flush_to_zero.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

namespace lemmascope::sim {
namespace {

/// Half the smallest normal number, computed when the program runs.
double half_of_smallest() {
  volatile double smallest = std::numeric_limits<double>::min();
  return smallest / 2;
}

TEST(FlushToZero, HoldsInsideItsScopeAndIsUndoneAfter) {
  ASSERT_GT(half_of_smallest(), 0.0);
  {
    const FlushToZero flush;
#if defined(__x86_64__)
    EXPECT_EQ(half_of_smallest(), 0.0);
#endif
  }
  EXPECT_GT(half_of_smallest(), 0.0);
}

TEST(FlushToZero, IsUndoneWhenAnExceptionLeavesTheScope) {
  try {
    const FlushToZero flush;
    throw 1;
  } catch (int) {
  }
  EXPECT_GT(half_of_smallest(), 0.0);
}

TEST(FlushToZero, LeavesOtherThreadsAlone) {
  const FlushToZero flush;
  double elsewhere = 0;
  std::thread([&] {
    // A new thread inherits the mode of its creator on Linux; the guard of the new thread must
    // restore that.
    { const FlushToZero inner; }
    elsewhere = half_of_smallest();
  }).join();
  EXPECT_EQ(elsewhere, half_of_smallest());
}

}  // namespace
}  // namespace lemmascope::sim
