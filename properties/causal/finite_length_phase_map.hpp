// The phase map: over vocabulary, length, graph family and concentration of the prior, where the
// parent has the largest entry of the exact finite-length gradient, and by how much.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "theory/causal/phase_map.hpp"
#include "theory/numeric/rational.hpp"

namespace lemmascope::causal {

/// The grid. Each cell draws `chains` chains with i.i.d. Dirichlet(concentration) rows and takes
/// each with its S cyclic column shifts: the law of the prior is the same, and the sample has a
/// mean of exactly 1/S.
struct PhaseGrid {
  std::vector<int> states;
  std::vector<int> lengths;                 ///< T, the query included
  std::vector<std::string> graphs;          ///< chain, pairs, star, binary-tree
  std::vector<std::string> concentrations;  ///< "1/10", "1"
  int chains = 8;
  std::uint64_t seed = 20240222;
  Rational epsilon{1, 100};
  int threads = 1;
};

/// One cell: the drawn chains of `grid` (its chains, seed, epsilon and threads count, its axes do
/// not) over `states` states, on any forest; T is one more than its size.
PhaseCell drawn_phase_cell(const PhaseGrid& grid, const CausalForest& forest, int states,
                           const std::string& concentration);

/// A figure of kind "phase-map": two panels for every graph and concentration, S by T. In the first
/// a cell's status is the sign of the least margin of the parent in the mean gradient, the position
/// itself among the rivals; in the second the sign of the least margin over all single chains,
/// strictly earlier rivals only. Signs are decided (see phase_cell). Throws PreconditionError on
/// bad grids.
nlohmann::json phase_map_figure(const PhaseGrid& grid);

}  // namespace lemmascope::causal
