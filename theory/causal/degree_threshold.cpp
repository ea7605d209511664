#include "theory/causal/degree_threshold.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope::causal {

using markov::CausalForest;
using markov::kNoParent;
using markov::Position;

int degree(const CausalForest& forest, Position i) {
  int count = forest.is_root(i) ? 0 : 1;
  for (Position child = i + 1; child < forest.size(); ++child) {
    if (forest.parent(child) == i) ++count;
  }
  return count;
}

bool can_be_earlier(const CausalForest& forest, Position i, Position j) {
  if (forest.is_root(i) || j == i || j == forest.parent(i)) return false;
  for (Position above = forest.parent(j); above != kNoParent; above = forest.parent(above)) {
    if (above == i) return false;
  }
  return true;
}

int degree_surplus(const CausalForest& forest, const RivalPlace& at) {
  return degree(forest, at.parent) - degree(forest, at.j);
}

std::optional<int> largest_degree_surplus(const CausalForest& forest) {
  std::optional<int> largest;
  for (Position i = 0; i < forest.size(); ++i) {
    for (Position j = 0; j < i; ++j) {
      if (!can_be_earlier(forest, i, j)) continue;
      const int surplus = degree_surplus(forest, {i, forest.parent(i), j});
      largest = std::max(largest.value_or(surplus), surplus);
    }
  }
  return largest;
}

Rational degree_threshold(int length, const Rational& epsilon) {
  require(length >= 2 && epsilon >= 0, "expected a length of at least 2 and a smoothing >= 0");
  const Rational c = length * (1 + epsilon);
  return length * (c - 1) / (2 * c);
}

Rational corner_value(int length, const Rational& epsilon, int surplus) {
  require(length >= 4 && epsilon >= 0, "expected a length of at least 4 and a smoothing >= 0");
  const Rational c = length * (1 + epsilon);
  return (length - 2 * c * surplus / (c - 1)) / (4 * (c - 2) * (c - 3));
}

}  // namespace lemmascope::causal
