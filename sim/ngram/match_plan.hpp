// What the kernel of arXiv 2409.10559 works on, as plain data. Tokens are one-hot and attention is
// a function of the lag alone, so what a head holds depends on the few tokens in its window, and a
// score on the windows of two positions: everything is computed once for every pair of windows that
// occurs, and prompts are sums over pairs with counts.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/cpu/stop_flag.hpp"

namespace lemmascope::ngram {

inline constexpr int kMostHeads = 8;
inline constexpr int kMostSets = 64;
/// Pairs and prompts come in whole groups of so many; those that fill a group up count nothing.
inline constexpr int kGroup = 8;

/// Sets of heads, each one its last head beside a set before it; the empty one is the first.
struct SetTree {
  int count = 1;
  std::uint8_t rest[kMostSets] = {};
  std::uint8_t last[kMostSets] = {};
};

/// Prompts of one shard. A row is a prompt and a symbol; an entry says how often a pair of windows
/// stands before that symbol there.
struct MatchPlan {
  int symbols = 0;
  int heads = 0;
  int prompts = 0;  ///< whole groups, the last ones empty
  int filled = 0;   ///< prompts that count
  int pairs = 0;    ///< whole groups
  SetTree sets;
  const std::uint32_t* link[kMostHeads] = {};  ///< of every pair: an index into `similar`
  const std::uint32_t* row_begin = nullptr;    ///< filled * symbols + 1
  const std::uint32_t* entry_pair = nullptr;
  const double* entry_count = nullptr;
  /// (symbol, prompt): 1 at the target of each filled prompt, else 0.
  const double* target = nullptr;
};

enum class Criterion : int {
  paper,    ///< -log(y_target + epsilon)
  released  ///< the authors' program: -log softmax(y)_target
};

/// What the pass reads of the weights, and the derivatives that it gives.
struct MatchWeights {
  double a = 0;
  const double* p = nullptr;        ///< of each set
  const double* similar = nullptr;  ///< of each link: max(0, <v, v'>)
  Criterion criterion = Criterion::paper;
  double epsilon = 0;
};
struct MatchSlopes {
  double a = 0;
  double p[kMostSets] = {};
  double* similar = nullptr;  ///< of each link; zero before
};

/// Scratch: mass and its slope of every pair, and shares of every prompt, (symbol, prompt).
struct MatchScratch {
  double* mass = nullptr;
  double* slope = nullptr;
  double* share = nullptr;
  double* total = nullptr;  ///< of every prompt
};

/// The loss summed over the prompts; `slopes` may be null.
using MatchPass = double (*)(const MatchPlan&, const MatchWeights&, const MatchScratch&,
                             MatchSlopes* slopes);

namespace portable {
MatchPass match_pass();
}
namespace avx2 {
MatchPass match_pass();
}
namespace avx512 {
MatchPass match_pass();
}

}  // namespace lemmascope::ngram
