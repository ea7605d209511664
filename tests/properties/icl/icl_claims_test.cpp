// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::icl {
namespace {

TEST(IclClaims, ComeOutAsExpectedAndCatchTheirTwins) { claim::come_out_as_expected("icl", 29); }

TEST(ThePrintedLoss, IsWrongInThePrintedSetting) {
  const auto at = claim::witness_of("icl/printed-loss");
  EXPECT_EQ(at.at("inputs"), "uniform:1");
  EXPECT_EQ(at.at("dimension"), 10);
}

// With one example and a rate of one nothing is missing.
TEST(ThePrintedKernelPrediction, LacksTheRateForTwoExamples) {
  EXPECT_EQ(claim::witness_of("icl/printed-kernel-prediction").at("x").size(), 2u);
}

TEST(TheDampedRollOut, GrowsOnATaskOfItsOwnLaw) {
  EXPECT_GE(claim::witness_of("icl/damped-roll-out-shrinks").at("x").size(), 1u);
  EXPECT_EQ(claim::witness_of("icl/damped-roll-out-shrinks-on-average").at("inputs"), "gaussian");
}

}  // namespace
}  // namespace lemmascope::icl
