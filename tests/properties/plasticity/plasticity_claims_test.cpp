// The claims of the paper hold, their wrong twins fall, and the families reach the boundaries.
#include <gtest/gtest.h>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"
#include "properties/plasticity/task_domains.hpp"

namespace lemmascope::plasticity {
namespace {

TEST(PlasticityClaims, HoldAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"plasticity/*"}, "", "");
  EXPECT_EQ(claims.size(), 10u);
  for (const auto* claim : claims) {
    const auto result = claim::run_claim(*claim, claim::RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    for (const auto& twin : result.twins)
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
  }
}

TEST(ExtremeEightBitTasks, ReachBothSidesOfThirtyTwoBits) {
  const auto domain = extreme_eight_bit_tasks({1, 16, 17})(claim::Profile::quick);
  int at_the_bound = 0, above = 0;
  for (std::int64_t k = 0; k < domain.cases; ++k) {
    const auto at = domain.at(k, {});
    at_the_bound += at.task.tokens() * at.task.width() == 1024 ? 1 : 0;
    above += at.task.tokens() * at.task.width() > 1024 ? 1 : 0;
  }
  EXPECT_EQ(at_the_bound, 8);
  EXPECT_EQ(above, 8);
}

}  // namespace
}  // namespace lemmascope::plasticity
