// The hard limit from its definition, against hand counts and against the transformers.
#include "properties/causal/construction_votes.hpp"

#include <gtest/gtest.h>

#include "properties/causal/dag_sites.hpp"
#include "properties/causal/instances/model_instance.hpp"
#include "theory/causal/constructions.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using Tokens = std::vector<int>;

TEST(SingleParentScores, AreSharesOfTheQueryToken) {
  // Nodes 0 (root), 1 (child of 0), 2 (root); query token 1.
  const markov::CausalForest forest({-1, 0, -1});
  const auto scores = single_parent_scores(forest, Tokens{1, 0, 1, 1});
  const std::vector<Rational> expected{1, 1, Rational(2, 3), Rational(3, 4)};
  EXPECT_EQ(scores, expected);
}

TEST(VotesOfTheHighest, CountOnlyTheTopScoresThatAreNotMuted) {
  const std::vector<Rational> scores{1, 1, Rational(1, 2), 1};
  const Tokens tokens{0, 1, 1, 1};
  EXPECT_EQ(votes_of_the_highest(scores, tokens, 2)[0], Rational(1, 3));
  const std::vector<int> muted{0};
  EXPECT_EQ(votes_of_the_highest(scores, tokens, 2, muted)[0], Rational(0));
}

TEST(VotesOfTheHighest, NeedAKeyThatIsNotMuted) {
  const std::vector<int> muted{0};
  EXPECT_THROW(votes_of_the_highest({Rational(1)}, Tokens{0}, 2, muted), PreconditionError);
}

TEST(SingleParentVotes, EqualTheTransformerWithHardAttention) {
  for (const auto& parents : {std::vector<int>{-1, 0, 1}, {-1, -1, 0}, {-1, 0, 0}, {-1, -1, -1}}) {
    const markov::CausalForest forest(parents);
    const auto model = as_disentangled(hard_adjacency_weights(forest, 3, Rational(1), Rational(1)));
    for_each_sequence(4, 3, [&](const Tokens& tokens) {
      const auto output =
          run(model, attention::one_hot_input<Rational>(tokens, 3), attention::AttentionRule::hard)
              .output;
      EXPECT_EQ(output, votes_of_the_highest(single_parent_scores(forest, tokens), tokens, 3));
    });
  }
}

TEST(MultiParentVotes, EqualTheTransformerWithHardAttention) {
  const DagInstance at{markov::CausalDag({{}, {0}, {1, 0}, {1}, {3, 2}}), 2};
  for (const Muting muting : {Muting::other_degrees, Muting::query_and_other_degrees}) {
    const auto first = by_transformer(at, muting), second = by_votes(at, muting);
    for_each_sequence(at.length(), at.states,
                      [&](const Tokens& tokens) { EXPECT_EQ(first(tokens), second(tokens)); });
  }
}

TEST(MultiParentScores, TheQueryAlwaysAgreesWithItselfInEverySlot) {
  const DagInstance at = second_order_chain();
  for_each_sequence(at.length(), at.states, [&](const Tokens& tokens) {
    EXPECT_EQ(multi_parent_scores(at.dag, tokens).back(), Rational(2));
  });
}

TEST(EqualsCounts, SeesTheOneVoteOfAQueryThatIsNotMuted) {
  const DagInstance at = second_order_chain();
  auto holds = [&](Muting muting, int votes) {
    return equals_counts(by_transformer, muting, votes)(at).holds;
  };
  EXPECT_EQ(holds(Muting::query_and_other_degrees, 0), Truth::yes);
  EXPECT_EQ(holds(Muting::query_and_other_degrees, 1), Truth::no);
  EXPECT_EQ(holds(Muting::other_degrees, 0), Truth::no);
  EXPECT_EQ(holds(Muting::other_degrees, 1), Truth::yes);
}

}  // namespace
}  // namespace lemmascope::causal
