// Enumeration of forests (mixed radix) and of chains on a rational grid.
#include "theory/markov/enumerate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

/// 20! is the largest factorial that fits std::int64_t.
constexpr int kMostNodes = 20;

/// The fractions in (0, 1) in lowest terms with this denominator, increasing.
std::vector<Rational> fractions_with_denominator(int denominator) {
  std::vector<Rational> fractions;
  for (int numerator = 1; numerator < denominator; ++numerator) {
    if (std::gcd(numerator, denominator) == 1) fractions.emplace_back(numerator, denominator);
  }
  return fractions;
}

/// Appends to `rows` every way to finish `row` with `parts` parts of at least `least` that sum to
/// `total`.
void compositions(std::vector<int>& row, int parts, int least, int total,
                  std::vector<std::vector<int>>& rows) {
  if (parts == 1) {
    row.push_back(total);
    rows.push_back(row);
    row.pop_back();
    return;
  }
  for (int part = least; part <= total - least * (parts - 1); ++part) {
    row.push_back(part);
    compositions(row, parts - 1, least, total - part, rows);
    row.pop_back();
  }
}

/// Every chain whose entries are multiples of 1 / denominator, at least `least` of them.
std::vector<Chain> grid_chains(int states, int denominator, int least) {
  std::vector<std::vector<int>> rows;
  std::vector<int> row;
  compositions(row, states, least, denominator, rows);
  std::vector<Chain> chains;
  std::vector<std::size_t> choice(states, 0);  // an odometer over rows, the last row fastest
  while (true) {
    Matrix<Rational> entries(states, states);
    for (int s = 0; s < states; ++s) {
      for (int t = 0; t < states; ++t) entries(s, t) = Rational(rows[choice[s]][t], denominator);
    }
    chains.emplace_back(std::move(entries));
    int wheel = states - 1;
    while (wheel >= 0 && ++choice[wheel] == rows.size()) choice[wheel--] = 0;
    if (wheel < 0) return chains;
  }
}

}  // namespace

std::int64_t forest_count(int nodes) {
  if (nodes < 1 || nodes > kMostNodes) {
    refuse(fmt::format("expected 1..{} positions of a forest, found {}", kMostNodes, nodes));
  }
  std::int64_t count = 1;
  for (int i = 2; i <= nodes; ++i) count *= i;
  return count;
}

CausalForest forest_at(int nodes, std::int64_t index) {
  const std::int64_t count = forest_count(nodes);
  if (index < 0 || index >= count) {
    refuse(fmt::format("expected a forest index in 0..{}, found {}", count - 1, index));
  }
  std::vector<Position> parents(nodes);
  for (Position i = nodes - 1; i >= 0; --i) {
    parents[i] = static_cast<Position>(index % (i + 1)) - 1;  // digit 0 is -1, a root
    index /= i + 1;
  }
  return CausalForest(std::move(parents));
}

std::vector<CausalForest> every_forest(int nodes) {
  std::vector<CausalForest> forests;
  const std::int64_t count = forest_count(nodes);
  forests.reserve(static_cast<std::size_t>(count));
  for (std::int64_t index = 0; index < count; ++index) forests.push_back(forest_at(nodes, index));
  return forests;
}

std::vector<Chain> every_two_state_chain(int max_denominator) {
  if (max_denominator < 2) {
    refuse(fmt::format("expected a largest denominator of at least 2, found {}", max_denominator));
  }
  std::vector<Chain> chains;
  std::vector<Rational> simpler;
  for (int denominator = 2; denominator <= max_denominator; ++denominator) {
    // Every pair whose larger denominator is this one: pairs with smaller ones have been listed.
    const auto fresh = fractions_with_denominator(denominator);
    for (const Rational& a : simpler) {
      for (const Rational& b : fresh) chains.push_back(two_state_chain(a, b));
    }
    simpler.insert(simpler.end(), fresh.begin(), fresh.end());
    for (const Rational& a : fresh) {
      for (const Rational& b : simpler) chains.push_back(two_state_chain(a, b));
    }
  }
  return chains;
}

std::vector<Chain> every_positive_chain(int states, int denominator) {
  if (states < 1 || denominator < states) {
    refuse(fmt::format(
        "expected a denominator of at least the number of states, found {} for {} states",
        denominator, states));
  }
  return grid_chains(states, denominator, 1);
}

std::vector<Chain> every_grid_chain(int states, int denominator) {
  if (states < 1 || denominator < 1) {
    refuse(fmt::format("expected at least one state and a positive denominator, found {} and {}",
                       states, denominator));
  }
  return grid_chains(states, denominator, 0);
}

}  // namespace lemmascope::markov
