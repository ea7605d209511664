// The quadrature route in double precision: nodes in SIMD lanes, marked tokens over threads.
//
// Compiled without contraction of a * b + c (see CMakeLists.txt), so the clones for different
// instruction sets give the same bits. Each marked token has its own sums, added in the order of
// the tokens, so the number of threads does not matter either.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
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
#define LEMMASCOPE_CLONES \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), flatten))
#else
#define LEMMASCOPE_CLONES
#endif

namespace lemmascope::causal {
namespace {

template <int Count>
struct PackedRule {
  std::vector<Lanes<Count>> nodes;
  std::vector<Lanes<Count>> weights;
};

// Nodes start..end-1 of the rule; unused lanes get weight zero and a harmless node.
template <int Count>
PackedRule<Count> packed(const ReciprocalRule<double>& rule, int start, int end) {
  PackedRule<Count> result;
  for (; start < end; start += Count) {
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

LEMMASCOPE_CLONES void add_nodes(TiltedChain<Lanes<8>, double>& chain, int marked,
                                 const PackedRule<8>& rule, TiltedSums<Lanes<8>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    chain.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES void add_nodes(TiltedChain<Lanes<4>, double>& chain, int marked,
                                 const PackedRule<4>& rule, TiltedSums<Lanes<4>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    chain.add(marked, rule.nodes[k], rule.weights[k], sums);
  }
}

LEMMASCOPE_CLONES void add_nodes(TiltedForest<Lanes<8>, double>& forest, int marked,
                                 const PackedRule<8>& rule, TiltedSums<Lanes<8>>& sums) {
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    forest.add(marked, rule.nodes[k], rule.weights[k], sums);
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
    for (std::size_t k = 0; k < pairs.size(); ++k) pairs[k] += sums.pairs[k].sum();
    for (std::size_t k = 0; k < singles.size(); ++k) singles[k] += sums.singles[k].sum();
  }
};

// The scratch space of one thread for nodes packed `Count` to a vector.
template <class Accumulator, int Count>
class LaneWorker {
 public:
  LaneWorker(Accumulator accumulator, PackedRule<Count> rule, int length)
      : accumulator_(std::move(accumulator)), rule_(std::move(rule)), sums_(length) {}

  void add_to(FoldedSums& folded, int marked) {
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

// `make` builds a thread's own function (marked token -> sums); tokens are handed out as threads
// ask.
template <class Make>
std::vector<FoldedSums> every_marked_token(const Make& make, int states, int length, int threads) {
  std::vector<FoldedSums> folded(states, FoldedSums(length));
  std::atomic<int> next = 0;
  const auto work = [&] {
    auto add_marked = make();
    for (int marked = next++; marked < states; marked = next++) {
      add_marked(folded[marked], marked);
    }
  };
  std::vector<std::jthread> helpers;
  for (int t = 1; t < std::min(threads, states); ++t) helpers.emplace_back(work);
  work();
  helpers.clear();
  return folded;
}

// Full vectors of eight nodes; up to four left over share a vector of four, at half the cost.
auto chain_worker(const FlatChain<double>& flat, int nodes, const ReciprocalRule<double>& rule) {
  const int left = rule.size() % 8;
  const int full = left >= 1 && left <= 4 ? rule.size() - left : rule.size();
  LaneWorker wide(TiltedChain<Lanes<8>, double>(flat, nodes), packed<8>(rule, 0, full),
                  rule.length);
  LaneWorker narrow(TiltedChain<Lanes<4>, double>(flat, nodes), packed<4>(rule, full, rule.size()),
                    rule.length);
  return
      [wide = std::move(wide), narrow = std::move(narrow)](FoldedSums& folded, int marked) mutable {
        wide.add_to(folded, marked);
        narrow.add_to(folded, marked);
      };
}

auto forest_worker(const FlatChain<double>& flat, const CausalForest& forest,
                   const ReciprocalRule<double>& rule) {
  LaneWorker wide(TiltedForest<Lanes<8>, double>(flat, forest), packed<8>(rule, 0, rule.size()),
                  rule.length);
  return [wide = std::move(wide)](FoldedSums& folded, int marked) mutable {
    wide.add_to(folded, marked);
  };
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
  const int nodes = forest.size();
  if (forest == CausalForest::chain(nodes)) {
    return assembled(every_marked_token([&] { return chain_worker(flat, nodes, rule); },
                                        flat.states, rule.length, threads),
                     rule.length);
  }
  return assembled(every_marked_token([&] { return forest_worker(flat, forest, rule); },
                                      flat.states, rule.length, threads),
                   rule.length);
}

}  // namespace lemmascope::causal
