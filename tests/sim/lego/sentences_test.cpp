#include "sim/lego/sentences.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

constexpr sim::StreamKey kKey{3, 1, sim::Purpose::probe};

TEST(DrawnSentence, IsAChainWithNamesOfItsOwn) {
  for (const char* group : {"z2", "d3"}) {
    const SentenceLaw law{group_by_name(group), 5, 8};
    for (std::uint64_t k = 0; k < 200; ++k) {
      const DrawnSentence drawn = draw_sentence(law, kKey, k);
      EXPECT_NO_THROW(require_chain(drawn.sentence, law.group));
      EXPECT_EQ(chain_order(drawn.sentence), (std::vector<int>{0, 1, 2, 3, 4}));
      const std::set<int> names(drawn.names.begin(), drawn.names.end());
      EXPECT_EQ(names.size(), 5u);
      EXPECT_GE(*names.begin(), 0);
      EXPECT_LT(*names.rbegin(), 8);
    }
  }
}

// Six orders times eight element triples: each has its share within five standard deviations.
TEST(DrawnSentence, HasEveryOrderAndEveryElementEquallyOften) {
  const SentenceLaw law{group_by_name("z2"), 3, 3};
  constexpr int kDraws = 4800, kKinds = 48;
  std::map<std::vector<int>, int> seen;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    std::vector<int> kind;
    for (const Clause& clause : draw_sentence(law, kKey, k).sentence) {
      kind.insert(kind.end(), {clause.variable, clause.element});
    }
    ++seen[kind];
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kKinds));
  const double expected = double{kDraws} / kKinds;
  for (const auto& [kind, count] : seen) {
    EXPECT_LE(std::abs(count - expected), 5 * std::sqrt(expected));
  }
}

TEST(DrawnSentence, IsSpeltVariableElementPrevious) {
  const SentenceLaw law{group_by_name("z2"), 3, 4};
  const DrawnSentence drawn{{{1, 1, 0}, {0, 0, kRoot}, {2, 0, 1}}, {3, 0, 2}};
  std::vector<std::uint8_t> tokens(9);
  write_tokens(law, drawn, tokens.data());
  // Names 0 to 3, then + and -, then the root.
  EXPECT_EQ(tokens, (std::vector<std::uint8_t>{0, 5, 3, 3, 4, 6, 2, 4, 0}));
}

TEST(Values, AreThoseOfTheChain) {
  for (const char* group : {"z2", "z3", "d3"}) {
    const SentenceLaw law{group_by_name(group), 6, 6};
    for (std::uint64_t k = 0; k < 100; ++k) {
      const Sentence sentence = draw_sentence(law, kKey, k).sentence;
      EXPECT_EQ(values_by_clauses(sentence, law.group), true_values(sentence, law.group));
    }
  }
}

TEST(Probes, ChangeWhatTheySay) {
  const SentenceLaw law{group_by_name("d3"), 4, 8};
  for (std::uint64_t k = 0; k < 100; ++k) {
    const DrawnSentence drawn = draw_sentence(law, kKey, k);
    const DrawnSentence exchanged = swapped(drawn, 1, 3), branch = branched(drawn);
    std::vector<Element> before(4), after(4);
    for (const Clause& c : drawn.sentence) before[static_cast<std::size_t>(c.variable)] = c.element;
    for (const Clause& c : exchanged.sentence) {
      after[static_cast<std::size_t>(c.variable)] = c.element;
    }
    EXPECT_EQ(after, (std::vector<Element>{before[0], before[3], before[2], before[1]}));
    const auto values = values_by_clauses(drawn.sentence, law.group);
    const auto branched_values = values_by_clauses(branch.sentence, law.group);
    EXPECT_EQ(branched_values[2], values[2]);
    EXPECT_EQ(branched_values[3], law.group.product(before[3], values[1]));
  }
  EXPECT_THROW(branched({{{0, 0, kRoot}, {1, 0, 0}}, {0, 1}}), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::lego
