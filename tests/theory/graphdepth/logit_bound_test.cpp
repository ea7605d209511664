#include "theory/graphdepth/logit_bound.hpp"

#include <gtest/gtest.h>

#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {
namespace {

/// Within one unit of the last printed digit?
bool prints(const Interval& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const Rational unit = parse_rational("1e-" + std::to_string(text.size() - text.find('.') - 1));
  return contains(Interval::between(printed - unit, printed + unit), value);
}

TEST(HyperbolicTangent, GivesTheReferenceValues) {
  EXPECT_TRUE(prints(hyperbolic_tangent(Rational(1, 2)), "0.462117157260009758502"));
  EXPECT_TRUE(prints(hyperbolic_tangent(Rational(1)), "0.761594155955764888119"));
  EXPECT_TRUE(prints(hyperbolic_tangent(Rational(2)), "0.964027580075816883946"));
}

TEST(LayersUntil, GiveTheReferenceValues) {
  const Rational tolerance(1, 1000);
  EXPECT_TRUE(prints(layers_until(Rational(1, 2), tolerance), "8.948601731"));
  EXPECT_TRUE(prints(layers_until(Rational(1), tolerance), "25.36431674"));
  EXPECT_TRUE(prints(layers_until(Rational(2), tolerance), "188.554241"));
  EXPECT_THROW(layers_until(Rational(0), tolerance), PreconditionError);
  EXPECT_THROW(layers_until(Rational(100), tolerance), PreconditionError);
  EXPECT_THROW(layers_until(Rational(1), Rational(1)), PreconditionError);
}

TEST(LargestContraction, IsAttainedByTwoRows) {
  Matrix<Rational> masses(2, 2);
  masses << 3, Rational(1, 3), Rational(1, 3), 3;
  EXPECT_EQ(contraction(attention_of_masses(masses)), Rational(8, 10));
  EXPECT_EQ(largest_contraction(Rational(3)), Rational(8, 10));
  EXPECT_THROW(largest_contraction(Rational(1, 2)), PreconditionError);
  masses(0, 0) = 0;
  EXPECT_THROW(attention_of_masses(masses), PreconditionError);
}

}  // namespace
}  // namespace lemmascope::graphdepth
