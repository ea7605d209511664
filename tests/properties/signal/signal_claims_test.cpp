// The claims of the paper come out as expected, and the refuted ones by small witnesses.
#include <gtest/gtest.h>

#include "tests/properties/claim/claims_of_paper.hpp"

namespace lemmascope::signal {
namespace {

TEST(SignalClaims, ComeOutAsExpectedAndCatchTheirTwins) {
  claim::come_out_as_expected("signal", 18);
}

TEST(ThePrintedQueryGradient, IsWrongForTwoTokensOfOneEntry) {
  const auto at = claim::witness_of("signal/printed-gaussian-query-gradient");
  EXPECT_EQ(at.at("tokens"), 2);
  EXPECT_EQ(at.at("width"), 1);
}

TEST(TheComposedNorm, IsNoNormForTwoRows) {
  const auto at = claim::witness_of("signal/composed-norm-is-a-norm");
  EXPECT_EQ(at.at("first").size(), 2u);
}

}  // namespace
}  // namespace lemmascope::signal
