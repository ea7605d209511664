#include "sim/train/optimiser.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmascope::sim {
namespace {

TEST(Schedule, CosineFallsFromTheRateToZero) {
  Optimiser o;
  o.learning_rate = 2;
  o.schedule = Schedule::cosine;
  EXPECT_EQ(learning_rate(o, 0, 100), 2.0);
  EXPECT_DOUBLE_EQ(learning_rate(o, 50, 100), 1.0);
  EXPECT_EQ(learning_rate(o, 100, 100), 0.0);
  o.schedule = Schedule::constant;
  EXPECT_EQ(learning_rate(o, 99, 100), 2.0);
}

TEST(Clip, ShortensWhatIsLongerThanItself) {
  Optimiser o;
  EXPECT_EQ(clip_factor(o, 1e6), 1.0);
  EXPECT_EQ(to_text(o).find("clip"), std::string::npos);
  o.clip = 2;
  EXPECT_EQ(clip_factor(o, 4), 1.0);
  EXPECT_EQ(clip_factor(o, 16), 0.5);
  EXPECT_NE(to_text(o).find("clip 2"), std::string::npos);
}

TEST(Sgd, StepsAgainstTheGradientAndDecays) {
  Optimiser o;
  o.weight_decay = 0.5;
  double w[] = {1, 1, 1};
  const double g[] = {2, 4, 8};
  update<double>(o, 0.25, 0, 1, 3, g, w, nullptr, nullptr);
  EXPECT_EQ(w[0], 1);  // outside the range
  EXPECT_EQ(w[1], 0.875 - 1);
  EXPECT_EQ(w[2], 0.875 - 2);
}

TEST(AdamW, FirstStepMovesByTheRateWhateverTheGradient) {
  Optimiser o;
  o.kind = OptimiserKind::adamw;
  o.epsilon = 0;
  double w[] = {1, 1};
  double m[] = {0, 0};
  double v[] = {0, 0};
  const double g[] = {3, -1e-3};
  update<double>(o, 0.125, 0, 0, 2, g, w, m, v);
  EXPECT_DOUBLE_EQ(w[0], 0.875);
  EXPECT_DOUBLE_EQ(w[1], 1.125);
}

/// Three steps against values computed by torch.optim.AdamW 1.13 in double precision (rate 0.1,
/// decay 0.01, other settings default), gradients 1, 2, -1 from weight 0.5.
TEST(AdamW, FollowsTheReferenceImplementation) {
  Optimiser o;
  o.kind = OptimiserKind::adamw;
  o.weight_decay = 0.01;
  double w = 0.5;
  double m = 0;
  double v = 0;
  const double gradients[] = {1, 2, -1};
  const double expected[] = {0.399500001, 0.3025822990271664, 0.26027078666815967};
  for (int t = 0; t < 3; ++t) {
    update<double>(o, 0.1, t, 0, 1, &gradients[t], &w, &m, &v);
    EXPECT_DOUBLE_EQ(w, expected[t]) << t;
  }
}

TEST(Adam, IsAsKingmaAndBaWriteIt) {
  Optimiser o;
  o.kind = OptimiserKind::adam;
  double w = 1, m = 0, v = 0;
  double value = 1, first = 0, second = 0;
  const double gradients[] = {4, -1, 0.5, 0};
  for (int t = 1; t <= 4; ++t) {
    const double g = gradients[t - 1];
    update<double>(o, 0.25, t - 1, 0, 1, &g, &w, &m, &v);
    first = 0.9 * first + 0.1 * g;
    second = 0.999 * second + 0.001 * g * g;
    const double corrected_first = first / (1 - std::pow(0.9, t));
    const double corrected_second = second / (1 - std::pow(0.999, t));
    value -= 0.25 * corrected_first / (std::sqrt(corrected_second) + 1e-8);
    // A handful of roundings of numbers up to 16.
    EXPECT_LE(std::abs(w - value), 64 * std::ldexp(1.0, -53)) << "step " << t;
  }
}

TEST(Adam, StartsWithTheRateWhateverTheGradientsSize) {
  Optimiser o;
  o.kind = OptimiserKind::adam;
  for (const double gradient : {1e-3, 1.0, 1e6}) {
    double w = 0, m = 0, v = 0;
    update<double>(o, 0.25, 0, 0, 1, &gradient, &w, &m, &v);
    // rate * g / (|g| + 1e-8): short of the rate by at most one part in 1e5 here.
    EXPECT_LE(w, -0.25 * (1 - 1e-5));
    EXPECT_GE(w, -0.25 * (1 + std::ldexp(1.0, -50)));
  }
}

}  // namespace
}  // namespace lemmascope::sim
