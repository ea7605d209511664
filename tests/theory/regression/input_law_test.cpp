#include "theory/regression/input_law.hpp"

#include <gtest/gtest.h>

#include "theory/numeric/require.hpp"

namespace lemmascope::regression {
namespace {

TEST(InputLaw, HasTheMomentsOfItsDensity) {
  EXPECT_EQ(variance(uniform_law(Rational(1, 2))), Rational(1, 12));
  EXPECT_EQ(kurtosis(uniform_law(Rational(5))), Rational(9, 5));
  EXPECT_EQ(kurtosis(gaussian_law()), 3);
  EXPECT_EQ(even_moment(gaussian_law(), 4), 105);
  EXPECT_EQ(kurtosis(three_point_law(Rational(1, 3), Rational(2))), 3);
}

TEST(MatchingPoints, AverageEveryPowerAsTheLawDoes) {
  for (const InputLaw& law : {uniform_law(Rational(1, 2)), gaussian_law(),
                              three_point_law(Rational(1, 4), Rational(3))}) {
    for (int k = 0; k <= 8; ++k) {
      Rational mean(0);
      for (const auto& [point, weight] : matching_points(law, 8)) {
        Rational power = weight;
        for (int j = 0; j < k; ++j) power *= point;
        mean += power;
      }
      EXPECT_EQ(mean, k % 2 == 1 ? Rational(0) : even_moment(law, k / 2)) << to_text(law) << k;
    }
  }
}

TEST(InputLaw, IsReadBackAndRefusedWhereThereIsNone) {
  for (const char* text : {"uniform:1/2", "gaussian", "three-point:1/3:2"}) {
    EXPECT_EQ(to_text(parse_input_law(text)), text);
  }
  for (const char* text : {"uniform:0", "uniform:x", "normal", "three-point:2:1", "uniform"}) {
    EXPECT_THROW(parse_input_law(text), PreconditionError) << text;
  }
}

}  // namespace
}  // namespace lemmascope::regression
