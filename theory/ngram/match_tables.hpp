// The counting behind the signals of stage I: for every state of a prompt, how often each history
// has been seen so far, in whole numbers. Forward in the length, without enumerating prompts.
#pragma once

#include <vector>

#include "theory/ngram/ngram_chain.hpp"

namespace lemmascope::ngram {

/// Expectations over prompts of a fixed length, times a common denominator. A state is the last
/// tokens of the prompt and how many of each colour it holds; symbols of one colour are counted
/// together.
class MatchTables {
 public:
  /// Histories reach `window` lags back. `colours[k]` in 0 ... is the colour of symbol k. Throws
  /// PreconditionError unless the length is at least the order of the chain.
  MatchTables(const Kernel& kernel, int length, int window, std::vector<int> colours);

  /// Windows of the last `held()` tokens; held() >= window unless the prompt is shorter.
  int windows() const { return windows_; }
  int held() const { return held_; }
  /// Vectors of counts; that of colour c in vector v. The last colour is not counted: it has the
  /// rest.
  int counts() const { return counts_; }
  int count_of(int vector, int colour) const;
  /// Histories: of every length up to `window`.
  int histories() const { return histories_; }

  /// sum over positions l whose token has the colour and whose history is `history`, of the
  /// probability that the prompt ends in the state, times denominator().
  const Integer& seen(int colour, int window, int vector, int history) const {
    return seen_[static_cast<std::size_t>(colour)][index(window, vector) * histories_ + history];
  }
  const Integer& denominator() const { return denominator_; }

  /// Do the last tokens and the history agree at every lag of `set`?
  bool agree(int window, int history, const LagSet& set) const;
  /// The context of the next token.
  int context(int window) const { return context_of(kernel_, window, held_); }

 private:
  using Table = std::vector<Integer>;
  std::size_t index(int window, int vector) const {
    return static_cast<std::size_t>(window) * counts_ + vector;
  }
  int raised(int vector, int symbol) const;
  int history_before(int window, int tokens) const;
  void start();
  void step();

  Kernel kernel_;
  int length_, window_, symbols_;
  std::vector<int> colours_;
  int counted_;  ///< colours but the last
  int held_, windows_, counts_, histories_;
  std::vector<int> offset_;  ///< of histories by their length
  Integer row_denominator_{1}, denominator_{1};
  Table reached_;
  std::vector<Table> seen_;
};

}  // namespace lemmascope::ngram
