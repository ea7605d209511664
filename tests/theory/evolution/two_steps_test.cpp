// Two gradient steps: the reference values.
#include "theory/evolution/two_steps.hpp"

#include <gtest/gtest.h>

#include "tests/theory/numeric/digits.hpp"

namespace lemmascope::evolution {
namespace {

// Doubles, as the reference: 15 of its places.
TEST(TwoSteps, HaveTheReferenceValuesAtAHundredTokens) {
  const auto mean = prior_tensor_by_quadrature<double>(100, 72);
  const auto steps = two_steps(mean, 0.02, 0.03);
  EXPECT_TRUE(has_digits(steps.w1(0, 0), "0.06902159636989"));
  EXPECT_TRUE(has_digits(steps.w1(0, 1), "0.03098406530858"));
  const char* first[] = {"0.023505992009439", "0.023437105855959", "0.023368902421641"};
  const char* second[] = {"0.034889540280285", "0.035912638721963", "0.033593284552821",
                          "0.034184417218631", "0.033080413992894", "0.033277709733280"};
  for (int j = 0; j < 3; ++j) EXPECT_TRUE(has_digits(steps.v1[j], first[j])) << j;
  for (int j = 0; j < 6; ++j) EXPECT_TRUE(has_digits(steps.v2[j], second[j])) << j;
  EXPECT_TRUE(has_digits(steps.v1[99], "0.0200005451774"));
}

TEST(TheRateThreshold, HasTheReferenceValue) {
  for (int length = 2; length <= 9; ++length) {
    EXPECT_FALSE(rate_threshold(step_terms(enclosed_prior_tensor(length)))) << length;
  }
  const auto at_ten = rate_threshold(step_terms(enclosed_prior_tensor(10)));
  ASSERT_TRUE(at_ten);
  EXPECT_TRUE(has_digits(*at_ten, "114.896338885853704"));
}

TEST(FlipsOfOneProbability, HaveTheReferenceSlopes) {
  const auto slope = [](int length) {
    const auto tensor = flip_tensor(Rational(1, 2), length);
    EXPECT_EQ(tensor.along_weights(std::vector<Rational>(length, Rational(1)))(0, 1), 0);
    return from_rational<Real50>(
        tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1)))[0]);
  };
  EXPECT_TRUE(has_digits(slope(50), "0.587634"));
  EXPECT_TRUE(has_digits(slope(100), "0.743315"));
  EXPECT_TRUE(has_digits(slope(200), "0.906105"));
  const auto weight =
      flip_tensor(Rational(1, 2), 50).along_weights(std::vector<Rational>(50, Rational(1)))(0, 0);
  EXPECT_TRUE(has_digits(from_rational<Real50>(weight), "6.22364689794459"));
}

}  // namespace
}  // namespace lemmascope::evolution
