#include "theory/causal/constructions.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "small_instances.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalDag;
using markov::CausalForest;

std::vector<int> random_tokens(SmallRandom& random, int length, int states) {
  std::vector<int> tokens;
  for (int i = 0; i < length; ++i) tokens.push_back(random.below(states));
  return tokens;
}

// Every node from position `parents` on has that many parents; the last node is the target.
CausalDag random_dag(SmallRandom& random, int nodes, int parents) {
  std::vector<std::vector<int>> lists;
  for (int i = 0; i < nodes; ++i) {
    lists.emplace_back();
    while (i >= parents && static_cast<int>(lists.back().size()) < parents) {
      const int candidate = random.below(i);
      bool is_new = true;
      for (const int p : lists.back()) is_new = is_new && p != candidate;
      if (is_new) lists.back().push_back(candidate);
    }
  }
  return CausalDag(lists);
}

Vector<Rational> hard_limit(const attention::DisentangledTransformer<Rational>& model,
                            const std::vector<int>& tokens, int states) {
  return run(model, attention::one_hot_input<Rational>(tokens, states),
             attention::AttentionRule::hard)
      .output;
}

bool some_node_agrees(const CausalDag& dag, const std::vector<int>& tokens) {
  const int length = dag.size() - 1;
  const auto target = dag.parents(length);
  for (int i = 0; i + 1 < length; ++i) {
    const auto parents = dag.parents(i);
    bool agrees = parents.size() == target.size();
    for (std::size_t k = 0; agrees && k < target.size(); ++k) {
      agrees = tokens[parents[k]] == tokens[target[k]];
    }
    if (agrees) return true;
  }
  return false;
}

TEST(MultiParentConstruction, RepairedItIsTheEmpiricalConditionalExactly) {
  SmallRandom random(51);
  int compared = 0;
  for (int round = 0; round < 200; ++round) {
    const int parents = 1 + round % 3;
    const int states = 2;
    const CausalDag dag = random_dag(random, parents + 3 + random.below(5), parents);
    const int length = dag.size() - 1;
    const std::vector<int> tokens = random_tokens(random, length, states);
    if (!some_node_agrees(dag, tokens)) continue;
    const auto model = multi_parent_construction<Rational>(dag, states, Rational(1), Rational(1));
    const auto repaired =
        with_muted_keys<Rational>(model, states, length, keys_to_mute(dag), Rational(parents + 1));
    EXPECT_EQ(hard_limit(repaired, tokens, states),
              empirical_conditional(dag, tokens, states, false));
    ++compared;
  }
  EXPECT_GE(compared, 100);  // the generator must not make the test vacuous
}

TEST(MultiParentConstruction, UnrepairedTheQueryVotesForItself) {
  // Parents (i-1, i-2); tokens 0 1 0 0 1 1, target node 6 with parents 5 and 4 showing (1, 1): no
  // node 2..4 agrees, the query key agrees with itself and votes for its own token.
  std::vector<std::vector<int>> lists{{}, {}};
  for (int i = 2; i <= 6; ++i) lists.push_back({i - 1, i - 2});
  const CausalDag dag(lists);
  const std::vector<int> tokens{0, 1, 1, 0, 1, 1};
  const auto model = multi_parent_construction<Rational>(dag, 2, Rational(1), Rational(1));
  // Node 3 (token 0) has parents showing (1, 1) and is the one honest vote; the query adds one
  // for 1.
  const auto unrepaired = hard_limit(model, tokens, 2);
  EXPECT_EQ(unrepaired[0], Rational(1, 2));
  EXPECT_EQ(unrepaired[1], Rational(1, 2));
  const auto repaired =
      hard_limit(with_muted_keys<Rational>(model, 2, 6, keys_to_mute(dag), Rational(3)), tokens, 2);
  EXPECT_EQ(repaired[0], Rational(1));
  EXPECT_EQ(repaired, empirical_conditional(dag, tokens, 2, false));
}

TEST(MultiParentConstruction, AtFiniteStrengthApproachesItsHardLimit) {
  SmallRandom random(53);
  const CausalDag dag = random_dag(random, 8, 2);
  const std::vector<int> tokens = random_tokens(random, 7, 2);
  const auto hard =
      hard_limit(multi_parent_construction<Rational>(dag, 2, Rational(1), Rational(1)), tokens, 2);
  const auto distance = [&](int strength) {
    const auto soft =
        run(multi_parent_construction<Interval>(dag, 2, Interval(strength), Interval(strength)),
            attention::one_hot_input<Interval>(tokens, 2))
            .output;
    Interval largest(0);
    for (int s = 0; s < 2; ++s) largest = maximum(largest, abs(soft[s] - Interval(hard[s])));
    return largest;
  };
  EXPECT_TRUE(certainly_less(distance(60), distance(20)));
  EXPECT_TRUE(certainly_less(distance(60), Interval(Rational(1, 1000000000))));
}

// The one-parent construction counts children of the query token, plus a vote of any root whose
// prefix is all query tokens; position 0 is such a root whenever it shows the query token.
TEST(HardAdjacency, VotesWithTheFirstRootWhenItShowsTheQueryToken) {
  const CausalForest forest = CausalForest::chain(3);
  const auto model =
      as_disentangled(hard_adjacency_weights<Rational>(forest, 2, Rational(1), Rational(1)));
  // Tokens 0 1 1, query 0: the only child of a 0 shows 1, so the counts say 1 for certain.
  const auto limit = hard_limit(model, {0, 1, 1, 0}, 2);
  EXPECT_EQ(limit[0], Rational(1, 2));
  EXPECT_EQ(limit[1], Rational(1, 2));
  const auto repaired = hard_limit(
      with_muted_keys<Rational>(model, 2, 4, std::vector<int>{0, 3}, Rational(2)), {0, 1, 1, 0}, 2);
  EXPECT_EQ(repaired[0], Rational(0));
  EXPECT_EQ(repaired[1], Rational(1));
}

TEST(HardAdjacency, IsTheEmpiricalConditionalOnceRootsAndQueryAreMuted) {
  SmallRandom random(55);
  int compared = 0;
  for (int round = 0; round < 200; ++round) {
    const CausalForest forest = random_forest(random, 2 + random.below(6));
    const int states = 2 + round % 2;
    const std::vector<int> tokens = random_tokens(random, forest.size() + 1, states);
    std::vector<int> muted{forest.size()};
    Vector<Rational> counts = Vector<Rational>::Constant(states, Rational(0));
    Rational total = 0;
    for (int i = 0; i < forest.size(); ++i) {
      if (forest.is_root(i)) {
        muted.push_back(i);
      } else if (tokens[forest.parent(i)] == tokens.back()) {
        counts[tokens[i]] += 1;
        total += 1;
      }
    }
    if (total == 0) continue;
    const auto model =
        as_disentangled(hard_adjacency_weights<Rational>(forest, states, Rational(1), Rational(1)));
    const auto limit =
        hard_limit(with_muted_keys<Rational>(model, states, forest.size() + 1, muted, Rational(2)),
                   tokens, states);
    for (int s = 0; s < states; ++s) EXPECT_EQ(limit[s], Rational(counts[s] / total));
    ++compared;
  }
  EXPECT_GE(compared, 80);
}

TEST(Constructions, RefuseATargetWithoutParents) {
  EXPECT_THROW(
      multi_parent_construction<Rational>(CausalDag({{}, {}}), 2, Rational(1), Rational(1)),
      PreconditionError);
  const auto model =
      multi_parent_construction<Rational>(CausalDag({{}, {0}}), 2, Rational(1), Rational(1));
  EXPECT_THROW(with_muted_keys<Rational>(model, 2, 1, std::vector<int>{1}, Rational(1)),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
