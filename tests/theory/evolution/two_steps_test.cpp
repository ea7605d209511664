// Two gradient steps: the reference values.
#include "theory/evolution/two_steps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "tests/theory/numeric/digits.hpp"

namespace lemmascope::evolution {
namespace {

/// The mean tensor at a hundred tokens: exact in x, and 25 digits at the pole in y.
const Tensor<Real50>& at_a_hundred() {
  static const auto mean = prior_tensor_by_quadrature<Real50>(100, 67);
  return mean;
}

// The reference is a quadrature in doubles, whose last one to three places are rounding; what
// stands here are its numbers where they agree, to 20 places that 67 and 75 points share.
TEST(TwoSteps, HaveTheReferenceValuesAtAHundredTokens) {
  const auto steps = two_steps(at_a_hundred(), Real50("0.02"), Real50("0.03"));
  // 0.06902159636989123 and 0.030984065308582307 there.
  EXPECT_TRUE(has_digits(steps.w1(0, 0), "0.06902159636989163070"));
  EXPECT_TRUE(has_digits(steps.w1(0, 1), "0.03098406530858224594"));
  const Real50 start("0.02");
  EXPECT_TRUE(has_digits(Real50((steps.w1(0, 0) - start) / (steps.w1(0, 1) - start)), "4.462974"));
  // …438675, …855959, …641132 and …517744448 there.
  const char* first[] = {"0.02350599200943869324", "0.02343710585595902005",
                         "0.02336890242164115009"};
  for (int j = 0; j < 3; ++j) EXPECT_TRUE(has_digits(steps.v1[j], first[j])) << j;
  EXPECT_TRUE(has_digits(steps.v1[99], "0.02000054517744447956"));
  // …028498, …196256, …820527, …631045, …893715 and …328008 there.
  const char* second[] = {"0.03488954028028513648", "0.03591263872196272188",
                          "0.03359328455282067139", "0.03418441721863118689",
                          "0.03308041399289384519", "0.03327770973328021393"};
  for (int j = 0; j < 6; ++j) EXPECT_TRUE(has_digits(steps.v2[j], second[j])) << j;
}

TEST(TwoSteps, HaveTheReferenceDiagonalPart) {
  // Of the second step of v, what W beyond its off-diagonal gives; …255526, …032634, …660901 and
  // …591314 there.
  const auto steps = two_steps(at_a_hundred(), Real50("0.02"), Real50("0.03"));
  const Real50 beyond = steps.w1(0, 0) - steps.w1(0, 1);
  const auto part = at_a_hundred().along_lags(
      Matrix<Real50>(Matrix<Real50>::Identity(2, 2) * Real50(Real50("0.03") * beyond)));
  const char* exact[] = {"0.005952054001255644564", "0.007150757250326463874",
                         "0.005005267498661007474", "0.005768525681591421218"};
  for (int j = 0; j < 4; ++j) EXPECT_TRUE(has_digits(part[j], exact[j])) << j;
}

TEST(TheFirstStep, TendsToItsLeadingOrder) {
  const double two = std::log(2.0), b = (8 * two - 5) / 12, a = (7 - 10 * two) / 6;
  const double d = 1.5 - 2 * two;
  // Symmetric to rounding; within 13 % of the leading order at 50 tokens and 4 % at 200.
  for (const auto& [length, points, share] :
       {std::tuple{20, 40, 0.4}, std::tuple{50, 56, 0.13}, std::tuple{200, 112, 0.04}}) {
    const auto mean = prior_tensor_by_quadrature<double>(length, points);
    const auto w = mean.along_weights(std::vector<double>(static_cast<std::size_t>(length), 1.0));
    const auto v = mean.along_lags(Matrix<double>::Constant(2, 2, 1.0));
    const double t = length, leading = (t + 1) * (t + 2) / 6;
    EXPECT_LE(std::abs(w(0, 1) - w(1, 0)), 1e-12 * leading);
    EXPECT_LE(std::abs(w(0, 0) - w(1, 1)), 1e-12 * leading);
    EXPECT_LE(std::abs(w(0, 0) / (leading * b) - 1), share) << length;
    EXPECT_LE(std::abs(w(0, 1) / (leading * a) - 1), share) << length;
    EXPECT_LE(std::abs(v[0] / ((t + 1) / 2 * d) - 1), share) << length;
    for (std::size_t j = 2; j < v.size(); ++j) {
      EXPECT_LT(v[j], v[j - 1]) << length;
      EXPECT_GT(v[j] - v[j - 1], v[j - 1] - v[j - 2]) << length << " " << j;  // convex
    }
  }
}

TEST(TheCurriculum, HasTheReferenceValues) {
  const auto steps = [](int length, int points, const Rational& width) {
    const auto exact = flip_tensor(width, length);
    Tensor<double> second(2, length);
    for (int m = 0; m < 2; ++m) {
      for (int l = 0; l < 2; ++l) {
        for (int j = 1; j <= length; ++j) second(m, l, j) = to_double(exact(m, l, j));
      }
    }
    const double t = length;
    return curriculum(prior_tensor_by_quadrature<double>(length, points), 1 / (t * t), second,
                      1 / t);
  };
  const auto hundred = steps(100, 72, Rational(1, 4));
  EXPECT_TRUE(has_digits(hundred.w2(0, 0), "0.01211663180992023"));
  EXPECT_TRUE(has_digits(hundred.w2(0, 1), "-1.6e-6"));
  const char* lags[] = {"4.886875e-4", "5.491093e-4", "4.787770e-4", "4.832380e-4"};
  for (int j = 0; j < 4; ++j) EXPECT_TRUE(has_digits(hundred.v2[j], lags[j])) << j;
  const auto longer = steps(400, 212, Rational(1, 4));
  EXPECT_TRUE(has_digits(longer.w2(0, 0), "0.01227371439199"));
  EXPECT_TRUE(has_digits(longer.w2(0, 1), "-4.3e-7"));
  EXPECT_TRUE(has_digits(longer.v2[0], "1.2343048608584e-4"));
  EXPECT_TRUE(has_digits(longer.v2[1], "1.8384123014495e-4"));
  for (const Rational& width : {Rational(1, 10), Rational(9, 20)}) {
    const auto v = steps(100, 72, width).v2;
    EXPECT_EQ(std::max_element(v.begin(), v.end()) - v.begin(), 1);
  }
  // The limit, (artanh(2 eps) / (2 eps) - 1) / 8.
  EXPECT_TRUE(has_digits((std::atanh(0.5) / 0.5 - 1) / 8, "0.012327"));
}

TEST(TheRateThreshold, HasTheReferenceValue) {
  for (int length = 2; length <= 9; ++length) {
    EXPECT_FALSE(rate_threshold(step_terms(enclosed_prior_tensor(length)))) << length;
  }
  const auto at_ten = rate_threshold(step_terms(enclosed_prior_tensor(10)));
  ASSERT_TRUE(at_ten);
  EXPECT_TRUE(has_digits(*at_ten, "114.896338885853704"));
  // At a hundred tokens by rounded numbers.
  const auto terms = step_terms(at_a_hundred());
  Real50 most(0);
  for (std::size_t j = 0; j < 100; ++j) {
    if (j == 1) continue;
    ASSERT_LT(terms.h[j], terms.h[1]);
    most = std::max(most, Real50(2 * (terms.g[j] - terms.g[1]) / (terms.h[1] - terms.h[j])));
  }
  EXPECT_TRUE(has_digits(most, "0.00356040430309185198"));
}

TEST(TheRateThreshold, FallsWithTheCubeOfTheLength) {
  // 24 D / ((B - A)(e_2 - e_1)).
  const Interval two = log(Interval(2));
  const Interval b = (Interval(8) * two - Interval(5)) / Interval(12);
  const Interval a = (Interval(7) - Interval(10) * two) / Interval(6);
  const Interval d = Interval(Rational(3, 2)) - Interval(2) * two;
  const Interval contrast = enclosed(second_step_contrast(2)) - enclosed(second_step_contrast(1));
  EXPECT_TRUE(has_digits(Interval(24) * d / ((b - a) * contrast), "3512.7"));
  EXPECT_TRUE(has_digits(b, "0.045431453706630206278"));
  EXPECT_TRUE(has_digits(a, "0.011421365733424484305"));
  EXPECT_TRUE(has_digits(b / a, "3.9777601704562899946"));
  EXPECT_TRUE(has_digits(d, "0.11370563888010938117"));
  EXPECT_TRUE(has_digits(Interval(2) * b, "0.09086290741326041"));
}

TEST(FlipsOfOneProbability, HaveTheReferenceSlopes) {
  const auto check = [](int length, const char* slope, const char* weight) {
    const auto tensor = flip_tensor(Rational(1, 2), length);
    const auto w = tensor.along_weights(std::vector<Rational>(length, Rational(1)));
    EXPECT_EQ(w(0, 1), 0) << length;
    EXPECT_TRUE(has_digits(w(0, 0), weight)) << length;
    EXPECT_TRUE(
        has_digits(tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1)))[0], slope))
        << length;
  };
  check(50, "0.587634", "6.223646897944594");
  check(100, "0.743315", "16.01535295007197");
  check(200, "0.906105", "39.73484110296973");
  check(400, "1.073288", "95.6337167642472");
}

}  // namespace
}  // namespace lemmascope::evolution
