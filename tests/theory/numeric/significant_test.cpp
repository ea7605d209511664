#include "theory/numeric/significant.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lemmascope {
namespace {

TEST(Significant, KeepsSoManyDigits) {
  EXPECT_EQ(significant(0.123456, 4), 0.1235);
  EXPECT_EQ(significant(-12345.6, 2), -12000);
  EXPECT_EQ(significant(0, 4), 0);
}

TEST(Significant, TakesTheSmallestAndTheLargest) {
  const double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(significant(least, 4), least);
  EXPECT_EQ(significant(3e-310, 4), 3e-310);
  EXPECT_EQ(significant(std::numeric_limits<double>::infinity(), 4),
            std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(significant(std::nan(""), 4)));
}

}  // namespace
}  // namespace lemmascope
