// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::looped {
namespace {

TEST(LoopedClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"looped/*"}, "", "");
  EXPECT_EQ(claims.size(), 23u);
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

TEST(TheBestWeights, StopBeingSymmetricAtFifteenExamples) {
  const auto at = witness_of("looped/best-weights-are-symmetric");
  EXPECT_EQ(at.at("context"), 15);
  EXPECT_EQ(at.at("loops"), 2);
}

TEST(ThePrintedConvergenceTime, IsTooShort) {
  EXPECT_EQ(witness_of("looped/printed-convergence-time").at("dimension"), 1);
}

TEST(FurtherLoops, HurtInExpectation) {
  EXPECT_EQ(witness_of("looped/more-loops-always-help").at("dimension"), 1);
}

}  // namespace
}  // namespace lemmascope::looped
