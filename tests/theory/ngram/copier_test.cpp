// Copiers and the selector: reference values and their second routes.
#include "theory/ngram/copier.hpp"

#include <gtest/gtest.h>

#include "tests/theory/ngram/chains.hpp"
#include "tests/theory/numeric/digits.hpp"
#include "theory/ngram/selector.hpp"
#include "theory/numeric/gauss_jacobi.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

TEST(TheCopierMatrix, HasTheReferenceValues) {
  const auto signal = copier_matrix(lag_law(flips(), 3), {1}, 1);
  const int halves[3][3] = {{8, 16, 32}, {16, 32, 64}, {32, 64, 128}};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) EXPECT_EQ(signal(i, j), Rational(1, halves[i][j]));
  }
}

TEST(TheCopierMatrix, IsTheExpectationOverPairsOfWindows) {
  const LagLaw law = lag_law(noisy_xor(), 3);
  const auto signal = copier_matrix(law, {1, 2}, 2);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      EXPECT_EQ(signal(i, j), shared_signal_by_pairs(law, {1, i + 1}, {1, j + 1}));
    }
  }
}

TEST(TheCopierFlow, HasTheReferenceValue) {
  const auto signal = copier_matrix(lag_law(flips(), 3), {1}, 1);
  const auto flow = copier_flow(signal, Rational(1, 20), {1, 0, 0}, 10000);
  EXPECT_TRUE(has_digits(flow.attention(0), "0.99028904945888"));
  EXPECT_TRUE(has_digits(flow.attention(1), "0.00567921190905012"));
  // The reference 0.00403173863207002 is that of doubles. Runge-Kutta steps of order four with 30
  // digits, extrapolated, give 0.00403173863207003260.
  EXPECT_TRUE(has_digits(flow.attention(2), "0.0040317386320700"));
  EXPECT_TRUE(has_digits(flow.attention(2), "0.00403173863207003260"));
  EXPECT_LT(flow.apart, Real50("1e-30"));
  const Real50 total = flow.weights(0) + flow.weights(1) + flow.weights(2);
  EXPECT_LT(abs(Real50(total - 1)), Real50("1e-25"));
}

TEST(TheCopierFlow, TakesTheTimeOfTheIntegralWithTwoLags) {
  // dt = d sigma / (4 a sigma^2 (1 - sigma)^2 (sigma (J_hh - J_ho) + (1 - sigma) (J_ho - J_oo))).
  const auto signal = copier_matrix(lag_law(flips(), 2), {1}, 1);
  const auto flow = copier_flow(signal, Rational(1, 20), {0, 0}, 100);
  const Real50 end = flow.attention(0), start = Real50(1) / 2;
  const auto rule = gauss_jacobi<Real50>(40, Rational(0));
  Real50 time(0);
  for (int n = 0; n < rule.size(); ++n) {
    const Real50 s = start + (end - start) * rule.nodes[n], rest = 1 - s;
    const Real50 slope = s * s * rest * rest * (s / 16 + rest / 32) / 5;
    time += (end - start) * rule.weights[n] / slope;
  }
  EXPECT_LT(abs(Real50(time - 100)), Real50("1e-20"));
}

/// Attention of each of `heads` heads on its own lag, the rest shared by the other lags.
Matrix<Rational> own_lag(int lags, int heads, const Rational& own) {
  Matrix<Rational> attention =
      Matrix<Rational>::Constant(lags, heads, Rational((1 - own) / (lags - 1)));
  for (int h = 0; h < heads; ++h) attention(h, h) = own;
  return attention;
}

TEST(ImperfectCopiers, FindTheExclusiveOrOnlyFromTheReferenceGapOn) {
  // The set with the largest signal, of one or two heads of three on three lags.
  const LagLaw law = lag_law(noisy_xor(), 3);
  const auto chosen = [&](const Rational& own) {
    const Matrix<Rational> attention = own_lag(3, 3, own);
    LagSet best;
    Rational most(0);
    for (const LagSet& set : lag_sets(3, 2)) {
      Matrix<Rational> columns(3, set.size());
      for (std::size_t h = 0; h < set.size(); ++h) columns.col(h) = attention.col(set[h] - 1);
      const Rational signal = modified_information(blurred_law(law, columns));
      if (signal > most) {
        most = signal;
        best = set;
      }
    }
    return to_text(best);
  };
  EXPECT_NE(chosen(parse_rational("0.836471")), "{1,2}");
  EXPECT_EQ(chosen(parse_rational("0.836473")), "{1,2}");
  // In the logit: own / (1 - own) = e^gap / 2.
  const auto own_at = [](const char* gap) {
    const Real50 u = exp(Real50(gap));
    return Real50(u / (u + 2));
  };
  const auto rational = [](const Real50& x) { return parse_rational(lemmascope::to_text(x, 40)); };
  EXPECT_NE(chosen(rational(own_at("2.325358902"))), "{1,2}");
  EXPECT_EQ(chosen(rational(own_at("2.325358904"))), "{1,2}");
}

TEST(ImperfectCopiers, HaveTheSignalOfPairsOfWindows) {
  const LagLaw law = lag_law(skewed(), 2);
  const Matrix<Rational> attention = own_lag(2, 2, Rational(2, 3));
  EXPECT_EQ(modified_information(blurred_law(law, attention)),
            blurred_signal_by_pairs(law, attention));
  EXPECT_THROW(blurred_law(law, own_lag(3, 2, Rational(2, 3))), PreconditionError);
}

TEST(TheSelector, HasTheReferenceValue) {
  const auto p = selector_after<Interval>({0, Rational(1, 8), Rational(1, 32), Rational(5, 64)},
                                          Rational(1, 100), Rational(1, 100), Rational(1, 2));
  // Enclosures of 35 digits and more. The reference has 16: 0.0017436921178374035,
  // 0.90325487931287674, 0.0083186898457022641 and 0.086682738723583549 are those of doubles.
  EXPECT_TRUE(has_digits(p[0], "0.00174369211783740330595467782970475986"));
  EXPECT_TRUE(has_digits(p[1], "0.90325487931287678199503489423434572907"));
  EXPECT_TRUE(has_digits(p[2], "0.00831868984570226322683337902853908004"));
  EXPECT_TRUE(has_digits(p[3], "0.08668273872358355147217704890741043103"));
  EXPECT_TRUE(has_digits(p[0], "0.001743692117837403"));
  EXPECT_TRUE(has_digits(p[1], "0.9032548793128768"));
  EXPECT_TRUE(has_digits(p[2], "0.008318689845702263"));
  EXPECT_TRUE(has_digits(p[3], "0.08668273872358355"));
}

}  // namespace
}  // namespace lemmascope::ngram
