// Random sentences and how an encoder reads them: a clause "x = g y" is the three tokens x, g, y,
// and the value of x is asked for at its token.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/random/stream.hpp"
#include "theory/lego/sentence.hpp"

namespace lemmascope::lego {

inline constexpr int kClauseTokens = 3;

/// What sentences are drawn from: `clauses` distinct names out of `alphabet`, independent uniform
/// elements, a uniform order of the clauses.
struct SentenceLaw {
  FiniteGroup group;
  int clauses = 4;
  int alphabet = 8;

  /// Names, elements, and one token for what stands before the first variable.
  int tokens() const { return alphabet + group.order() + 1; }
  int length() const { return kClauseTokens * clauses; }
};

/// Variables are 0, …, clauses - 1 along the chain; `names[v]` is the token of variable v.
struct DrawnSentence {
  Sentence sentence;
  std::vector<int> names;
};

/// The sentence of stream `index`.
DrawnSentence draw_sentence(const SentenceLaw& law, const sim::StreamKey& key, std::uint64_t index);

/// The sentence as `law.length()` tokens.
void write_tokens(const SentenceLaw& law, const DrawnSentence& drawn, std::uint8_t* tokens);

/// The same sentence with the elements of variables i and j exchanged.
DrawnSentence swapped(DrawnSentence drawn, int i, int j);

/// The same sentence, its last variable made from the one before the one before it: no chain any
/// more, and the element of the last but one has nothing to do with the last variable. Throws
/// PreconditionError below three clauses.
DrawnSentence branched(DrawnSentence drawn);

/// The value of each variable, a clause at a time from the root; the sentence may branch.
std::vector<Element> values_by_clauses(const Sentence& sentence, const FiniteGroup& group);

}  // namespace lemmascope::lego
