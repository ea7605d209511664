// The claims of the paper hold, their wrong twins fall, and the families reach the boundaries.
#include <gtest/gtest.h>

#include "properties/plasticity/task_domains.hpp"
#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::plasticity {
namespace {

TEST(PlasticityClaims, HoldAndCatchTheirTwins) { claim::come_out_as_expected("plasticity", 10); }

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
