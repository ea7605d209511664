// Finite priors, their symmetrisations and the exact check of the paper's symmetry assumptions.
#include "theory/markov/prior.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

using Permutation = std::vector<int>;
/// A chain as a key with a total order: its entries row by row.
using Entries = std::vector<Rational>;

/// Row and column relabellings are (S!)^2: 14400 at five states, 518400 at six.
constexpr int kMostStatesOfAnOrbit = 5;

Entries permuted(const Chain& chain, const Permutation& rows, const Permutation& columns) {
  Entries entries;
  entries.reserve(rows.size() * columns.size());
  for (const int s : rows) {
    for (const int t : columns) entries.push_back(chain(s, t));
  }
  return entries;
}

Chain from_entries(const Entries& entries, int states) {
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) rows(s, t) = entries[s * states + t];
  }
  return Chain(std::move(rows));
}

Permutation identity(int states) {
  Permutation order(states);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

std::vector<Permutation> every_permutation(int states) {
  if (states > kMostStatesOfAnOrbit) {
    refuse(fmt::format("expected at most {} states for a prior over relabellings, found {}",
                       kMostStatesOfAnOrbit, states));
  }
  std::vector<Permutation> all;
  Permutation order = identity(states);
  do {
    all.push_back(order);
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}

/// The uniform law on the distinct members of an orbit, in the order of their entries. (A group
/// visits every member of an orbit equally often, so merging duplicates keeps the law uniform.)
Prior uniform_on(std::vector<Entries> orbit, int states) {
  std::sort(orbit.begin(), orbit.end());
  orbit.erase(std::unique(orbit.begin(), orbit.end()), orbit.end());
  const Rational weight(1, static_cast<long>(orbit.size()));
  std::vector<Prior::Atom> atoms;
  atoms.reserve(orbit.size());
  for (const Entries& entries : orbit) atoms.push_back({weight, from_entries(entries, states)});
  return Prior(std::move(atoms));
}

/// The law as a map from chains to weights, each chain relabelled by sigma first.
std::map<Entries, Rational> relabelled(const Prior& prior, const Permutation& sigma) {
  std::map<Entries, Rational> law;
  for (const auto& [weight, chain] : prior.atoms()) law[permuted(chain, sigma, sigma)] += weight;
  return law;
}

}  // namespace

Prior::Prior(std::vector<Atom> atoms) : atoms_(std::move(atoms)) {
  require(!atoms_.empty(), "expected a prior with at least one chain, found none");
  Rational sum = 0;
  for (std::size_t k = 0; k < atoms_.size(); ++k) {
    const auto& [weight, chain] = atoms_[k];
    if (chain.states() != states()) {
      refuse(fmt::format("atom {} of the prior: expected {} states like atom 0, found {}", k,
                         states(), chain.states()));
    }
    if (weight <= 0) {
      refuse(fmt::format("atom {} of the prior: expected a positive weight, found {}", k,
                         lemmascope::to_text(weight)));
    }
    sum += weight;
  }
  if (sum != 1) {
    refuse("expected weights of the prior that sum to 1, found sum " + lemmascope::to_text(sum));
  }
}

Prior Prior::single(Chain chain) {
  std::vector<Atom> atoms;
  atoms.push_back({Rational(1), std::move(chain)});
  return Prior(std::move(atoms));
}

Prior Prior::orbit(const Chain& chain) {
  const auto permutations = every_permutation(chain.states());
  std::vector<Entries> members;
  for (const Permutation& rows : permutations) {
    for (const Permutation& columns : permutations) {
      members.push_back(permuted(chain, rows, columns));
    }
  }
  return uniform_on(std::move(members), chain.states());
}

Prior Prior::symmetrised(const Chain& chain) {
  std::vector<Entries> members;
  for (const Permutation& sigma : every_permutation(chain.states())) {
    members.push_back(permuted(chain, sigma, sigma));
  }
  return uniform_on(std::move(members), chain.states());
}

Matrix<Rational> Prior::mean() const {
  Matrix<Rational> sum = Matrix<Rational>::Constant(states(), states(), Rational(0));
  for (const auto& [weight, chain] : atoms_) sum += weight * chain.matrix();
  return sum;
}

bool Prior::has_constant_mean() const {
  const Rational uniform(1, states());
  const Matrix<Rational> average = mean();
  return std::all_of(average.data(), average.data() + average.size(),
                     [&](const Rational& entry) { return entry == uniform; });
}

bool Prior::is_permutation_symmetric() const {
  // The swap of the first two states and the full cycle generate every permutation.
  const Permutation same = identity(states());
  Permutation swap = same;
  if (states() > 1) std::swap(swap[0], swap[1]);
  Permutation cycle = same;
  std::rotate(cycle.begin(), cycle.begin() + 1, cycle.end());
  const auto law = relabelled(*this, same);
  return relabelled(*this, swap) == law && relabelled(*this, cycle) == law;
}

}  // namespace lemmascope::markov
