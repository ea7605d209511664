// What the minimal model counts at two settings of its weights, and what two attention layers read.
#include "theory/evolution/constructions.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

const Tokens kTokens{0, 1, 2, 0, 1, 1, 0, 2, 0, 1};

std::vector<Rational> only_lag(int lag, std::size_t length) {
  std::vector<Rational> lags(length, Rational(0));
  lags[static_cast<std::size_t>(lag - 1)] = 1;
  return lags;
}

TEST(TheMinimalModel, CountsBigramsAndUnigrams) {
  const Matrix<Rational> identity = Matrix<Rational>::Identity(3, 3);
  const Matrix<Rational> ones = Matrix<Rational>::Constant(3, 3, Rational(1));
  EXPECT_EQ(minimal_output(kTokens, identity, only_lag(2, 10)), bigram_counts(kTokens, 3));
  EXPECT_EQ(minimal_output(kTokens, ones, only_lag(1, 10)), unigram_counts(kTokens, 3));
  // By hand: at the last token, a 1, the tokens after earlier ones were 2, 1 and 0.
  const Matrix<Rational> counts = bigram_counts(kTokens, 3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(counts(9, i), 1) << i;
  EXPECT_EQ(unigram_counts(kTokens, 3)(9, 0), 4);
}

TEST(TwoAttentionLayers, TendToBigramFrequencies) {
  const Matrix<Rational> limit = limit_frequencies(kTokens, 3);
  // After 0 1 2 0: a 1 followed the other 0, and the first token counts as preceded by itself.
  EXPECT_EQ(limit(3, 0), Rational(1, 2));
  EXPECT_EQ(limit(3, 1), Rational(1, 2));
  // A 2 that no 2 was before: unigrams of 0 1 2.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limit(2, i), Rational(1, 3)) << i;
  const auto at_200 = copied_frequencies<Interval>(kTokens, 3, Interval(200));
  for (int p = 0; p < 10; ++p) {
    for (int i = 0; i < 3; ++i) {
      const Interval apart = abs(Interval(at_200(p, i) - Interval(limit(p, i))));
      // e^(-200/3) = 1.2e-29, times lengths and logits.
      EXPECT_TRUE(certainly_less(apart, Interval("1e-26"))) << p << " " << i;
    }
  }
}

TEST(TwoAttentionLayers, AreThoseOfCounts) {
  for (const int scale : {0, 1, 5, 30}) {
    const auto by_matrices = copied_frequencies<Interval>(kTokens, 3, Interval(scale));
    const auto by_counts = copied_frequencies_by_counts<Interval>(kTokens, 3, Interval(scale));
    for (int p = 0; p < 10; ++p) {
      for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(overlaps(by_matrices(p, i), by_counts(p, i))) << scale << " " << p << " " << i;
        EXPECT_LT(by_matrices(p, i).radius(), Real50("1e-40"));
      }
    }
  }
}

TEST(TheConstructions, RefuseTokensThatAreNoStates) {
  EXPECT_THROW(bigram_counts({0, 3}, 3), PreconditionError);
  EXPECT_THROW(minimal_output({0, 1}, Matrix<Rational>(Matrix<Rational>::Identity(2, 2)), {1}),
               PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
