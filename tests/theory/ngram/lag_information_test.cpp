// The modified information of sets of lags: the reference values, and how its forms agree.
#include "theory/ngram/lag_information.hpp"

#include <gtest/gtest.h>

#include "tests/theory/ngram/chains.hpp"
#include "tests/theory/numeric/digits.hpp"
#include "theory/numeric/gauss_jacobi.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

using Texts = std::vector<std::string>;

/// The modified information of each set of up to `window` lags but the empty one, in order.
Texts modified(const Kernel& kernel, int window) {
  Texts all;
  for (const auto& at : information_of_sets(kernel, window, window)) {
    if (!at.set.empty()) all.push_back(lemmascope::to_text(at.modified));
  }
  return all;
}

TEST(ModifiedInformation, HasTheReferenceValues) {
  EXPECT_EQ(modified(flips(), 3),
            (Texts{"1/8", "1/32", "1/128", "5/64", "17/256", "5/256", "25/512"}));
  EXPECT_EQ(modified(skewed(), 3), (Texts{"27/1225", "243/122500", "2187/12250000", "1809/122500",
                                          "193131/12250000", "16281/12250000", "141453/12250000"}));
  EXPECT_EQ(modified(noisy_xor(), 3),
            (Texts{"0", "0", "81/1250", "9/100", "81/2500", "81/2500", "153/2500"}));
  EXPECT_EQ(
      modified(additive(Rational(3, 10), Rational(1, 10)), 3),
      (Texts{"9/32", "169/800", "729/5000", "197/800", "8541/40000", "7141/40000", "1613/8000"}));
  EXPECT_EQ(modified(additive(Rational(1, 10), Rational(3, 10)), 2),
            (Texts{"1/8", "49/200", "37/200"}));
  EXPECT_EQ(modified(parse_kernel("0,1;1,0", {1}), 2), (Texts{"1/2", "1/2", "1/2"}));
  EXPECT_EQ(modified(no_repeats(), 1), (Texts{"4609/22680"}));
}

TEST(ModifiedInformation, IsThatOfTheAuthorsNotebook) {
  const auto all = information_of_sets(notebook(), 2, 2);
  const auto close = [&](std::size_t s, const char* printed) {
    // All digits of the reference: one unit in the seventeenth.
    const Rational apart = all[s].modified - parse_rational(printed);
    return apart < Rational(1, Integer("100000000000000000")) &&
           -apart < Rational(1, Integer("100000000000000000"));
  };
  EXPECT_TRUE(close(1, "0.043550448452446891"));
  EXPECT_TRUE(close(2, "0.20244529227852984"));
  EXPECT_TRUE(close(3, "0.15058669155611762"));
  EXPECT_EQ(to_text(information_set(all).set), "{2}");
}

TEST(Chi2Information, HasTheReferenceValues) {
  const auto of_flips = information_of_sets(flips(), 2, 2);
  EXPECT_EQ(of_flips[1].chi2, Rational(1, 4));
  EXPECT_EQ(of_flips[2].chi2, Rational(1, 16));
  EXPECT_EQ(information_of_sets(skewed(), 1, 1)[1].chi2, Rational(9, 100));
  EXPECT_EQ(information_of_sets(noisy_xor(), 2, 2)[3].chi2, Rational(9, 25));
}

TEST(TheInformationSet, HasTheReferenceGaps) {
  const auto gap = [](const Kernel& kernel, int window) {
    const auto best = information_set(information_of_sets(kernel, window, window));
    return to_text(best.set) + " " + lemmascope::to_text(best.gap);
  };
  EXPECT_EQ(gap(flips(), 3), "{1} 3/64");
  EXPECT_EQ(gap(skewed(), 3), "{1} 76869/12250000");
  EXPECT_EQ(gap(noisy_xor(), 3), "{1,2} 63/2500");
  EXPECT_EQ(gap(additive(Rational(3, 10), Rational(1, 10)), 3), "{1} 7/200");
  EXPECT_EQ(gap(additive(Rational(1, 10), Rational(3, 10)), 2), "{2} 3/50");
  EXPECT_EQ(gap(parse_kernel("0,1;1,0", {1}), 2), "{1} 0");
}

TEST(TheUniformPriorOfTwoStates, HasTheReferenceMean) {
  // Probabilities to leave, x and x y with y below one, twice: a polynomial of degree three in x
  // and a rational function of y whose pole is at -1, so that Gauss' rules are exact and nearly so.
  const auto in_x = gauss_jacobi<Real50>(2, Rational(1)), in_y = gauss_jacobi<Real50>(24, 0);
  const auto fraction = [](const Real50& x) { return parse_rational(lemmascope::to_text(x, 50)); };
  Real50 mean(0);
  for (int i = 0; i < in_x.size(); ++i) {
    for (int j = 0; j < in_y.size(); ++j) {
      const Rational x = fraction(in_x.nodes[i]), y = fraction(in_y.nodes[j]);
      Kernel kernel{{1}, Matrix<Rational>(2, 2)};
      kernel.rows << Rational(1 - x), x, Rational(x * y), Rational(1 - x * y);
      mean += 2 * in_x.weights[i] * in_y.weights[j] *
              from_rational<Real50>(modified_information(history_law(kernel, {1})));
    }
  }
  EXPECT_TRUE(has_digits(mean, "0.068020175946"));
  const Real50 exact = (28 * log(Real50(2)) - 19) / 6;
  EXPECT_LT(abs(Real50(mean - exact)), Real50("1e-30"));
}

TEST(Kernels, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_THROW(parse_kernel("1/2,1/2", {1}), PreconditionError);
  EXPECT_THROW(parse_kernel("1/2,1/3;1/2,1/2", {1}), PreconditionError);
  EXPECT_THROW(parse_kernel("3/2,-1/2;1/2,1/2", {1}), PreconditionError);
  EXPECT_THROW(parse_kernel("1/2,1/2;1/2", {1}), PreconditionError);
  EXPECT_THROW(parse_kernel("1/2,1/2;1/2,1/2", {}), PreconditionError);
  // Two closed classes: the stationary law is not unique.
  EXPECT_THROW(window_law(parse_kernel("1,0;0,1", {1}), 1), PreconditionError);
}

TEST(LagSets, AreReadBackAndRefused) {
  for (const LagSet& set : lag_sets(4, 3)) EXPECT_EQ(parse_lag_set(to_text(set)), set);
  EXPECT_EQ(lag_sets(4, 3).size(), 15u);
  for (const char* text : {"", "{", "1", "{1", "{2,1}", "{1,1}", "{0}", "{,}", "{1,}", "{1}}",
                           "{a}", "{123}", "{65}", "{1}{2}"}) {
    EXPECT_THROW(parse_lag_set(text), PreconditionError) << text;
  }
}

}  // namespace
}  // namespace lemmascope::ngram
