#include "properties/claim/replay_token.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace lemmascope::claim {
namespace {

TEST(ReplayToken, ReadsBackWhatItWrote) {
  const ReplayToken token{"causal/parent-dominates", "T=5,S=2", Profile::pr, 20240222, 19};
  const std::string text = replay_token(token);
  EXPECT_EQ(text, "causal/parent-dominates@T=5,S=2/pr/seed=20240222/case=19");
  const ReplayToken again = parse_replay_token(text);
  EXPECT_EQ(again.claim, token.claim);
  EXPECT_EQ(again.profile, token.profile);
  EXPECT_EQ(again.seed, token.seed);
  EXPECT_EQ(again.case_index, token.case_index);
}

TEST(ReplayToken, RefusesAnythingElse) {
  for (const char* text :
       {"", "causal/x", "causal/x@T=5/quick/seed=1", "causal/x@T=5/soon/seed=1/case=2",
        "causal/x@T=5/quick/seed=one/case=2", "causal/x@T=5/quick/seed=1/case=-2",
        "causal/x@T=5/quick/seed=1/case=2x"}) {
    EXPECT_THROW(parse_replay_token(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace lemmascope::claim
