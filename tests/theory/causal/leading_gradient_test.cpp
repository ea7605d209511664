#include "theory/causal/leading_gradient.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "printed_digits.hpp"
#include "reference_values.hpp"
#include "small_instances.hpp"
#include "theory/numeric/require.hpp"

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

// The published convergence table: S K_{i,i-k} on the chain with pi2, eps = 1e-12, i the middle
// position.
TEST(LeadingGradient, GivesThePrintedConvergenceTable) {
  const Rational tiny = parse_rational("1e-12");
  const std::vector<std::pair<int, std::vector<std::string>>> table{
      {11, {"0.136434", "-0.003755", "-0.047253", "-0.060106", "-0.063181"}},
      {41, {"0.264223", "0.064484", "0.004814", "-0.013015", "-0.018343"}},
      {161, {"0.291560", "0.083688", "0.021368", "0.002684", "-0.002917"}},
      {641, {"0.297920", "0.088428", "0.025589", "0.006740", "0.001086"}}};
  const Rational half(1, 2000000);  // six decimals
  for (const auto& [length, printed] : table) {
    const auto k =
        drive<double>(Prior::single(reference_pi2()), CausalForest::chain(length - 1), tiny);
    const int middle = (length - 1) / 2;
    for (int lag = 0; lag < 5; ++lag) {
      const Rational centre = parse_rational(printed[lag]);
      EXPECT_TRUE(contains(Interval::between(centre - half, centre + half),
                           Interval(2) * Interval::exactly(k(middle, middle - lag))))
          << length << " " << lag << " " << 2 * k(middle, middle - lag);
    }
  }
  const auto orbit = drive<double>(Prior::orbit(reference_pi2()), CausalForest::chain(640), tiny);
  const std::vector<std::string> printed{"-0.001580", "0.089845", "-0.000423", "0.007806",
                                         "-0.000317"};
  for (int lag = 0; lag < 5; ++lag) {
    const Rational centre = parse_rational(printed[lag]);
    EXPECT_TRUE(contains(Interval::between(centre - half, centre + half),
                         Interval(2) * Interval::exactly(orbit(320, 320 - lag))));
  }
}

TEST(LeadingGradient, EveryRationalRouteGivesTheSameFractions) {
  for (const SmallInstance& instance : small_instances(200, 4, 4)) {
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
  for (const SmallInstance& instance : small_instances(200, 4, 4)) {
    SCOPED_TRACE(instance.name());
    const CausalForest chain_graph = CausalForest::chain(instance.forest.size());
    EXPECT_EQ(drive_by_counting(instance.chain, chain_graph.size(), instance.epsilon),
              drive_by_enumeration(instance.chain, chain_graph, instance.epsilon));
    EXPECT_EQ(drive_by_quadrature(instance.chain, chain_graph, instance.epsilon),
              drive_by_enumeration(instance.chain, chain_graph, instance.epsilon));
  }
}

// The enclosure must hold the exact fraction, and be narrow.
TEST(LeadingGradient, IntervalRoutesEncloseTheExactFractions) {
  for (const SmallInstance& instance : small_instances(60, 4, 5, 2)) {
    SCOPED_TRACE(instance.name());
    const auto chain = in_arithmetic<Interval>(instance.chain);
    const auto exact = drive_by_quadrature(instance.chain, instance.forest, instance.epsilon);
    const auto by_quadrature = drive_by_quadrature(chain, instance.forest, instance.epsilon);
    const auto by_enumeration = drive_by_enumeration(chain, instance.forest, instance.epsilon);
    for (int i = 0; i <= instance.forest.size(); ++i) {
      for (int j = 0; j <= i; ++j) {
        EXPECT_TRUE(contains(by_quadrature(i, j), exact(i, j)) && is_narrow(by_quadrature(i, j)));
        EXPECT_TRUE(contains(by_enumeration(i, j), exact(i, j)) && is_narrow(by_enumeration(i, j)));
      }
    }
  }
}

TEST(LeadingGradient, GaussianNodesInFiftyDigitsAgreeWithTheEnclosures) {
  for (const SmallInstance& instance : small_instances(20, 3, 6, 4)) {
    SCOPED_TRACE(instance.name());
    const auto precise = drive_by_quadrature(in_arithmetic<Real50>(instance.chain), instance.forest,
                                             instance.epsilon);
    const auto exact = drive_by_quadrature(instance.chain, instance.forest, instance.epsilon);
    for (int i = 0; i <= instance.forest.size(); ++i) {
      for (int j = 0; j <= i; ++j) {
        // Fifty digits less what a few thousand roundings can cost.
        EXPECT_LT(abs(Real50(precise(i, j) - from_rational<Real50>(exact(i, j)))), Real50(1e-44));
      }
    }
  }
}

// K_ij = sum_m (T pairs - singles) / S, where every term of pairs and singles is positive. A term
// passes at most T positions with 2 S + 6 roundings each (sums of S products, tilts, and the
// roundings of z^n), then S + some for the last contraction, the quadrature sum and the reduction:
// relative error below gamma = (T (2 S + 6) + 4 S + T + 20) u. And T pairs / S summed over m is at
// most T (the weight 1/(n + c) is at most 1), singles / S at most 1. So the error is below gamma (T
// + 1).
Rational rounding_bound(int length, int states) {
  const Rational unit(1, Integer(1) << 53);
  return (length * (2 * states + 7) + 4 * states + 20) * unit * (length + 1);
}

void expect_close(const Matrix<double>& rounded, const Matrix<Interval>& enclosed, int states) {
  const Rational bound = rounding_bound(static_cast<int>(rounded.rows()), states);
  const Interval allowed = Interval::between(-bound, bound);
  for (int i = 0; i < rounded.rows(); ++i) {
    for (int j = 0; j <= i; ++j) {
      EXPECT_TRUE(contains(allowed, Interval::exactly(rounded(i, j)) - enclosed(i, j)))
          << i << " " << j << " " << rounded(i, j) << " " << to_text(enclosed(i, j));
    }
  }
}

TEST(LeadingGradient, LanesStayWithinTheirRoundingBoundOfTheEnclosure) {
  for (const SmallInstance& instance : small_instances(100, 4, 9, 6)) {
    SCOPED_TRACE(instance.name());
    const auto enclosing_chain = in_arithmetic<Interval>(instance.chain);
    const auto chain = in_arithmetic<double>(instance.chain);
    for (const CausalForest& forest :
         {instance.forest, CausalForest::chain(instance.forest.size())}) {
      const auto rule = reciprocal_rule<double>(forest.size() + 1, instance.epsilon);
      expect_close(drive_in_lanes(chain, forest, rule),
                   drive_by_quadrature(enclosing_chain, forest, instance.epsilon), chain.states());
    }
  }
}

TEST(LeadingGradient, LanesStayWithinTheirRoundingBoundAtTwentyTokensOfTenStates) {
  SmallRandom random(8);
  const markov::Chain chain = random_chain(random, 10);
  const auto rounded =
      drive_by_quadrature(in_arithmetic<double>(chain), CausalForest::chain(19), kHundredth);
  const auto counted = drive_by_counting(in_arithmetic<Real50>(chain), 19, kHundredth);
  Matrix<Interval> points(20, 20);  // 50 digits, far inside the bound of the doubles
  for (int i = 0; i < 20; ++i) {
    for (int j = 0; j <= i; ++j) points(i, j) = Interval(counted(i, j).convert_to<Rational>());
  }
  expect_close(rounded, points, 10);
}

TEST(LeadingGradient, DoesNotDependOnTheNumberOfThreads) {
  SmallRandom random(9);
  const auto chain = in_arithmetic<double>(random_chain(random, 5));
  const auto rule = reciprocal_rule<double>(20, kHundredth);
  for (const CausalForest& forest : {CausalForest::chain(19), random_forest(random, 19)}) {
    const auto alone = drive_in_lanes(chain, forest, rule, 1);
    EXPECT_EQ(alone, drive_in_lanes(chain, forest, rule, 2));
    EXPECT_EQ(alone, drive_in_lanes(chain, forest, rule, 5));
  }
}

// 1 to 20 quadrature nodes and 37: no, one and several full groups of eight and every remainder.
TEST(LeadingGradient, DoesNotDependOnTheWidthOfTheLanes) {
  SmallRandom random(14);
  std::vector<int> lengths{73};
  for (int length = 2; length <= 40; ++length) lengths.push_back(length);
  for (const int length : lengths) {
    const auto chain = in_arithmetic<double>(random_chain(random, 3));
    const auto rule = reciprocal_rule<double>(length, kHundredth);
    for (const CausalForest& forest :
         {CausalForest::chain(length - 1), random_forest(random, length - 1)}) {
      EXPECT_EQ(drive_in_lanes(chain, forest, rule, 1, LaneWidth::four),
                drive_in_lanes(chain, forest, rule, 1, LaneWidth::eight));
    }
  }
}

// A chain written as a forest goes through the other message passing.
TEST(LeadingGradient, TheForestPathGivesTheChainPathOnAChain) {
  SmallRandom random(10);
  for (int round = 0; round < 10; ++round) {
    const markov::Chain chain = random_chain(random, 2 + round % 3);
    const int nodes = 2 + round % 4;
    // A chain with one more childless root: rows of the chain part see the extra node only in
    // counts.
    std::vector<int> parents;
    for (int i = 0; i < nodes; ++i) parents.push_back(i - 1);
    parents.push_back(-1);
    const CausalForest forest(parents);
    EXPECT_EQ(drive_by_quadrature(chain, forest, kHundredth),
              drive_by_enumeration(chain, forest, kHundredth));
  }
}

// Every number of nodes of the rule against 50 digits, on both graph families.
TEST(LeadingGradient, LanesStayWithinTheirRoundingBoundForEveryRemainder) {
  SmallRandom random(15);
  for (int length = 2; length <= 36; length += length < 20 ? 1 : 3) {
    const markov::Chain chain = random_chain(random, 2);
    for (const CausalForest& forest :
         {CausalForest::chain(length - 1), random_forest(random, length - 1)}) {
      SCOPED_TRACE(length);
      expect_close(drive_in_lanes(in_arithmetic<double>(chain), forest,
                                  reciprocal_rule<double>(length, kHundredth)),
                   drive_by_quadrature(in_arithmetic<Interval>(chain), forest, kHundredth), 2);
    }
  }
}

// Fractions cannot tell a route that calls the other one; rounding can, since each has its own.
TEST(LeadingGradient, TheRoutesRoundOnTheirOwn) {
  SmallRandom random(16);
  int differing = 0;
  for (int round = 0; round < 5; ++round) {
    const auto chain = in_arithmetic<double>(random_chain(random, 3));
    const CausalForest forest = random_forest(random, 5);
    differing += drive_by_enumeration(chain, forest, kHundredth) !=
                 drive_by_quadrature(chain, forest, kHundredth);
  }
  EXPECT_EQ(differing, 5);
}

TEST(LeadingGradient, AveragesOverAPrior) {
  for (const Prior& prior : {Prior::orbit(reference_pi2()), Prior::symmetrised(reference_pi3())}) {
    const CausalForest forest({-1, 0, 0, 1});
    Matrix<Rational> mean = Matrix<Rational>::Constant(5, 5, Rational(0));
    for (const Prior::Atom& atom : prior.atoms()) {
      const auto one = drive_by_enumeration(atom.chain, forest, kHundredth);
      for (Eigen::Index e = 0; e < mean.size(); ++e) {
        mean.data()[e] += atom.weight * one.data()[e];
      }
    }
    EXPECT_EQ(drive<Rational>(prior, forest, kHundredth), mean);
    EXPECT_EQ(drive<Rational>(prior, forest, kHundredth, DriveMethod::enumeration), mean);
  }
}

TEST(ReciprocalRule, ReproducesEveryReciprocal) {
  for (const int length : {1, 2, 3, 7, 12}) {
    for (const Rational& epsilon : {Rational(0), Rational(1, 100), Rational(1)}) {
      const auto exact = reciprocal_rule<Rational>(length, epsilon);
      const auto enclosed = reciprocal_rule<Interval>(length, epsilon);
      const auto gauss = reciprocal_rule<Real50>(length, epsilon);
      EXPECT_EQ(gauss.size(), (length + 1) / 2);
      for (int n = 1; n <= length; ++n) {
        const Rational expected = 1 / (n + length * epsilon);
        Rational sum = 0;
        Interval enclosure(0);
        Real50 rounded(0);
        for (int k = 0; k < exact.size(); ++k) {
          Rational power = exact.weights[k];
          Interval enclosed_power = enclosed.weights[k];
          for (int m = 0; m < n; ++m) {
            power *= exact.nodes[k];
            enclosed_power *= enclosed.nodes[k];
          }
          sum += power;
          enclosure += enclosed_power;
        }
        for (int k = 0; k < gauss.size(); ++k) {
          EXPECT_GT(gauss.weights[k], Real50(0));
          Real50 power = gauss.weights[k];
          for (int m = 0; m < n; ++m) power *= gauss.nodes[k];
          rounded += power;
        }
        EXPECT_EQ(sum, expected);
        EXPECT_TRUE(contains(enclosure, expected) && is_narrow(enclosure));
        // At most a few hundred roundings of terms that add up to at most one.
        EXPECT_LT(abs(Real50(rounded - from_rational<Real50>(expected))), Real50(1e-46));
      }
    }
  }
}

// First, last and odd columns: the blocks of the pairs begin and end elsewhere.
TEST(LeadingGradient, SomeColumnsAreThoseOfTheWholeMatrix) {
  for (const SmallInstance& instance : small_instances(40, 6, 3)) {
    SCOPED_TRACE(instance.name());
    const int length = instance.forest.size() + 1;
    const auto rule = reciprocal_rule<Rational>(length, instance.epsilon);
    const Matrix<Rational> whole =
        drive_by_quadrature(instance.chain, CausalForest::chain(length - 1), rule);
    for (int first = 0; first < length; ++first) {
      for (int past = first + 1; past <= length; ++past) {
        Matrix<Rational> expected = Matrix<Rational>::Constant(length, length, Rational(0));
        for (int j = first; j < past; ++j) expected.col(j) = whole.col(j);
        EXPECT_EQ(chain_drive_columns(instance.chain, rule, {first, past}), expected);
      }
    }
  }
}

TEST(LeadingGradient, RefusesColumnsThatAreNotThere) {
  const auto rule = reciprocal_rule<Rational>(4, kHundredth);
  EXPECT_THROW(chain_drive_columns(reference_pi2(), rule, {2, 2}), PreconditionError);
  EXPECT_THROW(chain_drive_columns(reference_pi2(), rule, {-1, 2}), PreconditionError);
  EXPECT_THROW(chain_drive_columns(reference_pi2(), rule, {0, 5}), PreconditionError);
}

TEST(LeadingGradient, RefusesARuleForAnotherLength) {
  const auto chain = in_arithmetic<double>(reference_pi2());
  const auto rule = reciprocal_rule<double>(5, kHundredth);
  EXPECT_THROW(drive_by_quadrature(chain, CausalForest::chain(3), rule), PreconditionError);
  EXPECT_THROW(reciprocal_rule<double>(0, kHundredth), PreconditionError);
  EXPECT_THROW(reciprocal_rule<double>(3, Rational(-1)), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::causal
