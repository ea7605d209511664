#include "sim/lego/sentences.hpp"

#include <numeric>
#include <utility>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

/// The first `count` of a uniform order of 0, …, `of` - 1.
std::vector<int> draw_distinct(int count, int of, sim::Stream& stream) {
  std::vector<int> all(static_cast<std::size_t>(of));
  std::iota(all.begin(), all.end(), 0);
  for (int k = 0; k < count; ++k) {
    const auto other = k + static_cast<int>(stream.next_below(static_cast<std::uint32_t>(of - k)));
    std::swap(all[static_cast<std::size_t>(k)], all[static_cast<std::size_t>(other)]);
  }
  all.resize(static_cast<std::size_t>(count));
  return all;
}

Clause& clause_of(Sentence& sentence, int variable) {
  for (Clause& clause : sentence) {
    if (clause.variable == variable) return clause;
  }
  refuse(fmt::format("expected a clause for variable {}", variable));
}

}  // namespace

DrawnSentence draw_sentence(const SentenceLaw& law, const sim::StreamKey& key,
                            std::uint64_t index) {
  sim::Stream stream(key, index);
  DrawnSentence drawn;
  drawn.names = draw_distinct(law.clauses, law.alphabet, stream);
  const std::vector<int> order = draw_distinct(law.clauses, law.clauses, stream);
  drawn.sentence.reserve(order.size());
  for (const int v : order) {
    const auto element = stream.next_below(static_cast<std::uint32_t>(law.group.order()));
    drawn.sentence.push_back({v, static_cast<Element>(element), v == 0 ? kRoot : v - 1});
  }
  return drawn;
}

void write_tokens(const SentenceLaw& law, const DrawnSentence& drawn, std::uint8_t* tokens) {
  const int root = law.tokens() - 1;
  const auto name_of = [&](int v) { return drawn.names[static_cast<std::size_t>(v)]; };
  for (const Clause& clause : drawn.sentence) {
    *tokens++ = static_cast<std::uint8_t>(name_of(clause.variable));
    *tokens++ = static_cast<std::uint8_t>(law.alphabet + clause.element);
    *tokens++ =
        static_cast<std::uint8_t>(clause.previous == kRoot ? root : name_of(clause.previous));
  }
}

DrawnSentence swapped(DrawnSentence drawn, int i, int j) {
  std::swap(clause_of(drawn.sentence, i).element, clause_of(drawn.sentence, j).element);
  return drawn;
}

DrawnSentence branched(DrawnSentence drawn) {
  const int last = static_cast<int>(drawn.sentence.size()) - 1;
  require(last >= 2, fmt::format("a branch needs three clauses, found {}", last + 1));
  clause_of(drawn.sentence, last).previous = last - 2;
  return drawn;
}

std::vector<Element> values_by_clauses(const Sentence& sentence, const FiniteGroup& group) {
  std::vector<Element> values(sentence.size(), kUnresolved);
  for (std::size_t round = 0; round < sentence.size(); ++round) {
    for (const Clause& clause : sentence) {
      const Element before = clause.previous == kRoot
                                 ? group.identity()
                                 : values[static_cast<std::size_t>(clause.previous)];
      if (before == kUnresolved) continue;
      values[static_cast<std::size_t>(clause.variable)] = group.product(clause.element, before);
    }
  }
  return values;
}

}  // namespace lemmascope::lego
