// The dependency graph of claims as SVG: foundations on the left, what rests on them to the right.
// Status is shown by mark, letter and pattern as well as colour.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// An SVG of every claim of the result with an edge from each used claim to its user. Nodes are
/// links to the claims' cards; a claim used but not part of the run is drawn as not run.
std::string dependency_graph(const nlohmann::json& claims);

/// The same as nested lists: claims that nothing rests on at the top, what they use below. A
/// claim's subtree is written once; later mentions refer to it.
std::string dependency_list(const nlohmann::json& claims);

/// A graph on positions 0..n-1: parents[i] is a position, a list of positions, or -1 for a root.
/// Positions of `ringed`, where something breaks, carry a second ring and their names.
std::string parent_graph(const nlohmann::json& parents,
                         const std::map<std::size_t, std::string>& ringed = {});

}  // namespace lemmascope::report
