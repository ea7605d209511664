#include "properties/causal/construction_votes.hpp"

#include <algorithm>
#include <optional>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::Position;
using TokenLaw = std::vector<Rational>;

// What a head shows that attends to one position, or uniformly to everything up to `i`.
TokenLaw shown(std::optional<Position> attended, Position i, std::span<const int> tokens,
               int states) {
  TokenLaw law(static_cast<std::size_t>(states), Rational(0));
  if (attended) {
    law[static_cast<std::size_t>(tokens[*attended])] = 1;
    return law;
  }
  for (Position j = 0; j <= i; ++j) law[static_cast<std::size_t>(tokens[j])] += Rational(1, i + 1);
  return law;
}

int vocabulary_of(std::span<const int> tokens) {
  return 1 + *std::max_element(tokens.begin(), tokens.end());
}

}  // namespace

std::vector<Rational> single_parent_scores(const markov::CausalForest& forest,
                                           std::span<const int> tokens) {
  const int states = vocabulary_of(tokens);
  const auto query = static_cast<std::size_t>(tokens.back());
  std::vector<Rational> scores;
  for (Position i = 0; i <= forest.size(); ++i) {
    std::optional<Position> attended;
    if (i < forest.size() && !forest.is_root(i)) attended = forest.parent(i);
    scores.push_back(shown(attended, i, tokens, states)[query]);
  }
  return scores;
}

std::vector<Rational> multi_parent_scores(const markov::CausalDag& dag,
                                          std::span<const int> tokens) {
  const int length = dag.size() - 1, states = vocabulary_of(tokens);
  const auto target = dag.parents(length);
  std::vector<Rational> scores;
  for (Position i = 0; i < length; ++i) {
    const auto parents = i + 1 == length ? target : dag.parents(i);
    Rational score = 0;
    for (std::size_t slot = 0; slot < target.size(); ++slot) {
      std::optional<Position> attended;
      if (slot < parents.size()) attended = parents[slot];
      score += shown(attended, i, tokens, states)[static_cast<std::size_t>(tokens[target[slot]])];
    }
    scores.push_back(score);
  }
  return scores;
}

Vector<Rational> votes_of_the_highest(const std::vector<Rational>& scores,
                                      std::span<const int> tokens, int states,
                                      std::span<const int> muted) {
  const auto is_muted = [&](std::size_t key) {
    return std::find(muted.begin(), muted.end(), static_cast<int>(key)) != muted.end();
  };
  std::optional<Rational> highest;
  for (std::size_t key = 0; key < scores.size(); ++key) {
    if (!is_muted(key) && (!highest || *highest < scores[key])) highest = scores[key];
  }
  require(highest.has_value(), "expected at least one key that is not muted");
  Vector<Rational> votes = Vector<Rational>::Constant(states, Rational(0));
  int winners = 0;
  for (std::size_t key = 0; key < scores.size(); ++key) {
    if (is_muted(key) || scores[key] != *highest) continue;
    votes[tokens[key]] += 1;
    ++winners;
  }
  for (int s = 0; s < states; ++s) votes[s] /= winners;
  return votes;
}

}  // namespace lemmascope::causal
