// Prompts as counts of pairs of windows: what the kernel sums over. Made once for a training, whose
// prompts stay the same.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/cpu/aligned_buffer.hpp"
#include "sim/ngram/head_table.hpp"
#include "sim/ngram/match_plan.hpp"
#include "sim/ngram/random_chains.hpp"

namespace lemmascope::ngram {

/// Two codes of one head whose vectors are compared: at a position and at the query.
struct Link {
  int head;
  int position, query;
};

class CountedPrompts {
 public:
  /// Of the prompts with these numbers. Throws PreconditionError when the set has other sizes than
  /// the shape.
  CountedPrompts(const ModelShape& shape, const PromptSet& set, const std::vector<int>& which);

  int count() const { return filled_; }
  const std::vector<Link>& links() const { return links_; }
  /// Points into this object.
  MatchPlan plan() const;

 private:
  struct Reader;
  void count_entries(const Reader& reader);
  void find_links(const Reader& reader, const std::vector<std::uint64_t>& places);
  void mark_targets(const PromptSet& set, const std::vector<int>& which);

  int symbols_, heads_, filled_, pairs_ = 0;
  SetTree sets_;
  std::vector<Link> links_;
  std::vector<std::uint32_t> link_[kMostHeads];
  std::vector<std::uint32_t> row_begin_, entry_pair_;
  std::vector<double> entry_count_, target_;
};

/// The numbers of all prompts, those with one query window next to each other.
std::vector<int> by_query(const ModelShape& shape, const PromptSet& set);

/// Memory of a kernel's pass over some prompts.
class PassScratch {
 public:
  explicit PassScratch(const std::vector<const CountedPrompts*>& all);
  MatchScratch view();
  /// As long as the longest list of links.
  double* similar() { return similar_.data(); }
  double* similar_slopes() { return slopes_.data(); }

 private:
  sim::AlignedBuffer<double> mass_, slope_, share_, total_, similar_, slopes_;
};

}  // namespace lemmascope::ngram
