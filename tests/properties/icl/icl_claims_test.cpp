// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::icl {
namespace {

TEST(IclClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"icl/*"}, "", "");
  EXPECT_EQ(claims.size(), 28u);
  for (const auto* claim : claims) {
    const auto result = claim::run_claim(*claim, claim::RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    for (const auto& twin : result.twins)
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
  }
}

nlohmann::json witness_of(const char* id) {
  const auto result = claim::run_claim(*catalogue::find_claim(id), {});
  EXPECT_EQ(result.verdict, claim::Verdict::refuted);
  EXPECT_TRUE(result.checks.front().witness);
  EXPECT_EQ(result.checks.front().witness->at("confirmation").at("agrees"), "yes");
  return result.checks.front().witness->at("instance");
}

TEST(ThePrintedLoss, IsWrongInThePrintedSetting) {
  const auto at = witness_of("icl/printed-loss");
  EXPECT_EQ(at.at("inputs"), "uniform:1");
  EXPECT_EQ(at.at("dimension"), 10);
}

// With one example and a rate of one nothing is missing.
TEST(ThePrintedKernelPrediction, LacksTheRateForTwoExamples) {
  EXPECT_EQ(witness_of("icl/printed-kernel-prediction").at("x").size(), 2u);
}

TEST(TheDampedRollOut, GrowsOnATaskOfItsOwnLaw) {
  EXPECT_GE(witness_of("icl/damped-roll-out-shrinks").at("x").size(), 1u);
  EXPECT_EQ(witness_of("icl/damped-roll-out-shrinks-on-average").at("inputs"), "gaussian");
}

}  // namespace
}  // namespace lemmascope::icl
