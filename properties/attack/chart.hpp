// A family of instances with continuous parameters, as the attacker sees it: a point of the unit
// cube stands for an exact instance. Families of small fractions never see a nearly periodic or a
// nearly independent chain; properties/attack/coordinates.hpp gives such corners as much room as
// the middle.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace lemmascope::attack {

/// How finely a point of the cube is read: each number becomes the simplest fraction within
/// 1/kFineness[level] of it, relative to its distance from the nearer end of its range.
using Level = int;
inline constexpr std::array<int, 5> kFineness{2, 4, 8, 32, 128};
inline constexpr Level kFinest = static_cast<int>(kFineness.size()) - 1;

/// One discrete structure (a graph, a size) with its continuous parameters.
template <class I>
struct Chart {
  std::string name;  ///< "star on 5 nodes, 2 states"; no two charts of a claim share it
  int dimension = 1;
  /// The instance at a point of the unit cube. May throw PreconditionError where there is none.
  std::function<I(const double* unit, Level level)> at;
  /// Charts one move away: a node more or fewer, an edge elsewhere. Empty: there are none.
  std::function<std::vector<Chart<I>>()> neighbours;
};

/// The same charts seen as another kind of instance.
template <class J, class I, class View>
std::vector<Chart<J>> seen_as(const std::vector<Chart<I>>& charts, View view) {
  std::vector<Chart<J>> seen;
  for (const Chart<I>& chart : charts) {
    Chart<J> other{
        chart.name,
        chart.dimension,
        [at = chart.at, view](const double* unit, Level level) { return view(at(unit, level)); },
        {}};
    if (chart.neighbours) {
      other.neighbours = [near = chart.neighbours, view] { return seen_as<J>(near(), view); };
    }
    seen.push_back(std::move(other));
  }
  return seen;
}

}  // namespace lemmascope::attack
