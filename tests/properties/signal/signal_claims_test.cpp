// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::signal {
namespace {

TEST(SignalClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"signal/*"}, "", "");
  EXPECT_EQ(claims.size(), 18u);
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

TEST(ThePrintedQueryGradient, IsWrongForTwoTokensOfOneEntry) {
  const auto at = witness_of("signal/printed-gaussian-query-gradient");
  EXPECT_EQ(at.at("tokens"), 2);
  EXPECT_EQ(at.at("width"), 1);
}

TEST(TheComposedNorm, IsNoNormForTwoRows) {
  const auto at = witness_of("signal/composed-norm-is-a-norm");
  EXPECT_EQ(at.at("first").size(), 2u);
}

}  // namespace
}  // namespace lemmascope::signal
