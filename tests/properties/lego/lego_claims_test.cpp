// The claims of the paper come out as expected, and the refuted one by its smallest witness.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::lego {
namespace {

TEST(LegoClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"lego/*"}, "", "");
  EXPECT_EQ(claims.size(), 15u);
  for (const auto* claim : claims) {
    const auto result = claim::run_claim(*claim, claim::RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    for (const auto& twin : result.twins)
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
  }
}

TEST(TheShortcut, FailsForTwoClausesOverTheSmallestGroupThatDoesNotCommute) {
  const auto result =
      claim::run_claim(*catalogue::find_claim("lego/shortcut-gives-the-last-variable"), {});
  EXPECT_EQ(result.verdict, claim::Verdict::refuted);
  ASSERT_TRUE(result.checks.front().witness);
  const auto& witness = *result.checks.front().witness;
  EXPECT_EQ(witness.at("confirmation").at("agrees"), "yes");
  EXPECT_EQ(witness.at("instance").at("group"), "d3");
  EXPECT_EQ(witness.at("instance").at("clauses"), 2);
}

}  // namespace
}  // namespace lemmascope::lego
