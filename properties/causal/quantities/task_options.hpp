// The task of a calculator: the options that describe its graph, its chains and its loss, declared
// once, and what they say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "properties/compute/calculator.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// The options of these names, in the order of keys. What they need is kept as far as it is among
/// them. Names: graph, graph-seed, length, vocabulary, dirichlet, parents, chain, weight, orbit,
/// samples, epsilon, beta0, seed.
std::vector<compute::Option> task_options(const std::vector<std::string_view>& names);

/// The names that describe a forest, a chain and a prior.
std::vector<std::string_view> graph_names();
std::vector<std::string_view> chain_names();
std::vector<std::string_view> prior_names();

/// `first`, then `second`.
template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// Canonical texts of lists of numbers separated by commas. Throw PreconditionError.
std::string canonical_whole_numbers(const std::string& text);
std::string canonical_numbers(const std::string& text);
/// The numbers of such a text; each is at least `least` and fits an int.
std::vector<int> whole_numbers(const std::string& text, int least = 0);

/// The forest of the task (positions 0..T-2). Throws PreconditionError with the option's name and
/// what was expected.
markov::CausalForest forest_of(const compute::OptionValues& values);
/// The prior: the chains with their weights, an orbit, or a Dirichlet sample (rational to 2^-53).
markov::Prior prior_of(const compute::OptionValues& values);
/// The single chain of the task; refuses a prior with several.
markov::Chain chain_of(const compute::OptionValues& values);

/// `samples` chains with i.i.d. Dirichlet rows, each row rational: drawn in double precision and
/// divided by its exact sum. Throws PreconditionError when a drawn chain is not irreducible.
markov::Prior dirichlet_prior(const Rational& concentration, int states, int samples,
                              std::uint64_t seed);

/// Sizes that the options say, without building anything.
struct TaskSize {
  double length = 1;  ///< T, the query included
  double states = 1;
  double atoms = 1;  ///< chains of the prior
};
TaskSize size_of(const compute::OptionValues& values);
/// What drawing or writing down the prior takes.
compute::Estimate prior_cost(const TaskSize& size);

}  // namespace lemmascope::causal
