#include "theory/templates/template_strings.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

TEST(Templates, AreReadUpToTheNamesOfTheirWildcards) {
  EXPECT_EQ(parse_template("aab"), (Symbols{0, 0, 1}));
  EXPECT_EQ(parse_template("zzq"), (Symbols{0, 0, 1}));
  EXPECT_EQ(template_text(Symbols{7, 3, 7}), "aba");
  EXPECT_THROW(parse_template(""), PreconditionError);
  EXPECT_THROW(parse_template("aB"), PreconditionError);
}

TEST(Templates, OfALengthAreAsManyAsPartitions) {
  EXPECT_EQ(every_template(2), (std::vector<Symbols>{{0, 0}, {0, 1}}));
  EXPECT_EQ(every_template(3).size(), 5u);
  EXPECT_EQ(every_template(4).size(), 15u);
  EXPECT_EQ(distinct_symbols({4, 9, 4}), 2);
}

TEST(Coincidences, AreWhereBothStringsHoldOneSymbol) {
  const auto same = coincidences({0, 1}, {1, 1});
  EXPECT_EQ(same(0, 0), 0);
  EXPECT_EQ(same(1, 0), 1);
  EXPECT_EQ(same(1, 1), 1);
}

}  // namespace
}  // namespace lemmascope::templates
