// Means over the uniform prior: the reference table, exactly.
#include "theory/evolution/prior_mean.hpp"

#include <gtest/gtest.h>

#include "tests/theory/numeric/digits.hpp"

namespace lemmascope::evolution {
namespace {

/// (r1 ln 2 + r0) / below.
WithLog over(int r1, int r0, int below) { return {Rational(r0, below), Rational(r1, below)}; }

TEST(ThePriorTensor, HasTheReferenceTable) {
  struct Row {
    int length, lag;
    WithLog own, other;
    const char *own_digits, *other_digits;
  };
  const Row table[] = {
      {1, 1, over(8, -5, 12), {}, "0.04543145370663020627815", "0"},
      {2, 1, over(56, -35, 48), over(8, -5, 48), "0.07950504398660286098677",
       "0.01135786342665755156954"},
      {2, 2, over(8, -5, 16), over(-8, 5, 48), "0.03407359027997265470862",
       "-0.01135786342665755156954"},
      {4, 1, over(180, -115, 72), over(15, -10, 18), "0.1356457291776410513209",
       "0.02206709491106553562547"},
      {4, 2, over(948, -619, 360), over(-696, 473, 720), "0.1058431310300782036876",
       "-0.01309783009683602132555"},
      {4, 3, over(2136, -1423, 1440), over(-1176, 823, 1440), "0.03997387338614109785778",
       "0.005457580320489108420372"},
      {4, 4, over(120, -79, 288), over(-72, 49, 288), "0.01450576967775499003496",
       "-0.003147906251097438465419"},
  };
  for (const Row& row : table) {
    const auto mean = prior_tensor(row.length);
    const auto at = [&](int m, int l) { return mean[place_of(m, l, row.lag, row.length)]; };
    EXPECT_EQ(at(0, 0), row.own) << row.length << " " << row.lag;
    EXPECT_EQ(at(1, 1), row.own) << row.length << " " << row.lag;
    EXPECT_EQ(at(0, 1), row.other) << row.length << " " << row.lag;
    EXPECT_EQ(at(1, 0), row.other) << row.length << " " << row.lag;
    EXPECT_TRUE(has_digits(enclosed(row.own), row.own_digits)) << row.length << " " << row.lag;
    EXPECT_TRUE(has_digits(enclosed(row.other), row.other_digits)) << row.length << " " << row.lag;
  }
}

TEST(ThePriorTensor, IsThatOfQuadrature) {
  const auto exact = prior_tensor(7);
  const auto mean = prior_tensor_by_quadrature<Real50>(7, 30);
  for (int j = 1; j <= 7; ++j) {
    const Real50 apart = enclosed(exact[place_of(0, 1, j, 7)]).middle() - mean(0, 1, j);
    EXPECT_LT(abs(apart), Real50("1e-35")) << j;
  }
}

TEST(TheSecondStepContrast, HasTheReferenceValues) {
  EXPECT_EQ(second_step_contrast(1), over(-1, 1, 3));
  EXPECT_EQ(second_step_contrast(2), over(-11, 8, 3));
  const char* printed[] = {"0.10228427314668489686", "0.12512700461353386547",
                           "0.08893424718447034",    "0.1048171119706054",
                           "0.0894422656386058",     "0.09836526374402701",
                           "0.08991943962020239",    "0.09553336469570338"};
  for (int j = 1; j <= 8; ++j) {
    EXPECT_TRUE(has_digits(enclosed(second_step_contrast(j)), printed[j - 1])) << j;
  }
}

}  // namespace
}  // namespace lemmascope::evolution
