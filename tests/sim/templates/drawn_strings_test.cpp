#include "sim/templates/drawn_strings.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

constexpr sim::StreamKey kKey{3, 1, sim::Purpose::probe};

StringLaw law_of(const std::vector<const char*>& texts, int symbols) {
  StringLaw law;
  for (const char* text : texts) law.templates.push_back(parse_template(text));
  law.symbols = symbols;
  return law;
}

TEST(DrawnString, HasThePatternOfItsTemplateAndSymbolsOfItsPool) {
  const StringLaw law = law_of({"aab", "aba", "abc"}, 5);
  for (std::uint64_t k = 0; k < 300; ++k) {
    const DrawnString seen = draw_string(law, Pool::seen, kKey, k);
    const DrawnString unseen = draw_string(law, Pool::unseen, kKey, k);
    const Symbols& pattern = law.templates[static_cast<std::size_t>(seen.template_number)];
    EXPECT_EQ(renamed(seen.symbols), renamed(pattern));
    EXPECT_EQ(unseen.template_number, seen.template_number);
    for (std::size_t i = 0; i < seen.symbols.size(); ++i) {
      EXPECT_GE(seen.symbols[i], 0);
      EXPECT_LT(seen.symbols[i], 5);
      EXPECT_EQ(unseen.symbols[i], seen.symbols[i] + 5);
    }
  }
}

// aa has three strings, ab six: each has its share within five standard deviations.
TEST(DrawnString, HasEveryTemplateAndEveryChoiceOfSymbolsEquallyOften) {
  const StringLaw law = law_of({"aa", "ab"}, 3);
  constexpr int kDraws = 3600;
  std::map<Symbols, int> seen;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    ++seen[draw_string(law, Pool::seen, kKey, k).symbols];
  }
  EXPECT_EQ(seen.size(), 9u);
  for (const auto& [symbols, count] : seen) {
    const double expected = kDraws / (symbols[0] == symbols[1] ? 6.0 : 12.0);
    EXPECT_LE(std::abs(count - expected), 5 * std::sqrt(expected)) << symbols[0] << symbols[1];
  }
}

TEST(StringLaw, RefusesWhatCannotBeDrawn) {
  EXPECT_NO_THROW(require_law(law_of({"aa", "ab"}, 2)));
  EXPECT_THROW(require_law(law_of({}, 2)), PreconditionError);
  EXPECT_THROW(require_law(law_of({"aa", "aba"}, 4)), PreconditionError);
  EXPECT_THROW(require_law(law_of({"ab", "ba"}, 4)), PreconditionError);
  EXPECT_THROW(require_law(law_of({"abc"}, 2)), PreconditionError);
  EXPECT_THROW(require_law(law_of({"ab"}, 101)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::templates
