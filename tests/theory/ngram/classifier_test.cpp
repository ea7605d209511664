// Stage III: reference values of drift, loss, limits and times.
#include "theory/ngram/classifier.hpp"

#include <gtest/gtest.h>

#include "tests/theory/ngram/chains.hpp"
#include "tests/theory/numeric/digits.hpp"

namespace lemmascope::ngram {
namespace {

Matrix<Rational> of_lag_one(const Kernel& kernel) { return history_law(kernel, {1}); }

struct Printed {
  int a;
  const char *drift, *loss;
};

void agree(const Kernel& kernel, const std::vector<Printed>& rows, const char* end) {
  const auto joint = of_lag_one(kernel);
  for (const Printed& row : rows) {
    const Interval u = exp(Interval(row.a));
    EXPECT_TRUE(has_digits(classifier_drift(joint, u), row.drift)) << row.a;
    EXPECT_TRUE(has_digits(classifier_loss(joint, u), row.loss)) << row.a;
  }
  EXPECT_TRUE(has_digits(limit_loss<Interval>(joint), end));
}

TEST(TheClassifier, HasTheReferenceValues) {
  agree(flips(),
        {{1, "0.0558593135448860975", "0.602926478208873388"},
         {2, "0.0146381708440188239", "0.570982046109221636"},
         {4, "0.000413834278882796167", "0.562547471365824195"},
         {8, "1.49829024389751634e-7", "0.562335219569612793"}},
        "0.56233514461880835");
  agree(no_repeats(),
        {{1, "0.169149334820536175", "0.896968150831439868"},
         {2, "0.0968957462243771708", "0.76384963413366003"},
         {4, "0.0174212342757970313", "0.667405189035554131"},
         {8, "0.000335149647022873368", "0.64987847467505455"}},
        "0.649543168579566323");
}

TEST(TheClassifier, StartsAtTheModifiedInformation) {
  EXPECT_EQ(classifier_drift(of_lag_one(no_repeats()), Rational(1)), Rational(4609, 22680));
}

TEST(TheLateDrift, HasTheReferenceConstants) {
  const LateDrift positive = late_drift(of_lag_one(flips()));
  EXPECT_EQ(positive.first, 0);
  EXPECT_EQ(positive.second, Rational(4, 3));
  const LateDrift zeros = late_drift(of_lag_one(no_repeats()));
  EXPECT_EQ(zeros.first, 1);
  EXPECT_FALSE(zeros.second);
}

TEST(TheClimbingTime, HasTheReferenceValue) {
  const auto time = climbing_time(of_lag_one(flips()), Rational(4), false);
  ASSERT_TRUE(time);
  EXPECT_TRUE(has_digits(time->time, "1305.41449601920033"));
  EXPECT_LT(time->apart, Real50("1e-20"));
  // An independent token: no drift.
  EXPECT_FALSE(climbing_time(of_lag_one(parse_kernel("1/3,2/3;1/3,2/3", {1})), Rational(1), false));
}

// a(t) is near log(2 kappa_2 t) / 2 where transitions are positive, and near log(kappa_1 t) where
// some are not: the time to a strength over its leading term tends to one as exp(-a).
TEST(TheClimbingTime, GrowsAsThePowerThatTheLateDriftSays) {
  const auto ratio = [](const Kernel& kernel, int a) {
    const auto joint = of_lag_one(kernel);
    const LateDrift late = late_drift(joint);
    const Real50 time = climbing_time(joint, Rational(a), false)->time, u = exp(Real50(a));
    const Real50 leading = late.second ? Real50(u * u / (2 * from_rational<Real50>(*late.second)))
                                       : Real50(u / from_rational<Real50>(late.first));
    return Real50(time / leading);
  };
  for (const Kernel& kernel : {flips(), no_repeats()}) {
    Real50 before(0);
    for (const int a : {6, 11}) {
      const Real50 apart = abs(Real50(ratio(kernel, a) - 1));
      if (a > 6) {
        EXPECT_LT(apart, Real50(before / 10)) << a;  // e^-4, and a term linear in a
      }
      before = apart;
    }
    EXPECT_LT(before, Real50("0.001"));
  }
}

TEST(TheReleasedCriterion, HasTheReferenceValues) {
  const auto joint = of_lag_one(flips());
  EXPECT_TRUE(has_digits(released_late_drift<Interval>(joint), "0.127540668798145"));
  EXPECT_TRUE(has_digits(released_drift(joint, Interval(1)), "0.0625"));
  EXPECT_TRUE(has_digits(released_drift(joint, exp(Interval(1))), "0.0378460248678909"));
  EXPECT_TRUE(has_digits(released_drift(joint, exp(Interval(4))), "0.00232753333088918"));
  EXPECT_TRUE(
      has_digits(released_late_drift<Interval>(of_lag_one(skewed())), "-0.0077974711930924"));
  // There the strength stops growing.
  EXPECT_FALSE(climbing_time(of_lag_one(skewed()), Rational(20), true));
}

TEST(TheReleasedCriterion, FallsByItsDrift) {
  // The slope of the loss by central differences of step 10^-12 in Real50: error of order 10^-24.
  const auto joint = of_lag_one(skewed());
  const Real50 step("1e-12");
  const auto loss = [&](const Real50& a) { return released_loss(joint, Real50(exp(a))); };
  const Real50 slope = (loss(Real50(1) + step) - loss(Real50(1) - step)) / (2 * step);
  EXPECT_LT(abs(Real50(slope + released_drift(joint, Real50(exp(Real50(1)))))), Real50("1e-20"));
}

}  // namespace
}  // namespace lemmascope::ngram
