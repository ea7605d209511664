// The quadrature route in double precision: nodes in SIMD lanes, marked tokens over threads.
//
// Compiled without contraction of a * b + c (see CMakeLists.txt), so the clones for different
// instruction sets give the same bits. Each marked token has its own sums, added in the order of
// the tokens, so the number of threads does not matter either.
#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "theory/causal/lanes.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/tilted_chain.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

// The dynamic loader picks a clone before the sanitizers are ready, so they get the plain function.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define LEMMASCOPE_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), flatten))
#else
#define LEMMASCOPE_CLONES
#endif

namespace lemmascope::causal {
namespace {

struct PackedRule {
  std::vector<Lanes> nodes;
  std::vector<Lanes> weights;
};

// Unused lanes get weight zero and a harmless node.
PackedRule packed(const ReciprocalRule<double>& rule) {
  PackedRule result;
  for (int start = 0; start < rule.size(); start += Lanes::kCount) {
    Lanes nodes(0.5);
    Lanes weights(0.0);
    for (int lane = 0; lane < Lanes::kCount && start + lane < rule.size(); ++lane) {
      nodes.value[lane] = rule.nodes[start + lane];
      weights.value[lane] = rule.weights[start + lane];
    }
    result.nodes.push_back(nodes);
    result.weights.push_back(weights);
  }
  return result;
}

FlatChain<double> flattened(const TransitionMatrix<double>& chain) {
  FlatChain<double> flat{chain.states(), {}, {}};
  const Vector<double> stationary = markov::stationary_law(chain);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) flat.transition.push_back(chain(s, t));
    flat.stationary.push_back(stationary[s]);
  }
  return flat;
}

using LaneChain = TiltedChain<Lanes, double>;
using LaneForest = TiltedForest<Lanes, double>;

LEMMASCOPE_CLONES void add_all_nodes(LaneChain& chain, int marked, const PackedRule& rule,
                                     TiltedSums<Lanes>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    chain.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES void add_all_nodes(LaneForest& forest, int marked, const PackedRule& rule,
                                     TiltedSums<Lanes>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    forest.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

// One marked token after another; the sums of each are folded over the lanes into plain doubles.
struct FoldedSums {
  std::vector<double> pairs;
  std::vector<double> singles;
};

template <class Accumulator>
FoldedSums folded_sums(Accumulator& accumulator, int marked, const PackedRule& rule, int length) {
  TiltedSums<Lanes> sums(length);
  add_all_nodes(accumulator, marked, rule, sums);
  FoldedSums folded;
  folded.pairs.reserve(sums.pairs.size());
  folded.singles.reserve(sums.singles.size());
  for (const Lanes& lanes : sums.pairs) folded.pairs.push_back(lanes.sum());
  for (const Lanes& lanes : sums.singles) folded.singles.push_back(lanes.sum());
  return folded;
}

// `make` builds the scratch object of a thread.
template <class Make>
std::vector<FoldedSums> every_marked_token(const Make& make, int states, const PackedRule& rule,
                                           int length, int threads) {
  std::vector<FoldedSums> folded(states);
  std::atomic<int> next = 0;
  const auto work = [&] {
    auto accumulator = make();
    for (int marked = next++; marked < states; marked = next++) {
      folded[marked] = folded_sums(accumulator, marked, rule, length);
    }
  };
  std::vector<std::jthread> helpers;
  for (int t = 1; t < std::min(threads, states); ++t) helpers.emplace_back(work);
  work();
  helpers.clear();
  return folded;
}

Matrix<double> assembled(const std::vector<FoldedSums>& folded, int length) {
  const int states = static_cast<int>(folded.size());
  Matrix<double> result = Matrix<double>::Zero(length, length);
  for (const FoldedSums& sums : folded) {
    std::size_t entry = 0;
    for (int i = 0; i < length; ++i) {
      for (int j = 0; j <= i; ++j) {
        result(i, j) += (length * sums.pairs[entry++] - sums.singles[j]) / states;
      }
    }
  }
  return result;
}

}  // namespace

Matrix<double> drive_in_lanes(const TransitionMatrix<double>& chain, const CausalForest& forest,
                              const ReciprocalRule<double>& rule, int threads) {
  if (rule.length != forest.size() + 1) {
    refuse(fmt::format("expected a rule for length {}, found one for length {}", forest.size() + 1,
                       rule.length));
  }
  const FlatChain<double> flat = flattened(chain);
  const PackedRule lanes = packed(rule);
  const int nodes = forest.size();
  if (forest == CausalForest::chain(nodes)) {
    return assembled(every_marked_token([&] { return LaneChain(flat, nodes); }, flat.states, lanes,
                                        rule.length, threads),
                     rule.length);
  }
  return assembled(every_marked_token([&] { return LaneForest(flat, forest); }, flat.states, lanes,
                                      rule.length, threads),
                   rule.length);
}

}  // namespace lemmascope::causal
