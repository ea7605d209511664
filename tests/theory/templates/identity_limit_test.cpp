#include "theory/templates/identity_limit.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

TEST(KernelByEquality, TellsSameFromDifferent) {
  const Rational q(3);  // tanh(a/2) = 1/2
  EXPECT_EQ(determinant(kernel_by_equality({{0, 0}, {0, 1}}, q)), Rational(1, 16));
  EXPECT_EQ(determinant_by_minors({0, 0}, {0, 1}, q), Rational(1, 16));
  EXPECT_EQ(determinant_by_minors({0, 0}, {0, 1}, Rational(1)), 0);
  EXPECT_THROW(attention_by_equality({0, 0}, Rational(0)), PreconditionError);
}

TEST(KernelByEquality, IsWhatSmallBetaTendsTo) {
  // e = 2.718...: det = tanh(1/2)^2 / 4 at gamma = 1, beta = 0; at beta = 1/1000 within 10^-5.
  const auto n = enclosed_kernel({{0, 0}, {0, 1}}, {Rational(1, 1000), 1, 1}, 12).between;
  const Interval tangent = Interval(1) - Interval(2) / (Interval(1) + exp(Interval(1)));
  const Interval gap = determinant(n) - pow(tangent, 2) / Interval(4);
  EXPECT_TRUE(certainly_less(abs(gap), Interval("1e-5")));
  EXPECT_TRUE(certainly_less(Interval(0), abs(gap)));
}

}  // namespace
}  // namespace lemmascope::templates
