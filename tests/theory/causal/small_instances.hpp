// Small random tasks from a fixed seed, and the literal enumeration of a task.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
class SmallRandom {
 public:
  explicit SmallRandom(std::uint64_t seed) : state_(seed) {}
  /// 0..bound-1; the bias of the remainder does not matter here.
  int below(int bound) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(bound));
  }

 private:
  std::uint64_t state_;
};

/// A chain with positive rational entries of small denominators.
inline markov::Chain random_chain(SmallRandom& random, int states) {
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    Rational total = 0;
    for (int t = 0; t < states; ++t) {
      rows(s, t) = 1 + random.below(9);
      total += rows(s, t);
    }
    for (int t = 0; t < states; ++t) rows(s, t) /= total;
  }
  return markov::Chain(rows);
}

inline markov::CausalForest random_forest(SmallRandom& random, int nodes) {
  std::vector<int> parents;
  for (int i = 0; i < nodes; ++i) parents.push_back(random.below(i + 1) - 1);
  return markov::CausalForest(parents);
}

struct SmallInstance {
  markov::Chain chain;
  markov::CausalForest forest;
  Rational epsilon;

  std::string name() const {
    return fmt::format("chain {} forest {} epsilon {}", to_text(chain), to_text(forest),
                       to_text(epsilon));
  }
};

/// `count` instances with 2..max_states states, 1..max_nodes nodes and at most 3^max_nodes or so
/// sequences (fewer nodes for more states); epsilon 0, 1/100, 1/10 or 1.
inline std::vector<SmallInstance> small_instances(int count, int max_states, int max_nodes,
                                                  std::uint64_t seed = 20240222) {
  SmallRandom random(seed);
  const std::vector<Rational> smoothings{Rational(0), Rational(1, 100), Rational(1, 10),
                                         Rational(1)};
  std::vector<SmallInstance> instances;
  for (int k = 0; k < count; ++k) {
    const int states = 2 + random.below(max_states - 1);
    const int nodes = 1 + random.below(states > 3 ? std::min(max_nodes, 4) : max_nodes);
    markov::Chain chain = random_chain(random, states);
    instances.push_back({std::move(chain), random_forest(random, nodes), smoothings[k % 4]});
  }
  return instances;
}

/// visit(tokens, probability) for every sequence of the forest followed by every query.
template <Field N, class Visitor>
void for_each_task_sequence(const markov::TransitionMatrix<N>& chain,
                            const markov::CausalForest& forest, Visitor&& visit) {
  const Vector<N> stationary = markov::stationary_law(chain);
  const N states(chain.states());
  markov::for_each_sequence(chain, stationary, forest,
                            [&](const std::vector<int>& tokens, const N& probability) {
                              std::vector<int> all = tokens;
                              all.push_back(0);
                              const N each = probability / states;
                              for (int query = 0; query < chain.states(); ++query) {
                                all.back() = query;
                                visit(static_cast<const std::vector<int>&>(all), each);
                              }
                            });
}

}  // namespace lemmascope::causal
