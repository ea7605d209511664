// The task of a calculator: what --task, --parents, --chain and the other task flags say.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// The raw text of the task flags; empty when not given. A TOML file says the same under the same
/// names.
struct TaskText {
  std::string parents;        ///< "-1,0,1"
  std::string graph;          ///< chain | pairs | star | random | manual
  std::optional<int> length;  ///< T, the query included
  std::uint64_t graph_seed = 0;
  std::vector<std::string> chains;   ///< "7/10,3/10;4/10,6/10", repeatable
  std::vector<std::string> weights;  ///< one per chain
  bool orbit = false;                ///< row x column permutation prior of the one chain
  std::string dirichlet;             ///< concentration, with vocabulary, samples and seed
  std::optional<int> vocabulary;
  std::optional<int> samples;
  std::uint64_t seed = 20240222;
  std::string epsilon;
  std::string beta0;
};

/// The forest of the task (positions 0..T-2). Throws PreconditionError with the flag's name and
/// what was expected.
markov::CausalForest forest_of(const TaskText& text);
/// The prior: the chains with their weights, an orbit, or a Dirichlet sample (rational to 2^-53).
markov::Prior prior_of(const TaskText& text);
/// The single chain of the task; refuses a prior with several.
markov::Chain chain_of(const TaskText& text);
/// 1/100 and 1/10 unless given.
Rational epsilon_of(const TaskText& text);
Rational beta0_of(const TaskText& text);

}  // namespace lemmascope::causal
