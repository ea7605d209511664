#include "theory/causal/relabelling.hpp"

#include <algorithm>
#include <numeric>

namespace lemmascope::causal {
namespace {

// The least of all relabellings of a chain, entries compared in row order: equal for chains that
// differ by the names of their tokens.
std::vector<Rational> class_name(const markov::Chain& chain) {
  const int states = chain.states();
  std::vector<int> order(states);
  std::iota(order.begin(), order.end(), 0);
  std::vector<Rational> least;
  const bool few = states <= 6;
  do {
    std::vector<Rational> entries;
    for (int s = 0; s < states; ++s) {
      for (int t = 0; t < states; ++t) entries.push_back(chain(order[s], order[t]));
    }
    if (least.empty() || entries < least) least = std::move(entries);
  } while (few && std::next_permutation(order.begin(), order.end()));
  return least;
}

}  // namespace

std::vector<markov::Prior::Atom> merged_by_relabelling(const markov::Prior& prior) {
  std::vector<markov::Prior::Atom> atoms;
  std::vector<std::vector<Rational>> classes;
  for (const markov::Prior::Atom& atom : prior.atoms()) {
    std::vector<Rational> name = class_name(atom.chain);
    const auto found = std::find(classes.begin(), classes.end(), name);
    if (found == classes.end()) {
      classes.push_back(std::move(name));
      atoms.push_back(atom);
    } else {
      atoms[static_cast<std::size_t>(found - classes.begin())].weight += atom.weight;
    }
  }
  return atoms;
}

}  // namespace lemmascope::causal
