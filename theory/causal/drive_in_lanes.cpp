// The quadrature route in double precision: nodes in SIMD lanes, marked tokens over threads.
//
// Compiled without contraction of a * b + c (see CMakeLists.txt), so the clones for different
// instruction sets give the same bits. Each marked token has its own sums, added in the order of
// the tokens, so the number of threads does not matter either.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "theory/causal/lanes.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/tilted_chain.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/require.hpp"

// The dynamic loader picks a clone before the sanitizers are ready, so they get the plain function.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define LEMMASCOPE_CLONES_OF_EIGHT \
  __attribute__((target_clones("arch=x86-64-v4", "default"), flatten))
#define LEMMASCOPE_CLONES_OF_FOUR \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), flatten))
#else
#define LEMMASCOPE_CLONES_OF_EIGHT
#define LEMMASCOPE_CLONES_OF_FOUR
#endif

namespace lemmascope::causal {
namespace {

template <int Count>
struct PackedRule {
  std::vector<Lanes<Count>> nodes;
  std::vector<Lanes<Count>> weights;
};

// Nodes start, start + 1, .., start + Count - 1 of the rule, then the same `stride` later, and so
// on below `end`; unused lanes get weight zero and a harmless node.
template <int Count>
PackedRule<Count> packed(const ReciprocalRule<double>& rule, int start, int end, int stride) {
  PackedRule<Count> result;
  for (; start < end; start += stride) {
    Lanes<Count> nodes(0.5);
    Lanes<Count> weights(0.0);
    for (int lane = 0; lane < Count && start + lane < end; ++lane) {
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

LEMMASCOPE_CLONES_OF_EIGHT void add_nodes(TiltedChain<Lanes<8>, double>& sequence, int marked,
                                          const PackedRule<8>& rule, TiltedSums<Lanes<8>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    sequence.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES_OF_FOUR void add_nodes(TiltedChain<Lanes<4>, double>& sequence, int marked,
                                         const PackedRule<4>& rule, TiltedSums<Lanes<4>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    sequence.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES_OF_EIGHT void add_nodes(TiltedForest<Lanes<8>, double>& sequence, int marked,
                                          const PackedRule<8>& rule, TiltedSums<Lanes<8>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    sequence.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES_OF_FOUR void add_nodes(TiltedForest<Lanes<4>, double>& sequence, int marked,
                                         const PackedRule<4>& rule, TiltedSums<Lanes<4>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    sequence.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

// The sums of one marked token, folded over the lanes into plain doubles.
struct FoldedSums {
  std::vector<double> pairs;
  std::vector<double> singles;

  explicit FoldedSums(int length)
      : pairs(static_cast<std::size_t>(length) * (length + 1) / 2, 0.0), singles(length, 0.0) {}

  template <int Count>
  void add(const TiltedSums<Lanes<Count>>& sums) {
    for (std::size_t k = 0; k < pairs.size(); ++k) pairs[k] = sums.pairs[k].added_to(pairs[k]);
    for (std::size_t k = 0; k < singles.size(); ++k) {
      singles[k] = sums.singles[k].added_to(singles[k]);
    }
  }
};

// The scratch space of one thread for nodes packed `Count` to a vector.
template <class Accumulator, int Count>
class LaneWorker {
 public:
  LaneWorker(Accumulator accumulator, PackedRule<Count> rule, int length)
      : accumulator_(std::move(accumulator)), rule_(std::move(rule)), sums_(length) {}

  void operator()(FoldedSums& folded, int marked) {
    if (rule_.nodes.empty()) return;
    std::fill(sums_.pairs.begin(), sums_.pairs.end(), Lanes<Count>(0));
    std::fill(sums_.singles.begin(), sums_.singles.end(), Lanes<Count>(0));
    add_nodes(accumulator_, marked, rule_, sums_);
    accumulator_.finish(sums_);
    folded.add(sums_);
  }

 private:
  Accumulator accumulator_;
  PackedRule<Count> rule_;
  TiltedSums<Lanes<Count>> sums_;
};

// Passes over the nodes of the rule; each adds its share of one marked token to the folded sums.
using Passes = std::vector<std::function<void(FoldedSums&, int)>>;

// The scratch space and passes of one thread. Nodes come in groups of eight, of which a last one of
// up to four is processed four to a vector. Where vectors of eight are slow a group is two passes
// of four: every lane sees the same nodes in the same order and lanes are folded in the same order,
// so the bits agree.
template <template <class, class> class Tilted, class Graph>
Passes passes_over(const FlatChain<double>& flat, const Graph& graph,
                   const ReciprocalRule<double>& rule, LaneWidth width) {
  const int left = rule.size() % 8;
  const int full = left >= 1 && left <= 4 ? rule.size() - left : rule.size();
  Passes passes;
  const auto four = [&](int start, int end, int stride) {
    passes.emplace_back(LaneWorker(Tilted<Lanes<4>, double>(flat, graph),
                                   packed<4>(rule, start, end, stride), rule.length));
  };
  if (width == LaneWidth::eight) {
    passes.emplace_back(LaneWorker(Tilted<Lanes<8>, double>(flat, graph),
                                   packed<8>(rule, 0, full, 8), rule.length));
  } else {
    four(0, full, 8);
    four(4, full, 8);
  }
  four(full, rule.size(), 4);
  return passes;
}

// Vectors of eight doubles pay where they are one register.
LaneWidth best_width() {
#if defined(__x86_64__) && !defined(__clang__)
  const bool one_register =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl");
  return one_register ? LaneWidth::eight : LaneWidth::four;
#else
  return LaneWidth::four;
#endif
}

// `make` builds the passes of one thread; marked tokens are handed out as threads ask.
std::vector<FoldedSums> every_marked_token(const std::function<Passes()>& make, int states,
                                           int length, int threads) {
  std::vector<FoldedSums> folded(states, FoldedSums(length));
  std::atomic<int> next = 0;
  const auto work = [&] {
    const Passes passes = make();
    for (int marked = next++; marked < states; marked = next++) {
      for (const auto& pass : passes) pass(folded[marked], marked);
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
                              const ReciprocalRule<double>& rule, int threads, LaneWidth width) {
  if (rule.length != forest.size() + 1) {
    refuse(fmt::format("expected a rule for length {}, found one for length {}", forest.size() + 1,
                       rule.length));
  }
  if (width == LaneWidth::best) width = best_width();
  const FlatChain<double> flat = flattened(chain);
  const int nodes = forest.size();
  const bool is_chain = forest == CausalForest::chain(nodes);
  const auto make = [&] {
    return is_chain ? passes_over<TiltedChain>(flat, nodes, rule, width)
                    : passes_over<TiltedForest>(flat, forest, rule, width);
  };
  return assembled(every_marked_token(make, flat.states, rule.length, threads), rule.length);
}

}  // namespace lemmascope::causal
