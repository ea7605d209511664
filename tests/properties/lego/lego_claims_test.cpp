// The claims of the paper come out as expected, and the refuted one by its smallest witness.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::lego {
namespace {

TEST(LegoClaims, ComeOutAsExpectedAndCatchTheirTwins) { claim::come_out_as_expected("lego", 15); }

TEST(TheShortcut, FailsForTwoClausesOverTheSmallestGroupThatDoesNotCommute) {
  const auto at = claim::witness_of("lego/shortcut-gives-the-last-variable");
  EXPECT_EQ(at.at("group"), "d3");
  EXPECT_EQ(at.at("clauses"), 2);
}

}  // namespace
}  // namespace lemmascope::lego
