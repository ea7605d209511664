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

TEST(ReplayToken, NamesAnAttackByItsEvaluations) {
  const ReplayToken token{"causal/parent-dominates", "T=6,S=2", Profile::quick, 20240222, 0, 400};
  const std::string text = replay_token(token);
  EXPECT_EQ(text, "causal/parent-dominates@T=6,S=2/quick/seed=20240222/attack=400");
  EXPECT_EQ(parse_replay_token(text).attack_evaluations, 400);
}

TEST(ReplayToken, TakesFractionsInASummary) {
  const ReplayToken token{"mine/some-law", "length=6,number=1/10", Profile::quick, 3, 4};
  const ReplayToken again = parse_replay_token(replay_token(token));
  EXPECT_EQ(again.summary, token.summary);
  EXPECT_EQ(again.case_index, token.case_index);
}

TEST(ReplayToken, RefusesAnythingElse) {
  for (const char* text :
       {"", "causal/x", "causal/x@T=5/quick/seed=1", "causal/x@T=5/soon/seed=1/case=2",
        "causal/x@T=5/quick/seed=one/case=2", "causal/x@T=5/quick/seed=1/case=-2",
        "causal/x@T=5/quick/seed=1/case=2x", "causal/x@T=5/quick/seed=1/attack=0",
        "causal/x@T=5/quick/seed=1/attack"}) {
    EXPECT_THROW(parse_replay_token(text), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace lemmascope::claim
