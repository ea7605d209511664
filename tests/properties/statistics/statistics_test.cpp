// Confidence statements against exact binomial sums, closed forms and known values.
#include <gtest/gtest.h>

#include <cmath>

#include "properties/statistics/clopper_pearson.hpp"
#include "properties/statistics/concentration.hpp"
#include "properties/statistics/ledger.hpp"
#include "theory/numeric/rational.hpp"

namespace lemmascope::statistics {
namespace {

// P(X <= k) for X binomial, by exact summation in rationals.
Rational binomial_cdf(int k, int n, const Rational& p) {
  Rational sum = 0, term = 1;
  for (int i = 0; i < n; ++i) term *= 1 - p;
  for (int i = 0; i <= k; ++i) {
    sum += term;
    term = term * Rational(n - i, i + 1) * p / (1 - p);
  }
  return sum;
}

TEST(ClopperPearson, CoversEveryProportionAtTheStatedRate) {
  constexpr int kTrials = 12;
  const Rational error_rate(1, 10);
  for (int percent = 1; percent < 100; ++percent) {
    const Rational p(percent, 100);
    Rational covered = 0;
    for (int k = 0; k <= kTrials; ++k) {
      const auto interval = clopper_pearson(k, kTrials, 0.1);
      const double value = to_double(p);
      if (interval.lower <= value && value <= interval.upper) {
        covered +=
            binomial_cdf(k, kTrials, p) - (k > 0 ? binomial_cdf(k - 1, kTrials, p) : Rational(0));
      }
    }
    EXPECT_GE(covered, 1 - error_rate) << percent;
  }
}

TEST(ClopperPearson, AllSuccessesHaveTheClosedFormLimit) {
  // (error / 2)^(1/n); the quantile is good to a few hundred units in the last place at worst.
  const auto interval = clopper_pearson(20, 20, 0.05);
  EXPECT_DOUBLE_EQ(interval.lower, std::pow(0.025, 1.0 / 20));
  EXPECT_EQ(interval.upper, 1);
}

TEST(ClopperPearson, OneSuccessHasTheClosedFormLimit) {
  // P(at least one success) = error / 2 at p = 1 - (1 - error / 2)^(1/n), a difference that loses
  // three digits of double.
  const double expected = 1 - std::pow(0.975, 1.0 / 20);
  const double found = clopper_pearson(1, 20, 0.05).lower;
  EXPECT_LE(std::abs(found - expected), 0x1p-40 * expected);
}

TEST(ClopperPearson, RefusesImpossibleCounts) {
  EXPECT_ANY_THROW(clopper_pearson(3, 2, 0.05));
  EXPECT_ANY_THROW(clopper_pearson(0, 0, 0.05));
  EXPECT_ANY_THROW(clopper_pearson(-1, 2, 0.05));
}

// P(X >= k) for X binomial, each double taken as the fraction it is.
Rational tail_at(int k, int n, double p) { return 1 - binomial_cdf(k - 1, n, Rational(p)); }

TEST(ClopperPearson, LimitsHaveTheStatedTailAtTinyRatesOnBothSidesOfTheQuantile) {
  for (const double rate : {1e-20, 1.9e-60, 2e-60, 2.1e-60, 1e-100, 1e-150, 1e-300}) {
    for (const auto& [k, n] : {std::pair{5, 10}, {10, 10}, {99, 100}, {3, 200}, {199, 200}}) {
      const auto limits = clopper_pearson(k, n, rate);
      const Rational half = Rational(rate) / 2;
      // The condition number of the tail in p is at most k, in log p at most |log p| k: 2^-30
      // leaves room for 200 terms and logarithms below 2^10.
      const Rational slack = half / (1 << 30);
      EXPECT_LE(abs(Rational(tail_at(k, n, limits.lower) - half)), slack) << rate << " " << k;
      if (k == n || limits.upper > 0.999) continue;  // 1 - upper has no digits left there
      EXPECT_LE(abs(Rational(binomial_cdf(k, n, Rational(limits.upper)) - half)), slack * 256)
          << rate << " " << k;
    }
    EXPECT_EQ(clopper_pearson(0, 7, rate).lower, 0);
    EXPECT_EQ(clopper_pearson(7, 7, rate).upper, 1);
  }
  EXPECT_NO_THROW(clopper_pearson(3, 1000, 1e-95));
}

// Whether n trials show "p >= bound" with the power, by exact sums.
bool shows_in_fractions(int n, const Rational& truth, const Rational& bound, const Rational& rate,
                        const Rational& power) {
  for (int k = 0; k <= n; ++k) {
    if (1 - (k > 0 ? binomial_cdf(k - 1, n, bound) : Rational(0)) > rate / 2) continue;
    return 1 - (k > 0 ? binomial_cdf(k - 1, n, truth) : Rational(0)) >= power;
  }
  return false;
}

TEST(ClopperPearson, NeededTrialsAreTheLeast) {
  EXPECT_EQ(trials_needed(0.9, 0.5, 1e-3, 0.99), 37);
  for (const auto& [truth, bound] : {std::pair{Rational(9, 10), Rational(1, 2)},
                                     {Rational(3, 4), Rational(1, 4)},
                                     {Rational(99, 100), Rational(4, 5)},
                                     {Rational(1, 2), Rational(1, 5)}}) {
    for (const int nines : {10, 100}) {
      const Rational power = 1 - Rational(1, nines);
      int n = 1;
      while (!shows_in_fractions(n, truth, bound, Rational(1, 1000), power)) ++n;
      EXPECT_EQ(trials_needed(to_double(truth), to_double(bound), 1e-3, to_double(power)), n)
          << to_text(truth) << " " << to_text(bound) << " " << nines;
    }
  }
}

TEST(ClopperPearson, NeededTrialsSufficeAndPowerGrowsWithThem) {
  const auto trials = trials_needed(0.99, 0.9, 1e-6, 0.99);
  EXPECT_GT(trials, 50);
  EXPECT_LT(trials, 2000);
  EXPECT_GT(trials_needed(0.95, 0.9, 1e-6, 0.99), trials);
}

TEST(ClopperPearson, TheDetectableProportionApproachesTheBound) {
  const double few = largest_detectable_proportion(0.9, 50, 1e-6, 0.99);
  const double many = largest_detectable_proportion(0.9, 5000, 1e-6, 0.99);
  EXPECT_LT(few, many);
  EXPECT_LT(many, 0.9);
  EXPECT_EQ(largest_detectable_proportion(0.9, 1, 1e-9, 0.99), 0) << "one trial refutes nothing";
}

TEST(ClopperPearson, ATwinAtTheDetectableProportionIsCaughtAtTheStatedPower) {
  constexpr int kTrials = 200;
  const double p = largest_detectable_proportion(0.9, kTrials, 1e-6, 0.99);
  int refuting = -1;
  for (int k = 0; k <= kTrials; ++k) {
    if (at_least(clopper_pearson(k, kTrials, 1e-6), 0.9) == Decision::refuted) refuting = k;
  }
  // Rounded up to a fraction that is certainly not above p.
  const Rational below(static_cast<int>(p * 10000), 10000);
  EXPECT_GE(binomial_cdf(refuting, kTrials, below), Rational(99, 100));
}

TEST(Hoeffding, SamplesAndRadiusInvertEachOther) {
  const auto samples = hoeffding_samples(0.01, 2, 1e-6);
  EXPECT_LE(hoeffding_radius(samples, 2, 1e-6), 0.01);
  EXPECT_GT(hoeffding_radius(samples - 1, 2, 1e-6), 0.01);
}

TEST(EmpiricalBernstein, SamplesAndRadiusInvertEachOther) {
  for (const double variance : {0.0, 1e-4, 0.25}) {
    const auto samples = empirical_bernstein_samples(0.01, variance, 1, 1e-6);
    EXPECT_LE(empirical_bernstein_radius(samples, variance, 1, 1e-6), 0.01);
    EXPECT_GT(empirical_bernstein_radius(samples - 1, variance, 1, 1e-6), 0.01);
  }
  EXPECT_EQ(empirical_bernstein_samples(1e9, 0.25, 1, 1e-6), 2);
  EXPECT_ANY_THROW(empirical_bernstein_samples(0, 0.25, 1, 1e-6));
}

TEST(EmpiricalBernstein, IsFarTighterThanHoeffdingForSmallVariance) {
  EXPECT_LT(10 * empirical_bernstein_radius(1000000, 1e-6, 1, 1e-6),
            hoeffding_radius(1000000, 1, 1e-6));
}

TEST(Dkw, DistanceOfTheOwnQuantilesIsHalfAStep) {
  std::vector<double> sample;
  for (int k = 0; k < 8; ++k) sample.push_back((k + 0.5) / 8);  // dyadic: no rounding anywhere
  EXPECT_EQ(distance_from(sample, [](double x) { return x; }), 1.0 / 16);
  EXPECT_LT(1.0 / 16, dkw_radius(8, 1e-6));
}

TEST(Dkw, DistanceOfCountsIsTakenWhereTheDistributionsStep) {
  // F_n: 1/4, 3/4, 1; F: 1/2, 5/8, 1. Dyadic: no rounding anywhere.
  EXPECT_EQ(distance_from(std::vector<std::int64_t>{1, 2, 1}, {0.5, 0.125, 0.375}), 0.25);
  EXPECT_EQ(distance_from(std::vector<std::int64_t>{2, 1, 1}, {0.5, 0.25, 0.25}), 0.0);
  // Below as well as above: F_n falls short of F by 1/2 at the first value.
  EXPECT_EQ(distance_from(std::vector<std::int64_t>{0, 4}, {0.5, 0.5}), 0.5);
  EXPECT_ANY_THROW(distance_from(std::vector<std::int64_t>{1, 2}, {1.0}));
  EXPECT_ANY_THROW(distance_from(std::vector<std::int64_t>{0, 0}, {0.5, 0.5}));
}

TEST(Dkw, RadiusHasMassartsConstant) {
  // sqrt(ln(2 / (2 / e^2)) / (2 n)) = 1 / sqrt(n); ln, the quotient and sqrt round once each.
  EXPECT_DOUBLE_EQ(dkw_radius(64, 2 * std::exp(-2.0)), 1.0 / 8);
  EXPECT_EQ(dkw_samples(0.125, 1e-6), hoeffding_samples(0.125, 1, 1e-6));
  EXPECT_LE(dkw_radius(dkw_samples(0.01, 1e-6), 1e-6), 0.01);
}

TEST(Hoeffding, RadiusGrowsWithTheRangeAndFallsWithTheRoot) {
  EXPECT_DOUBLE_EQ(hoeffding_radius(100, 3, 1e-3), 3 * hoeffding_radius(100, 1, 1e-3));
  EXPECT_DOUBLE_EQ(hoeffding_radius(400, 1, 1e-3), hoeffding_radius(100, 1, 1e-3) / 2);
  EXPECT_ANY_THROW(hoeffding_radius(0, 1, 1e-3));
  EXPECT_ANY_THROW(hoeffding_radius(1, 1, 0));
  EXPECT_ANY_THROW(hoeffding_radius(1, 1, 1));
}

TEST(EmpiricalBernstein, IsTheRadiusOfItsFormula) {
  // ln(4 / e) = 2 and n = 9: sqrt(2 V 2 / 9) + 7 R 2 / 24 with V = 9/4, R = 12: 1 + 7.
  const double rate = 4 * std::exp(-2.0);
  EXPECT_DOUBLE_EQ(empirical_bernstein_radius(9, 2.25, 12, rate), 8);
  EXPECT_ANY_THROW(empirical_bernstein_radius(1, 1, 1, 1e-6));
  const ConfidenceInterval interval = bernstein_interval({5, 2.25, 9}, 12, rate);
  EXPECT_DOUBLE_EQ(interval.lower, -3);
  EXPECT_DOUBLE_EQ(interval.upper, 13);
}

TEST(MeanOf, MatchesTheDefinition) {
  const MeanEstimate estimate = mean_of({1, 2, 3, 4});
  EXPECT_EQ(estimate.samples, 4);
  EXPECT_DOUBLE_EQ(estimate.mean, 2.5);
  EXPECT_DOUBLE_EQ(estimate.variance, 5.0 / 3);
}

TEST(Decision, LeavesOpenWhatTheIntervalStraddles) {
  EXPECT_EQ(at_least({0.4, 0.6}, 0.5), Decision::open);
  EXPECT_EQ(at_least({0.5, 0.6}, 0.5), Decision::shown);
  EXPECT_EQ(at_least({0.3, 0.4}, 0.5), Decision::refuted);
  EXPECT_EQ(at_most({0.3, 0.4}, 0.5), Decision::shown);
  EXPECT_EQ(at_most({0.3, 0.5}, 0.5), Decision::shown);
  EXPECT_EQ(at_most({0.5, 0.6}, 0.5), Decision::open);
  EXPECT_EQ(at_most({0.6, 0.7}, 0.5), Decision::refuted);
  EXPECT_EQ(at_least({0.3, 0.5}, 0.5), Decision::open);
}

TEST(FalseAlarmLedger, NeverSpendsMoreThanItsBudget) {
  FalseAlarmLedger ledger(1e-6);
  for (int k = 0; k < kMostAssertions; ++k) ledger.draw("assertion " + std::to_string(k));
  EXPECT_DOUBLE_EQ(ledger.spent(), 1e-6);  // all of it, in kMostAssertions equal shares
  EXPECT_ANY_THROW(ledger.draw("one more"));
}

TEST(FalseAlarmLedger, GivesEveryAssertionTheSameShare) {
  FalseAlarmLedger ledger;
  EXPECT_EQ(ledger.draw("first"), kAssertionRate);
  EXPECT_EQ(ledger.draw("second"), kAssertionRate);
  EXPECT_DOUBLE_EQ(ledger.spent(), 2 * kAssertionRate);
  EXPECT_EQ(ledger.budget(), kFalseAlarmBudget);
  EXPECT_ANY_THROW(FalseAlarmLedger(0));
  EXPECT_ANY_THROW(FalseAlarmLedger(1));
}

TEST(FalseAlarmLedger, RefusesADoubleEntry) {
  FalseAlarmLedger ledger;
  ledger.draw("twice");
  EXPECT_ANY_THROW(ledger.draw("twice"));
}

TEST(Concentration, RefusesWhatCannotBeASample) {
  EXPECT_ANY_THROW(hoeffding_samples(1e-12, 1, 1e-6));
  EXPECT_ANY_THROW(empirical_bernstein_samples(1e-12, 1, 1, 1e-6));
  EXPECT_ANY_THROW(empirical_bernstein_samples(1e-19, 0, 1, 1e-6));
  for (const double wrong : {-1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_ANY_THROW(hoeffding_radius(10, wrong, 1e-6));
    EXPECT_ANY_THROW(hoeffding_samples(0.1, wrong, 1e-6));
    EXPECT_ANY_THROW(empirical_bernstein_radius(10, wrong, 1, 1e-6));
    EXPECT_ANY_THROW(empirical_bernstein_radius(10, 1, wrong, 1e-6));
  }
}

}  // namespace
}  // namespace lemmascope::statistics
