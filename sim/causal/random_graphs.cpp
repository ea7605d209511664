#include "sim/causal/random_graphs.hpp"

#include <algorithm>

namespace lemmascope::causal {
namespace {

std::vector<markov::Position> distinct_positions(int below, int count, sim::Stream& stream) {
  std::vector<markov::Position> chosen;
  while (static_cast<int>(chosen.size()) < count) {
    const auto candidate =
        static_cast<markov::Position>(stream.next_below(static_cast<std::uint32_t>(below)));
    if (std::find(chosen.begin(), chosen.end(), candidate) == chosen.end()) {
      chosen.push_back(candidate);
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace

markov::CausalForest uniform_random_forest(int nodes, sim::Stream& stream) {
  std::vector<markov::Position> parents;
  for (int i = 0; i < nodes; ++i) {
    const std::uint32_t choice = stream.next_below(static_cast<std::uint32_t>(i) + 1);
    parents.push_back(static_cast<markov::Position>(choice) - 1);
  }
  return markov::CausalForest(std::move(parents));
}

markov::CausalForest thinned_random_forest(int nodes, double root_share, sim::Stream& stream) {
  std::vector<markov::Position> parents{markov::kNoParent};
  for (int i = 1; i < nodes; ++i) {
    const std::uint32_t parent = stream.next_below(static_cast<std::uint32_t>(i));
    const bool is_root = stream.next_uniform() < root_share;
    parents.push_back(is_root ? markov::kNoParent : static_cast<markov::Position>(parent));
  }
  return markov::CausalForest(std::move(parents));
}

RandomDag random_dag(int nodes, int in_degree, sim::Stream& stream) {
  std::vector<std::vector<markov::Position>> parents;
  for (int i = 0; i < nodes; ++i) {
    parents.push_back(i < in_degree ? std::vector<markov::Position>{}
                                    : distinct_positions(i, in_degree, stream));
  }
  return {markov::CausalDag(std::move(parents)), distinct_positions(nodes, in_degree, stream)};
}

}  // namespace lemmascope::causal
