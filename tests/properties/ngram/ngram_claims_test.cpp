// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::ngram {
namespace {

TEST(NgramClaims, ComeOutAsExpectedAndCatchTheirTwins) { claim::come_out_as_expected("ngram", 39); }

TEST(TheInformationSet, LosesAWeakParent) {
  const auto at = claim::witness_of("ngram/information-set-is-the-parents");
  EXPECT_EQ(at.at("lags"), (std::vector<int>{1, 2}));
  EXPECT_EQ(at.at("window"), 2);
}

TEST(TheReleasedCriterion, IsNoProperScoreOnTwoStates) {
  EXPECT_EQ(claim::witness_of("ngram/released-criterion-is-a-proper-score").at("kernel").size(),
            2u);
}

TEST(ShortPrompts, MisrankSetsOnAFewTokens) {
  EXPECT_LE(claim::witness_of("ngram/short-prompts-rank-sets-rightly").at("length").get<int>(), 4);
}

}  // namespace
}  // namespace lemmascope::ngram
