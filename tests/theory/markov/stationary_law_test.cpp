// Stationary laws: invariance, the Markov chain tree theorem as second route, and nearly reducible
// chains.
#include "theory/markov/stationary_law.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "tests/theory/markov/chains.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::markov {
namespace {

using testing::any_chain;
using testing::any_spread_chain;
using ::testing::HasSubstr;
using testing::refusal;

/// Do the arrows state -> next(state) lead from every state to `root`?
bool all_lead_to(int root, const std::vector<int>& next) {
  for (std::size_t start = 0; start < next.size(); ++start) {
    int at = static_cast<int>(start);
    for (std::size_t steps = 0; at != root && steps < next.size(); ++steps) at = next[at];
    if (at != root) return false;
  }
  return true;
}

/// Markov chain tree theorem: mu(r) is proportional to the sum over spanning trees directed towards
/// r of the products of their transition probabilities. Exponential, and shares nothing with
/// elimination.
Vector<Rational> stationary_law_by_trees(const Chain& chain) {
  const int n = chain.states();
  Vector<Rational> law = Vector<Rational>::Zero(n);
  std::vector<int> next(n, 0);
  bool more = true;
  while (more) {
    for (int root = 0; root < n; ++root) {
      if (next[root] != 0 || !all_lead_to(root, next)) continue;  // count each tree once per root
      Rational weight = 1;
      for (int s = 0; s < n; ++s) {
        if (s != root) weight *= chain(s, next[s]);
      }
      law(root) += weight;
    }
    int wheel = 0;
    while (wheel < n && ++next[wheel] == n) next[wheel++] = 0;
    more = wheel < n;
  }
  return law / law.sum();
}

TEST(StationaryLaw, HasTheKnownValuesOfTheReferenceChains) {
  const auto chains = testing::example_chains();
  Vector<Rational> two(2);
  two << Rational(4, 7), Rational(3, 7);
  EXPECT_EQ(stationary_law(chains[0]), two);
  Vector<Rational> three(3);
  three << Rational(25, 99), Rational(40, 99), Rational(34, 99);
  EXPECT_EQ(stationary_law(chains[5]), three);
}

RC_GTEST_PROP(StationaryLaw, IsInvariantUnderTheChain, ()) {
  const Chain chain = any_chain(*rc::gen::inRange(1, 6));
  const Vector<Rational> law = stationary_law(chain);
  RC_ASSERT(law.sum() == 1);
  RC_ASSERT(product<Rational>(chain.matrix().transpose(), law) == law);
}

RC_GTEST_PROP(StationaryLaw, AgreesWithTheMarkovChainTreeTheorem, ()) {
  const Chain chain = any_spread_chain(*rc::gen::inRange(1, 5), 12);
  RC_ASSERT(stationary_law(chain) == stationary_law_by_trees(chain));
}

TEST(StationaryLaw, AgreesWithTheMarkovChainTreeTheoremOnChainsWithZeros) {
  for (const Chain& chain : testing::example_chains()) {
    EXPECT_EQ(stationary_law(chain), stationary_law_by_trees(chain)) << to_text(chain);
  }
}

RC_GTEST_PROP(StationaryLaw, EnclosureContainsTheExactLaw, ()) {
  const Chain chain = any_spread_chain(*rc::gen::inRange(1, 6), 20);
  const Vector<Rational> exact = stationary_law(chain);
  const Vector<Interval> enclosed = stationary_law(in_arithmetic<Interval>(chain));
  for (int s = 0; s < chain.states(); ++s) RC_ASSERT(contains(enclosed(s), exact(s)));
}

/// Elimination without subtraction has a small relative error in every entry, whatever the chain:
/// cubic in the number of states (O'Cinneide, Numerische Mathematik 65, 1993: 2 n^3 u to first
/// order), and rounding the entries of the chain by u each moves the law by at most 2 n u. 4 n^3 u
/// covers both for n >= 2.
template <Field N>
bool has_small_relative_error(const Chain& chain) {
  const Vector<Rational> exact = stationary_law(chain);
  const Vector<N> rounded = stationary_law(in_arithmetic<N>(chain));
  const int n = chain.states();
  const Rational unit = Rational(std::numeric_limits<double>::epsilon()) / 2;
  for (int s = 0; s < n; ++s) {
    const Rational error = Rational(rounded(s)) - exact(s);
    if (abs(error) > 4 * n * n * n * unit * exact(s)) return false;
  }
  return true;
}

RC_GTEST_PROP(StationaryLaw, KeepsFullRelativeAccuracyOnNearlyReducibleChains, ()) {
  const Chain chain = any_spread_chain(*rc::gen::inRange(2, 6), 60);
  RC_ASSERT(has_small_relative_error<double>(chain));
}

TEST(StationaryLaw, KeepsFullRelativeAccuracyWithEntriesOf1eMinus300) {
  // Two nearly closed classes {0,1} and {2}, joined by probabilities of 1e-300 and 3e-300.
  const Rational speck = parse_rational("1e-300");
  Matrix<Rational> rows(3, 3);
  rows << Rational(1, 2) - speck, Rational(1, 2), speck,  //
      Rational(1, 4), Rational(3, 4), Rational(0),        //
      Rational(0), Rational(3 * speck), Rational(1 - 3 * speck);
  const Chain chain(rows);
  EXPECT_TRUE(has_small_relative_error<double>(chain));
  const Vector<Interval> enclosed = stationary_law(in_arithmetic<Interval>(chain));
  const Vector<Rational> exact = stationary_law(chain);
  for (int s = 0; s < 3; ++s) {
    EXPECT_TRUE(contains(enclosed(s), exact(s)));
    EXPECT_LT(enclosed(s).radius(), Real50("1e-45"));
  }
}

TEST(StationaryLaw, KeepsFullRelativeAccuracyWhenAProductUnderflows) {
  // 0 -> 1 -> 2 with probability 1e-200 each and back surely: 2 is reached with probability 1e-400.
  const Rational speck = parse_rational("1e-200");
  Matrix<Rational> rows(3, 3);
  rows << Rational(0), Rational(1), Rational(0),          //
      Rational(1 - speck), Rational(0), Rational(speck),  //
      Rational(speck), Rational(0), Rational(1 - speck);
  const Chain chain(rows);
  EXPECT_EQ(stationary_law(chain), stationary_law_by_trees(chain));
  EXPECT_TRUE(has_small_relative_error<double>(chain));
}

TEST(StationaryLaw, RefusesToGuessWhenTheOnlyWayUnderflowsInDouble) {
  // From 1 back to 0 only through 2, with probability 1e-200 * 1e-200, which double cannot hold.
  const Rational speck = parse_rational("1e-200");
  Matrix<Rational> rows(3, 3);
  rows << Rational(0), Rational(1), Rational(0),          //
      Rational(0), Rational(1 - speck), Rational(speck),  //
      Rational(speck), Rational(1 - speck), Rational(0);
  const Chain chain(rows);
  EXPECT_EQ(stationary_law(chain), stationary_law_by_trees(chain));
  EXPECT_THAT(refusal([&] { stationary_law(in_arithmetic<double>(chain)); }),
              HasSubstr("expected a certainly positive pivot, found 0"));
  const Vector<Interval> enclosed = stationary_law(in_arithmetic<Interval>(chain));
  EXPECT_TRUE(contains(enclosed(0), stationary_law(chain)(0)));
}

TEST(StationaryLaw, ExistsForPeriodicChainsAndIsZeroOnTransientStates) {
  Vector<Rational> half(2);
  half << Rational(1, 2), Rational(1, 2);
  EXPECT_EQ(stationary_law(parse_chain("0,1;1,0")), half);
  Vector<Rational> absorbed(3);
  absorbed << Rational(0), Rational(1), Rational(0);
  EXPECT_EQ(stationary_law(parse_chain("1/2,1/4,1/4;0,1,0;0,1,0")), absorbed);
  const Vector<Interval> enclosed =
      stationary_law(in_arithmetic<Interval>(parse_chain("1/2,1/4,1/4;0,1,0;0,1,0")));
  EXPECT_EQ(enclosed(0), Interval(0));
  EXPECT_EQ(enclosed(1), Interval(1));
}

TEST(StationaryLaw, RefusesChainsWithSeveralClosedClassesInOneLine) {
  EXPECT_EQ(refusal([] { stationary_law(parse_chain("1,0;0,1")); }),
            "reducible chain: expected one closed class of states, found 2: {0} {1}");
  EXPECT_EQ(
      refusal([] { stationary_law(parse_chain("1/2,0,1/2,0;0,1,0,0;1,0,0,0;1/4,1/4,1/4,1/4")); }),
      "reducible chain: expected one closed class of states, found 2: {0,2} {1}");
  EXPECT_THAT(refusal([] { stationary_law(in_arithmetic<double>(parse_chain("1,0;0,1"))); }),
              HasSubstr("reducible chain"));
}

TEST(StationaryLaw, RefusesAnEnclosureThatMayBeReducible) {
  const Interval unsure = Interval::between(0, Rational(1, 2));
  const Interval rest = Interval::between(Rational(1, 2), 1);
  Matrix<Interval> rows(2, 2);
  rows << rest, unsure, unsure, rest;
  EXPECT_THAT(refusal([&] { stationary_law(TransitionMatrix<Interval>(rows)); }),
              HasSubstr("expected a certainly positive pivot, found [0, 0.5]"));
}

}  // namespace
}  // namespace lemmascope::markov
