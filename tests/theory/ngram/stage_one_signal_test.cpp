// Signals of stage I at finite length: two routes, and the reference values.
#include "theory/ngram/stage_one_signal.hpp"

#include <gtest/gtest.h>

#include "tests/theory/ngram/chains.hpp"
#include "tests/theory/numeric/digits.hpp"

namespace lemmascope::ngram {
namespace {

const std::vector<LagSet> kSets{{1}, {2}, {1, 2}};

std::vector<std::string> texts(const std::vector<Rational>& values) {
  std::vector<std::string> all;
  for (const Rational& value : values) all.push_back(lemmascope::to_text(value));
  return all;
}

TEST(StageOneSignals, HaveTheReferenceValues) {
  const Rational tenth(1, 10);
  for (const auto signals : {signals_by_enumeration, signals_by_counting}) {
    EXPECT_EQ(texts(signals({flips(), 4, tenth}, kSets)),
              (std::vector<std::string>{"3335/365568", "985/26112", "-55/365568"}));
    EXPECT_EQ(texts(signals({flips(), 5, tenth}, kSets)),
              (std::vector<std::string>{"9/560", "21/800", "33/11200"}));
    EXPECT_EQ(texts(signals({noisy_xor(), 4, tenth}, kSets)),
              (std::vector<std::string>{"877/19040", "-39/1120", "-1/238"}));
  }
}

TEST(StageOneSignals, HaveTheReferenceValuesOfLongerPrompts) {
  const Rational epsilon(1, 1000);
  const auto eight = signals_by_counting({flips(), 8, epsilon}, kSets);
  const auto fourteen = signals_by_counting({flips(), 14, epsilon}, kSets);
  const char* printed[][2] = {
      {".038741", ".064204"}, {".019839", ".014999"}, {".014385", ".030594"}};
  for (std::size_t s = 0; s < 3; ++s) {
    EXPECT_TRUE(has_digits(eight[s], printed[s][0])) << s;
    EXPECT_TRUE(has_digits(fourteen[s], printed[s][1])) << s;
  }
}

TEST(StageOneSignals, AreCountedAsTheyAreEnumerated) {
  // Shorter than the history, three symbols, a gap between lags, no smoothing, zeros.
  const Kernel skips = parse_kernel("1/2,1/2;1/3,2/3;0,1;1/4,3/4", {1, 3});
  const std::vector<LagSet> sets = lag_sets(4, 2);
  for (const Prompts& prompts :
       {Prompts{skips, 3, 0}, Prompts{skips, 7, Rational(1, 7)}, Prompts{no_repeats(), 1, 0},
        Prompts{no_repeats(), 6, Rational(2, 3)}}) {
    EXPECT_EQ(signals_by_counting(prompts, sets), signals_by_enumeration(prompts, sets));
  }
}

TEST(StageOneSignals, ComeNearTheirLimitAtAHundredTokens) {
  const auto at = signals_by_counting({flips(), 100, Rational(1, 1000)}, kSets);
  EXPECT_LT(at[2], at[0]);
  EXPECT_LT(at[1], at[2]);
  EXPECT_LT(at[0], Rational(1, 8));
  EXPECT_GT(at[0], Rational(11, 100));
}

// D1: what is missing to the limit is of order 1/L, so that it halves from 40 to 80 tokens.
TEST(StageOneSignals, FallToTheirLimitAsOneOverTheLength) {
  for (const Kernel& kernel : {flips(), noisy_xor()}) {
    for (const LagSet& set : kSets) {
      const Rational limit = modified_information(history_law(kernel, set));
      const auto apart = [&](int length) {
        const Rational signal = signals_by_counting({kernel, length, 0}, {set})[0];
        return Rational(abs(Rational(signal - limit)));
      };
      const Rational forty = apart(40), eighty = apart(80);
      EXPECT_LT(80 * eighty, 1) << to_text(set);
      EXPECT_LT(eighty * 100, forty * 60) << to_text(set);
      EXPECT_GT(eighty * 100, forty * 45) << to_text(set);
    }
  }
}

TEST(ReleasedSignals, HaveTheReferenceValues) {
  const char* printed[] = {".006377429712478", ".018036632787522", ".001265363318717"};
  for (const auto signals : {released_signals_by_enumeration, released_signals_by_counting}) {
    const auto found = signals({flips(), 4, 0}, kSets);
    for (std::size_t s = 0; s < 3; ++s) EXPECT_TRUE(has_digits(found[s], printed[s])) << s;
  }
  // The reference 0.015147947047553546 is that of doubles: it parts from the enclosure in the
  // sixteenth digit.
  EXPECT_TRUE(has_digits(released_limit(history_law(skewed(), {1})), "0.01514794704755353"));
  EXPECT_TRUE(has_digits(released_limit(history_law(skewed(), {1})),
                         "0.01514794704755352890471885602176952111"));
  for (const LagSet& set : kSets) {
    const auto joint = history_law(flips(), set);
    EXPECT_TRUE(contains(released_limit(joint), Rational(modified_information(joint) / 2)));
  }
}

TEST(ReleasedSignals, AreCountedAsTheyAreEnumeratedWithThreeSymbols) {
  const Prompts prompts{no_repeats(), 5, 0};
  const auto counted = released_signals_by_counting(prompts, kSets);
  const auto enumerated = released_signals_by_enumeration(prompts, kSets);
  for (std::size_t s = 0; s < 3; ++s) {
    EXPECT_TRUE(overlaps(counted[s], enumerated[s]));
    EXPECT_LT(counted[s].radius(), Real50("1e-40"));
  }
}

}  // namespace
}  // namespace lemmascope::ngram
