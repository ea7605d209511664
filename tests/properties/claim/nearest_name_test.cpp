#include "properties/claim/nearest_name.hpp"

#include <gtest/gtest.h>

namespace lemmascope::claim {
namespace {

TEST(NearestName, ForgivesTheTyposPeopleMake) {
  const std::vector<std::string> names{"check", "compute", "compare"};
  EXPECT_EQ(nearest_name("chekc", names), "check");
  EXPECT_EQ(nearest_name("chck", names), "check");
  EXPECT_EQ(nearest_name("compuet", names), "compute");
  EXPECT_EQ(nearest_name("comparee", names), "compare");
  EXPECT_EQ(nearest_name("xyz", names), "");
}

}  // namespace
}  // namespace lemmascope::claim
