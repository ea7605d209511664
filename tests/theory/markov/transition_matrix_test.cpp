// Transition matrices: what is refused, how they are read, and reachability against powers of the
// matrix.
#include "theory/markov/transition_matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "tests/theory/markov/chains.hpp"
#include "theory/markov/pair_law.hpp"

namespace lemmascope::markov {
namespace {

using ::testing::HasSubstr;
using testing::refusal;

template <Field N>
Matrix<N> two_rows(const N& a, const N& b, const N& c, const N& d) {
  Matrix<N> rows(2, 2);
  rows << a, b, c, d;
  return rows;
}

TEST(TransitionMatrix, RefusesRowsThatAreNotStochasticInOneLine) {
  EXPECT_EQ(refusal([] { parse_chain("1/2,1/2;1/3,1/3"); }),
            "row 1 of the transition matrix: expected entries that sum to 1, found sum 2/3");
  EXPECT_EQ(refusal([] { parse_chain("3/2,-1/2;1,0"); }),
            "row 0 of the transition matrix: expected probabilities, found -1/2 in column 1");
  EXPECT_EQ(refusal([] { TransitionMatrix<double>(Matrix<double>::Zero(0, 0)); }),
            "expected a square transition matrix with at least one state, found 0 x 0");
  EXPECT_EQ(refusal([] { TransitionMatrix<double>(Matrix<double>::Constant(2, 3, 0.5)); }),
            "expected a square transition matrix with at least one state, found 2 x 3");
}

TEST(TransitionMatrix, SumsOfFractionsMustBeExactlyOne) {
  const Rational speck = parse_rational("1e-1000");
  const Rational half(1, 2);
  EXPECT_THAT(refusal([&] { Chain(two_rows<Rational>(half, half + speck, half, half)); }),
              HasSubstr("row 0 of the transition matrix: expected entries that sum to 1"));
}

TEST(TransitionMatrix, RefusesWhatIsNotANumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal([&] { TransitionMatrix<double>(two_rows(0.5, 0.5, nan, 1.0)); }),
            "row 1 of the transition matrix: expected probabilities, found nan in column 0");
  EXPECT_THAT(refusal([&] {
                const Real50 no_number = std::numeric_limits<Real50>::quiet_NaN();
                TransitionMatrix<Real50>(two_rows<Real50>(1, 0, no_number, 1));
              }),
              HasSubstr("expected probabilities, found nan"));
  EXPECT_THAT(refusal([] { parse_chain("nan,1;1/2,1/2"); }), HasSubstr("found \"nan\""));
  EXPECT_THAT(refusal([] { parse_chain("1/2,1/2;1/2"); }),
              HasSubstr("row 1 of the transition matrix: expected 2 entries"));
}

TEST(TransitionMatrix, AllowsDoublesTheirRoundingButNoMore) {
  EXPECT_NO_THROW(TransitionMatrix<double>(two_rows(0.1, 0.9, 0.7, 0.3)));
  // Allowed is 4 * states * 2^-53 = 8 units of 2^-53 for two states; 2^-49 is 16 of them.
  const double excess = 0x1p-49;
  EXPECT_THAT(refusal([&] { TransitionMatrix<double>(two_rows(0.5, 0.5 + excess, 0.5, 0.5)); }),
              HasSubstr("sum to 1"));
}

TEST(TransitionMatrix, IntervalRowsMustBeAbleToSumToOne) {
  const Interval wide = Interval::between(Rational(1, 4), Rational(3, 4));
  EXPECT_NO_THROW(TransitionMatrix<Interval>(two_rows(wide, wide, wide, wide)));
  const Interval small = Interval::between(0, Rational(1, 4));
  EXPECT_THAT(refusal([&] { TransitionMatrix<Interval>(two_rows(wide, wide, small, small)); }),
              HasSubstr("row 1 of the transition matrix: expected entries that sum to 1"));
  const Interval below = Interval::between(-2, -1);
  EXPECT_THAT(
      refusal([&] { TransitionMatrix<Interval>(two_rows(wide, wide, below, Interval(2))); }),
      HasSubstr("expected probabilities, found [-2, -1] in column 0"));
}

TEST(TransitionMatrix, IsReadAndWrittenAsText) {
  const Chain chain = parse_chain(" 7/10, 0.3 ;\t4e-1 ,6/10 ");
  EXPECT_EQ(to_text(chain), "7/10,3/10;2/5,3/5");
  EXPECT_EQ(parse_chain(to_text(chain)).matrix(), chain.matrix());
  EXPECT_EQ(to_text(two_state_chain(Rational(3, 10), Rational(2, 5))), to_text(chain));
  EXPECT_EQ(to_text(parse_chain("1")), "1");
}

TEST(TransitionMatrix, IsTheSameChainInEveryArithmetic) {
  for (const Chain& chain : testing::example_chains()) {
    const auto doubles = in_arithmetic<double>(chain);
    const auto enclosed = in_arithmetic<Interval>(chain);
    for (int s = 0; s < chain.states(); ++s) {
      for (int t = 0; t < chain.states(); ++t) {
        EXPECT_EQ(doubles(s, t), to_double(chain(s, t)));
        EXPECT_TRUE(contains(enclosed(s, t), chain(s, t)));
      }
    }
  }
}

bool every_entry_is_positive(const Matrix<Rational>& matrix) {
  for (Eigen::Index k = 0; k < matrix.size(); ++k) {
    if (matrix(k) <= 0) return false;
  }
  return true;
}

/// Every chain on three states that is uniform on the support of its rows: 7^3 supports.
std::vector<Chain> every_three_state_support() {
  std::vector<Chain> chains;
  for (int code = 0; code < 343; ++code) {
    const int masks[] = {code % 7 + 1, code / 7 % 7 + 1, code / 49 + 1};
    Matrix<Rational> rows = Matrix<Rational>::Zero(3, 3);
    for (int s = 0; s < 3; ++s) {
      const int size = __builtin_popcount(static_cast<unsigned>(masks[s]));
      for (int t = 0; t < 3; ++t) {
        if ((masks[s] >> t) & 1) rows(s, t) = Rational(1, size);
      }
    }
    chains.emplace_back(rows);
  }
  return chains;
}

TEST(TransitionMatrix, ReachabilityAgreesWithPowersOnEverySupportOfThreeStates) {
  int irreducible = 0;
  int aperiodic = 0;
  for (const Chain& chain : every_three_state_support()) {
    // n states: irreducible iff (1 + pi)^(n-1) > 0, also aperiodic iff pi^((n-1)^2+1) > 0
    // (Wielandt).
    const Matrix<Rational> lazy = (chain.matrix() + Matrix<Rational>::Identity(3, 3)) / Rational(2);
    EXPECT_EQ(is_irreducible(chain), every_entry_is_positive(power(Chain(lazy), 2)));
    EXPECT_EQ(is_aperiodic(chain), every_entry_is_positive(power(chain, 5)));
    EXPECT_EQ(refusal([&] { require_irreducible(chain); }) == "nothing was refused",
              is_irreducible(chain));
    irreducible += is_irreducible(chain) ? 1 : 0;
    aperiodic += is_aperiodic(chain) ? 1 : 0;
  }
  EXPECT_GT(irreducible, aperiodic);
  EXPECT_GT(aperiodic, 0);
}

TEST(TransitionMatrix, NamesTwoStatesWithoutAPath) {
  EXPECT_EQ(
      refusal([] { require_irreducible(parse_chain("1,0;1/2,1/2")); }),
      "reducible chain: expected every state to be reachable, found no path from state 0 to 1");
  EXPECT_EQ(
      refusal([] { require_irreducible(parse_chain("1/2,1/2;0,1")); }),
      "reducible chain: expected every state to be reachable, found no path from state 1 to 0");
}

}  // namespace
}  // namespace lemmascope::markov
