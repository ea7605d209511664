// What claims about depth quantify over: layers of attention, two substructures, what the positions
// carry, and a share of mixing.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/graphdepth/attention_stack.hpp"

namespace lemmascope::graphdepth {

struct StackInstance {
  std::vector<Matrix<Rational>> layers;  ///< A_1, ..., A_L, each n x n
  Substructure first, second;            ///< S, S', positions from 0
  Matrix<Rational> features;             ///< H_0, n x m
  Matrix<Rational> value;                ///< W_V of every layer, m x m
  Rational share{1, 10};                 ///< a or e, in [0, 1]

  int positions() const { return static_cast<int>(layers.front().rows()); }
};

using StackDomain = claim::ProfiledDomain<StackInstance>;
using Sides = domain::SideList<Rational>;

/// Random layers of 2 to 6 positions, one to four of them, entries with denominators up to 8 and
/// zeros; random substructures, which may overlap; in every third stack two that share the
/// positions and keep to themselves. quick 60 cases; pr 600; nightly 6000.
StackDomain sampled_stacks();

/// Every layer of two positions with entries 0, 1/2, 1, twice, S = {1}, S' = {2}: the extremes.
StackDomain every_tiny_stack();

/// Every pair of disjoint connected substructures of two or three nodes of a path, a cycle, a star
/// and a ladder of six nodes; attention uniform over neighbours inside the substructure and the
/// node itself, three layers, shares 1/10 and 1/2 by turns.
StackDomain substructures_of_small_graphs();

/// Three layers over four positions in two blocks.
StackInstance two_blocks();

inline constexpr const char* kPaper = "arXiv 2303.00579";
inline constexpr const char* kTheorem =
    "theorem on the capacity of attention and depth (as remembered)";
inline constexpr const char* kSurrogate =
    "the paper's text is not at hand: this is a rigorous statement of the same shape, not the "
    "paper's";

}  // namespace lemmascope::graphdepth

namespace lemmascope::claim {

template <>
struct InstanceTraits<graphdepth::StackInstance> {
  /// "n=4,L=3".
  static std::string summary(const graphdepth::StackInstance& at);
  static nlohmann::json to_json(const graphdepth::StackInstance& at);
  static graphdepth::StackInstance from_json(const nlohmann::json& json);
  /// The last layer left out, then smaller substructures, simpler features and values.
  static std::vector<graphdepth::StackInstance> simpler(const graphdepth::StackInstance& at);
};

}  // namespace lemmascope::claim
