#include "theory/causal/leading_gradient.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/markov/pair_law.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using markov::Chain;
using markov::in_arithmetic;
using markov::Prior;

const Rational kHundredth(1, 100);

std::vector<Rational> row(const Matrix<Rational>& matrix, int i) {
  std::vector<Rational> entries;
  for (int j = 0; j <= i; ++j) entries.push_back(matrix(i, j));
  return entries;
}

// The formula of the header, literally: every sequence, every index.
Matrix<Rational> drive_by_definition(const Chain& chain, const CausalForest& forest,
                                     const Rational& epsilon) {
  const int length = forest.size() + 1;
  const int states = chain.states();
  Matrix<Rational> total = Matrix<Rational>::Constant(length, length, Rational(0));
  for_each_task_sequence(chain, forest, [&](const std::vector<int>& tokens, const Rational& p) {
    const int query = tokens.back();
    std::vector<Rational> share(states, Rational(0));
    for (const int token : tokens) share[token] += Rational(1, length);
    for (int i = 0; i < length; ++i) {
      Rational w = 0;
      for (int s = 0; s < states; ++s) {
        if (share[s] == 0) continue;  // the numerator vanishes
        w += chain(query, s) / (share[s] + epsilon) * ((tokens[i] == s ? 1 : 0) - share[s]);
      }
      for (int j = 0; j <= i; ++j) {
        if (tokens[j] == query) total(i, j) += p * w;
      }
    }
  });
  return total;
}

TEST(LeadingGradient, GivesTheReferenceFractionsOnTheChainOfFourTokens) {
  const Matrix<Rational> drive =
      drive_by_enumeration(reference_pi2(), CausalForest::chain(3), kHundredth);
  using Row = std::vector<Rational>;
  const Rational a(28219, 2351440);
  EXPECT_EQ(row(drive, 0), Row({a}));
  EXPECT_EQ(row(drive, 1), Row({Rational(-57901, 2351440), Rational(-317, 33592)}));
  EXPECT_EQ(row(drive, 2), Row({Rational(11, 17680), Rational(317, 33592), a}));
  EXPECT_EQ(row(drive, 3), Row({a, Rational(-317, 33592), a, Rational(172875, 470288)}));
  const Matrix<Rational> gradient = leading_gradient(drive);
  const Rational b(2747, 2894080);
  EXPECT_EQ(row(gradient, 0), Row({Rational(0)}));
  EXPECT_EQ(row(gradient, 1), Row({b, -b}));
  EXPECT_EQ(row(gradient, 2),
            Row({Rational(47483, 84651840), Rational(-7349, 42325920), Rational(-6557, 16930368)}));
  const Rational c(785747, 150492160);
  EXPECT_EQ(row(gradient, 3),
            Row({c, Rational(987383, 150492160), c, Rational(-2558877, 150492160)}));
}

TEST(LeadingGradient, EveryRationalRouteGivesTheSameFractions) {
  for (const SmallInstance& instance : small_instances(60, 4, 5)) {
    SCOPED_TRACE(instance.name());
    const Matrix<Rational> by_definition =
        drive_by_definition(instance.chain, instance.forest, instance.epsilon);
    EXPECT_EQ(drive_by_enumeration(instance.chain, instance.forest, instance.epsilon),
              by_definition);
    EXPECT_EQ(drive_by_quadrature(instance.chain, instance.forest, instance.epsilon),
              by_definition);
  }
}

TEST(LeadingGradient, CountingGivesTheSameFractionsOnChains) {
  for (const SmallInstance& instance : small_instances(60, 4, 5)) {
    SCOPED_TRACE(instance.name());
    const CausalForest chain_graph = CausalForest::chain(instance.forest.size());
    EXPECT_EQ(drive_by_counting(instance.chain, chain_graph.size(), instance.epsilon),
              drive_by_enumeration(instance.chain, chain_graph, instance.epsilon));
    EXPECT_EQ(drive_by_quadrature(instance.chain, chain_graph, instance.epsilon),
              drive_by_enumeration(instance.chain, chain_graph, instance.epsilon));
  }
}

}  // namespace
}  // namespace lemmascope::causal
