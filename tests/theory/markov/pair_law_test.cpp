// Pair laws against the sum over every sequence.
#include "theory/markov/pair_law.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/theory/markov/chains.hpp"
#include "theory/markov/enumerate.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::markov {
namespace {

using testing::example_chains;
using testing::refusal;

TEST(SequenceEnumeration, VisitsEverySequenceOnceInLexicographicOrder) {
  const Chain chain = example_chains()[5];  // three states
  const auto law = stationary_law(chain);
  std::vector<Tokens> visited;
  Rational total = 0;
  for_each_sequence(chain, law, CausalForest::pairs(4),
                    [&](const Tokens& tokens, const Rational& probability) {
                      visited.push_back(tokens);
                      total += probability;
                    });
  EXPECT_EQ(visited.size(), 81U);
  EXPECT_TRUE(std::is_sorted(visited.begin(), visited.end()));
  EXPECT_EQ(std::adjacent_find(visited.begin(), visited.end()), visited.end());
  EXPECT_EQ(total, Rational(1));
}

TEST(SequenceEnumeration, MultipliesRootsAndTransitions) {
  const Chain chain = example_chains()[0];
  const auto law = stationary_law(chain);
  const CausalForest forest(std::vector<Position>{-1, 0, -1, 0});
  for_each_sequence(chain, law, forest, [&](const Tokens& s, const Rational& probability) {
    EXPECT_EQ(probability, Rational(law(s[0]) * chain(s[0], s[1]) * law(s[2]) * chain(s[0], s[3])));
  });
}

TEST(PairLaw, EqualsTheSumOverSequencesOnEveryForestUpToFourPositions) {
  int compared = 0;
  for (const Chain& chain : example_chains()) {
    const auto law = stationary_law(chain);
    const auto enclosed_chain = in_arithmetic<Interval>(chain);
    const auto enclosed_law = stationary_law(enclosed_chain);
    for (int nodes = 1; nodes <= 4; ++nodes) {
      for (const CausalForest& forest : every_forest(nodes)) {
        for (Position a = 0; a < nodes; ++a) {
          for (Position b = 0; b < nodes; ++b) {
            const auto expected = pair_law_by_enumeration(chain, law, forest, a, b);
            ASSERT_EQ(pair_law(chain, law, forest, a, b), expected)
                << to_text(chain) << " on " << to_text(forest) << " at " << a << ", " << b;
            const auto enclosed = pair_law(enclosed_chain, enclosed_law, forest, a, b);
            for (Eigen::Index k = 0; k < expected.size(); ++k) {
              ASSERT_TRUE(contains(enclosed(k), expected(k)));
            }
            ++compared;
          }
        }
      }
    }
  }
  EXPECT_EQ(compared, 8 * (1 + 2 * 4 + 6 * 9 + 24 * 16));
}

RC_GTEST_PROP(PairLaw, HasStationaryMarginalsAndTransposesWithItsPositions, ()) {
  const Chain chain = testing::any_chain(*rc::gen::inRange(2, 5));
  const auto law = stationary_law(chain);
  const int nodes = *rc::gen::inRange(1, 9);
  const CausalForest forest =
      forest_at(nodes, *rc::gen::inRange<std::int64_t>(0, forest_count(nodes)));
  const Position a = *rc::gen::inRange(0, nodes);
  const Position b = *rc::gen::inRange(0, nodes);
  const Matrix<Rational> joint = pair_law(chain, law, forest, a, b);
  RC_ASSERT(Vector<Rational>(joint.rowwise().sum()) == law);
  RC_ASSERT(Vector<Rational>(joint.colwise().sum().transpose()) == law);
  RC_ASSERT(Matrix<Rational>(joint.transpose()) == pair_law(chain, law, forest, b, a));
}

TEST(PairLaw, OfAPositionWithItselfIsDiagonal) {
  const Chain chain = example_chains()[5];
  const auto law = stationary_law(chain);
  const Matrix<Rational> joint = pair_law(chain, law, CausalForest::chain(3), 1, 1);
  EXPECT_EQ(joint, Matrix<Rational>(law.asDiagonal()));
}

TEST(PairLaw, RefusesPositionsAndLawsThatDoNotFit) {
  const Chain chain = example_chains()[0];
  const auto law = stationary_law(chain);
  EXPECT_EQ(refusal([&] { pair_law(chain, law, CausalForest::chain(3), 0, 3); }),
            "expected a position in 0..2, found 3");
  EXPECT_EQ(refusal([&] { pair_law(chain, law, CausalForest::chain(3), -1, 0); }),
            "expected a position in 0..2, found -1");
  EXPECT_EQ(refusal([&] {
              pair_law(chain, Vector<Rational>(Vector<Rational>::Zero(3)), CausalForest::chain(3),
                       0, 1);
            }),
            "expected a stationary law on 2 states, found 3");
}

TEST(Power, AddsUpLikeExponents) {
  for (const Chain& chain : example_chains()) {
    EXPECT_EQ(power(chain, 0),
              Matrix<Rational>(Matrix<Rational>::Identity(chain.states(), chain.states())));
    EXPECT_EQ(power(chain, 1), chain.matrix());
    EXPECT_EQ(power(chain, 5), Matrix<Rational>(power(chain, 2) * power(chain, 3)));
  }
  EXPECT_EQ(refusal([] { power(example_chains()[0], -1); }),
            "expected a non-negative power of a chain, found -1");
}

}  // namespace
}  // namespace lemmascope::markov
