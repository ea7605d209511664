// The claims of the paper come out as expected and catch their twins.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::templates {
namespace {

TEST(TemplatesClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"templates/*"}, "", "");
  EXPECT_EQ(claims.size(), 19u);
  for (const auto* claim : claims) {
    const auto result = claim::run_claim(*claim, claim::RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    for (const auto& twin : result.twins)
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
  }
}

}  // namespace
}  // namespace lemmascope::templates
