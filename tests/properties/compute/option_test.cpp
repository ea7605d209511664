// Options: what is read, what is refused and in which words, what fits together, and the command
// that asks for the same again.
#include "properties/compute/option.hpp"

#include <gmock/gmock.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::compute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <class Body>
std::string refusal(Body body) {
  try {
    body();
  } catch (const PreconditionError& failure) {
    return failure.what();
  }
  return "";
}

Option length() {
  return {.name = "length", .kind = OptionKind::whole, .least = "2", .most = "1024", .symbol = "T"};
}

Option share() {
  return {.name = "share",
          .kind = OptionKind::number,
          .usual = "1/10",
          .least = "0",
          .most = "1",
          .above_least = true};
}

std::vector<Option> some_options() {
  return {{.name = "graph", .kind = OptionKind::choice, .choices = {"chain", "random"}},
          {.name = "graph-seed",
           .kind = OptionKind::whole,
           .usual = "0",
           .least = "0",
           .most = "18446744073709551615",
           .needs = {"graph=random"}},
          {.name = "parents", .excludes = {"graph"}},
          {.name = "chain", .aliases = {"matrix"}, .repeatable = true},
          {.name = "orbit", .kind = OptionKind::flag, .needs = {"chain"}},
          share()};
}

TEST(OptionText, IsCanonicalWhateverWayANumberIsWritten) {
  EXPECT_EQ(canonical_text(length(), "007"), "7");
  EXPECT_EQ(canonical_text(share(), "0.25"), "1/4");
  EXPECT_EQ(canonical_text(share(), "2/8"), "1/4");
  EXPECT_EQ(canonical_text(share(), "1"), "1");
}

TEST(OptionText, RefusesEveryWholeNumberOutsideItsBounds) {
  for (const char* text : {"1", "1025", "-3", "", "2.0", "0x10", " 3", "3 ", "+3", "4294967300",
                           "18446744073709551618", "99999999999999999999999999999999"}) {
    EXPECT_THAT(refusal([&] { canonical_text(length(), text); }),
                HasSubstr("expected a whole number from 2 to 1024, found '"))
        << text;
  }
}

TEST(OptionText, RefusesNumbersThatAreNoneAndTheOpenEnd) {
  EXPECT_EQ(refusal([] { canonical_text(share(), "0"); }),
            "expected a number above 0 and at most 1, found '0'");
  EXPECT_NE(refusal([] { canonical_text(share(), "3/2"); }), "");
  for (const char* text : {"nan", "inf", "true", "", "1e", "1/0"}) {
    EXPECT_NE(refusal([&] { canonical_text(share(), text); }), "") << text;
  }
  EXPECT_NE(refusal([] { canonical_text(share(), std::string(5000, '1')); }), "");
}

TEST(OptionText, ShowsControlCharactersAndCutsWhatIsLong) {
  EXPECT_EQ(in_quotes("a\x1b[31m\n"), "'a\\x1b[31m\\x0a'");
  const std::string shown = in_quotes(std::string(2000000, 'x'));
  EXPECT_LT(shown.size(), 100u);
  EXPECT_THAT(shown, HasSubstr("2000000 characters"));
  // The cut is not inside a character: 59 bytes, then one of two bytes.
  EXPECT_EQ(in_quotes(std::string(59, 'x') + "éé"),
            "'" + std::string(59, 'x') + "...' (63 characters)");
}

TEST(OptionValues, AreReadByNameAndAlias) {
  const auto values =
      read_options(some_options(), "it", {{"matrix", "a", "--matrix"}, {"chain", "b", "--chain"}});
  EXPECT_THAT(values.at("chain"), ElementsAre("a", "b"));
}

TEST(OptionValues, AreRefusedWithThePlaceAndTheNearestName) {
  const auto read = [](const std::string& name, const std::string& text) {
    return refusal([&] {
      read_options(some_options(), "it", {{name, text, "f.toml:3: " + name}});
    });
  };
  EXPECT_EQ(read("grahp", "chain"), "f.toml:3: grahp: it has no such option; did you mean graph?");
  EXPECT_EQ(read("graph", "ring"), "f.toml:3: graph: expected chain or random, found 'ring'");
  EXPECT_EQ(read("orbit", "5"), "f.toml:3: orbit: expected true or false, found '5'");
  EXPECT_EQ(refusal([] {
              read_options(some_options(), "it",
                           {{"graph", "chain", "--graph"}, {"graph", "chain", "--graph"}});
            }),
            "--graph: expected once, found again");
}

TEST(OptionValues, FitTogetherOrAreRefused) {
  const auto check = [](const OptionValues& values) {
    return refusal([&] { check_together(some_options(), values); });
  };
  EXPECT_EQ(check({{"graph", {"random"}}, {"graph-seed", {"3"}}}), "");
  EXPECT_EQ(check({{"graph", {"chain"}}, {"graph-seed", {"3"}}}),
            "--graph-seed: needs --graph random as well");
  EXPECT_EQ(check({{"graph", {"chain"}}, {"parents", {"-1,0"}}}),
            "--parents: expected it or --graph, found both");
  EXPECT_EQ(check({{"orbit", {"true"}}}), "--orbit: needs --chain as well");
  EXPECT_EQ(check({{"orbit", {"false"}}}), "");
  Option required = length();
  required.required = true;
  EXPECT_EQ(refusal([&] { check_together({required}, {}); }),
            "--length: expected a whole number from 2 to 1024, found none");
}

TEST(OptionValues, LeaveIdleOptionsOut) {
  const OptionValues values{{"graph", {"chain"}}, {"graph-seed", {"3"}}};
  EXPECT_EQ(without_idle(some_options(), values).count("graph-seed"), 0u);
  const OptionValues random{{"graph", {"random"}}, {"graph-seed", {"3"}}};
  EXPECT_EQ(without_idle(some_options(), random).count("graph-seed"), 1u);
}

TEST(OptionValues, OfTheCommandLineWinOverThoseOfAFile) {
  const auto values = over({{"share", {"1/2"}}}, {{"share", {"1/3"}}, {"graph", {"chain"}}});
  EXPECT_THAT(values.at("share"), ElementsAre("1/2"));
  EXPECT_THAT(values.at("graph"), ElementsAre("chain"));
}

TEST(CommandOf, IsTheShortestThatAsksForTheSame) {
  const OptionValues values{{"share", {"1/10"}},
                            {"parents", {"-1,0"}},
                            {"chain", {"1/2,1/2;1/3,2/3", "it's"}},
                            {"orbit", {"true"}},
                            {"graph-seed", {"0"}}};
  EXPECT_EQ(command_of("compute x", some_options(), values),
            "compute x --parents=-1,0 --chain '1/2,1/2;1/3,2/3' --chain 'it'\\''s' --orbit");
}

}  // namespace
}  // namespace lemmascope::compute
