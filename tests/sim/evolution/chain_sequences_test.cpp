// The law of drawn sequences, and what strategies predict from them.
#include "sim/evolution/chain_sequences.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/evolution/strategy_evaluation.hpp"
#include "theory/evolution/stationary_start.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

const sim::StreamKey kKey{7, 0, sim::Purpose::probe};

TEST(StationaryByElimination, IsLeftInvariant) {
  const std::vector<double> rows{0.2, 0.3, 0.5, 0.6, 0.1, 0.3, 0.25, 0.25, 0.5};
  std::vector<double> scratch = rows;
  const std::vector<double> pi = stationary_by_elimination(scratch, 3);
  for (int j = 0; j < 3; ++j) {
    double after = 0;
    for (int i = 0; i < 3; ++i) after += pi[i] * rows[i * 3 + j];
    EXPECT_LE(std::abs(after - pi[j]), 4 * 0x1p-53) << j;
  }
}

// Sampled means of KL(row || strategy) against those counted exactly from a stationary start: the
// sampler, the strategies and the exact counting at once.
TEST(DrawnSequences, HaveTheExactDivergences) {
  for (const int length : {2, 7, 40}) {
    SequenceLaw law;
    law.states = 2;
    law.length = length;
    const StrategyEvaluation set(law, kKey, 20000);
    const auto exact = stationary_divergences(length);
    const auto within = [&set](Strategy strategy, const Interval& value) {
      const auto line = set.line(strategy);
      return std::abs(line.mean - static_cast<double>(value.middle())) <= 5 * line.error;
    };
    EXPECT_TRUE(within(Strategy::uniform, exact.uniform)) << length;
    EXPECT_TRUE(within(Strategy::unigram, exact.unigram)) << length;
    EXPECT_TRUE(within(Strategy::bigram, exact.bigram)) << length;
  }
}

TEST(DrawnSequences, StartUniformlyWhereAsked) {
  SequenceLaw law;
  law.states = 2;
  law.length = 3;
  law.stationary_start = false;
  const StrategyEvaluation set(law, kKey, 20000);
  const auto exact = divergences_by_counts<double>(3);
  const auto within = [&set](Strategy strategy, double value) {
    const auto line = set.line(strategy);
    return std::abs(line.mean - value) <= 5 * line.error;
  };
  EXPECT_TRUE(within(Strategy::unigram, exact.unigram));  // 0.1795; 0.1450 from stationary starts
  EXPECT_TRUE(within(Strategy::bigram, exact.bigram));
}

TEST(DrawnSequences, OfEqualRowsAreIndependentAndOfBalancedChainsUniform) {
  SequenceLaw law;
  law.chains = ChainLaw::equal_rows;
  std::vector<std::uint8_t> x(101);
  double row[3], other[3];
  draw_sequence(law, kKey, 3, x.data(), row);
  law.length = 99;
  draw_sequence(law, kKey, 3, x.data(), other);
  for (int j = 0; j < 3; ++j) EXPECT_EQ(row[j], other[j]);  // whatever token comes last
  law.chains = ChainLaw::doubly_stochastic;
  int counts[3] = {0, 0, 0};
  for (std::uint64_t index = 0; index < 3000; ++index) {
    draw_sequence(law, kKey, index, x.data(), nullptr);
    ++counts[x[0]];
  }
  // Uniform: 1000 each with standard deviation 26.
  for (const int count : counts) EXPECT_LE(std::abs(count - 1000), 130);
}

TEST(DrawnSequences, DependOnTwoTokensWhereTheOrderIsTwo) {
  SequenceLaw law;
  law.order = 2;
  law.length = 400;
  const StrategyEvaluation set(law, kKey, 400);
  const auto bigram = set.line(Strategy::bigram), trigram = set.line(Strategy::trigram);
  EXPECT_LT(trigram.mean + 5 * trigram.error, bigram.mean - 5 * bigram.error);
}

TEST(Strategies, CountByHand) {
  SequenceLaw law;
  law.length = 6;
  law.order = 2;
  const std::uint8_t x[] = {0, 1, 2, 0, 1, 0, 1};  // the last is the target
  double row[3];
  predict(law, x, Strategy::uniform, row);
  EXPECT_EQ(row[2], 1.0 / 3);
  predict(law, x, Strategy::unigram, row);
  EXPECT_EQ(row[0], 4.0 / 9);  // three zeros of six
  predict(law, x, Strategy::bigram, row);
  EXPECT_EQ(row[1], 3.0 / 5);  // after 0: 1 and 1
  predict(law, x, Strategy::trigram, row);
  EXPECT_EQ(row[0], 1.0 / 3);  // (1, 0) was never followed
}

TEST(SequenceLaws, RefuseWhatIsNone) {
  SequenceLaw law;
  law.chains = ChainLaw::mixture;
  EXPECT_THROW(require_law(law), PreconditionError);
  law.states = 2;
  EXPECT_NO_THROW(require_law(law));
  law.order = 2;
  EXPECT_THROW(require_law(law), PreconditionError);
  law.order = 3;
  EXPECT_THROW(require_law(law), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::evolution
