#include "sim/topic/parameter_update.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmascope::topic {
namespace {

Architecture one_trained_part() {
  Architecture architecture;
  architecture.tokens = 2;
  architecture.dimension = 1;
  architecture.train(Part::value);
  return architecture;
}

Parts with_value(double value) {
  Parts parts = zero_parts(one_trained_part());
  parts[Part::value](0) = value;
  parts[Part::key](0) = 5;
  return parts;
}

TEST(ParameterUpdate, DescendsByTheRateTimesTheGradient) {
  Parts parts = with_value(1);
  ParameterUpdate update(UpdateRule::descent, 0.5, one_trained_part());
  update.apply(with_value(3), parts);
  EXPECT_EQ(parts[Part::value](0), -0.5);
}

TEST(ParameterUpdate, LeavesFrozenPartsAlone) {
  for (const UpdateRule rule : {UpdateRule::descent, UpdateRule::adam}) {
    Parts parts = with_value(1);
    ParameterUpdate update(rule, 0.5, one_trained_part());
    update.apply(with_value(3), parts);
    EXPECT_EQ(parts[Part::key](0), 5);
    EXPECT_EQ(parts[Part::norm_gain](0), 1);
  }
}

TEST(ParameterUpdate, IsAdamAsKingmaAndBaWriteIt) {
  Parts parts = with_value(1);
  ParameterUpdate update(UpdateRule::adam, 0.25, one_trained_part());
  double value = 1, first = 0, second = 0;
  const double gradients[] = {4, -1, 0.5, 0};
  for (int t = 1; t <= 4; ++t) {
    const double g = gradients[t - 1];
    update.apply(with_value(g), parts);
    first = 0.9 * first + 0.1 * g;
    second = 0.999 * second + 0.001 * g * g;
    const double corrected_first = first / (1 - std::pow(0.9, t));
    const double corrected_second = second / (1 - std::pow(0.999, t));
    value -= 0.25 * corrected_first / (std::sqrt(corrected_second) + 1e-8);
    // A handful of roundings of numbers up to 16.
    EXPECT_LE(std::abs(parts[Part::value](0) - value), 64 * std::ldexp(1.0, -53)) << "step " << t;
  }
}

TEST(ParameterUpdate, OfAdamStartsWithTheRateWhateverTheGradientsSize) {
  for (const double gradient : {1e-3, 1.0, 1e6}) {
    Parts parts = with_value(0);
    ParameterUpdate update(UpdateRule::adam, 0.25, one_trained_part());
    update.apply(with_value(gradient), parts);
    // rate * g / (|g| + 1e-8): short of the rate by at most one part in 1e5 here.
    EXPECT_LE(parts[Part::value](0), -0.25 * (1 - 1e-5));
    EXPECT_GE(parts[Part::value](0), -0.25 * (1 + std::ldexp(1.0, -50)));
  }
}

}  // namespace
}  // namespace lemmascope::topic
