// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/engine.hpp"

namespace lemmascope::ngram {
namespace {

TEST(NgramClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  const auto claims = catalogue::select_claims({"ngram/*"}, "", "");
  EXPECT_EQ(claims.size(), 34u);
  for (const auto* claim : claims) {
    const auto result = claim::run_claim(*claim, claim::RunContext{});
    EXPECT_TRUE(result.as_expected) << claim->id << ": " << result.reason;
    std::set<std::string> names;  // a twin draws on the ledger by its name
    for (const auto& twin : result.twins) {
      EXPECT_TRUE(twin.caught) << claim->id << ": " << twin.name;
      EXPECT_TRUE(names.insert(twin.name).second) << claim->id << ": " << twin.name;
    }
  }
}

nlohmann::json witness_of(const char* id) {
  const auto result = claim::run_claim(*catalogue::find_claim(id), {});
  EXPECT_EQ(result.verdict, claim::Verdict::refuted);
  EXPECT_TRUE(result.checks.front().witness);
  EXPECT_EQ(result.checks.front().witness->at("confirmation").at("agrees"), "yes");
  return result.checks.front().witness->at("instance");
}

TEST(TheInformationSet, LosesAWeakParent) {
  const auto at = witness_of("ngram/information-set-is-the-parents");
  EXPECT_EQ(at.at("lags"), (std::vector<int>{1, 2}));
  EXPECT_EQ(at.at("window"), 2);
}

TEST(TheReleasedCriterion, IsNoProperScoreOnTwoStates) {
  EXPECT_EQ(witness_of("ngram/released-criterion-is-a-proper-score").at("kernel").size(), 2u);
}

TEST(ShortPrompts, MisrankSetsOnAFewTokens) {
  EXPECT_LE(witness_of("ngram/short-prompts-rank-sets-rightly").at("length").get<int>(), 4);
}

}  // namespace
}  // namespace lemmascope::ngram
