// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::looped {
namespace {

TEST(LoopedClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  claim::come_out_as_expected("looped", 23);
}

TEST(TheBestWeights, StopBeingSymmetricAtFifteenExamples) {
  const auto at = claim::witness_of("looped/best-weights-are-symmetric");
  EXPECT_EQ(at.at("context"), 15);
  EXPECT_EQ(at.at("loops"), 2);
}

TEST(ThePrintedConvergenceTime, IsTooShort) {
  EXPECT_EQ(claim::witness_of("looped/printed-convergence-time").at("dimension"), 1);
}

TEST(FurtherLoops, HurtInExpectation) {
  EXPECT_EQ(claim::witness_of("looped/more-loops-always-help").at("dimension"), 1);
}

}  // namespace
}  // namespace lemmascope::looped
