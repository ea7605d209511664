#include "properties/statistics/clopper_pearson.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::statistics {
namespace {

using boost::math::binomial;
using Beta = boost::math::beta_distribution<double>;

// Below this rate Boost's beta quantile does not always converge (3 successes of 1000 at 1e-95);
// the bisection in logarithms takes over well before.
constexpr double kLeastRateOfTheQuantile = 1e-60;

// log P(X >= k) for X binomial with success probability e^log_p below k / n, where terms fall.
double log_tail(std::int64_t k, std::int64_t n, double log_p) {
  const double log_rest = std::log1p(-std::exp(log_p));
  const double odds = std::exp(log_p - log_rest);
  double term = 1, sum = 1;
  for (std::int64_t j = k; j < n && term > sum * 0x1p-60; ++j) {
    term *= odds * static_cast<double>(n - j) / static_cast<double>(j + 1);
    sum += term;
  }
  const auto log_factorial = [](std::int64_t m) {
    return boost::math::lgamma(static_cast<double>(m) + 1);
  };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k) +
         static_cast<double>(k) * log_p + static_cast<double>(n - k) * log_rest + std::log(sum);
}

// The p with P(X >= k) = rate for a rate far below one half, so that p < k / n.
double lower_limit_by_logarithms(std::int64_t k, std::int64_t n, double rate) {
  // P(X >= k) <= (n p)^k, so log p >= log(rate) / k - log n.
  double low = std::log(rate) / static_cast<double>(k) - std::log(static_cast<double>(n));
  double high = std::log(static_cast<double>(k)) - std::log(static_cast<double>(n));
  constexpr int kBisections = 64;  // a bracket below 2^10 shrinks under the last bit of a double
  for (int step = 0; step < kBisections; ++step) {
    const double middle = (low + high) / 2;
    // At k = n the bracket ends at p = 1, where 1 - p has no logarithm.
    const double tail = k == n ? static_cast<double>(k) * middle : log_tail(k, n, middle);
    (tail > std::log(rate) ? high : low) = middle;
  }
  return std::exp(low);
}

double lower_limit(std::int64_t k, std::int64_t n, double rate) {
  if (k == 0) return 0;
  if (rate < kLeastRateOfTheQuantile) return lower_limit_by_logarithms(k, n, rate);
  return quantile(Beta(static_cast<double>(k), static_cast<double>(n - k) + 1), rate);
}

double upper_limit(std::int64_t k, std::int64_t n, double rate) {
  if (k == n) return 1;
  if (rate < kLeastRateOfTheQuantile) return 1 - lower_limit_by_logarithms(n - k, n, rate);
  return quantile(complement(Beta(static_cast<double>(k) + 1, static_cast<double>(n - k)), rate));
}

// The largest number of successes that refutes "p >= bound": its upper limit is below the bound. -1
// if none.
std::int64_t largest_refuting_count(double bound, std::int64_t trials, double error_rate) {
  std::int64_t low = -1, high = trials;  // refutes at low, not at high
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (clopper_pearson(middle, trials, error_rate).upper < bound ? low : high) = middle;
  }
  return low;
}

// The smallest number of successes that shows "p >= bound", known to be at least `least`; trials +
// 1 if none.
std::int64_t smallest_showing_count(double bound, std::int64_t trials, double error_rate,
                                    std::int64_t least = 0) {
  const auto shows = [&](std::int64_t k) {
    return k > trials || clopper_pearson(k, trials, error_rate).lower >= bound;
  };
  if (shows(least)) return least;
  if (least < trials && shows(least + 1)) return least + 1;
  std::int64_t low = least, high = trials + 1;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (shows(middle) ? high : low) = middle;
  }
  return high;
}

constexpr std::int64_t kMostTrials = std::int64_t{1} << 40;
constexpr std::int64_t kMostTrialsTried = 1 << 15;  // one after another, a few microseconds each

double probability_at_most(std::int64_t count, std::int64_t trials, double p) {
  if (count < 0) return 0;
  return cdf(binomial(static_cast<double>(trials), p), static_cast<double>(count));
}

}  // namespace

ConfidenceInterval clopper_pearson(std::int64_t successes, std::int64_t trials, double error_rate) {
  require(trials > 0 && successes >= 0 && successes <= trials,
          "a proportion needs 0 <= successes <= trials and at least one trial");
  require(error_rate > 0 && error_rate < 1, "an error rate must lie between 0 and 1");
  return {lower_limit(successes, trials, error_rate / 2),
          upper_limit(successes, trials, error_rate / 2)};
}

double largest_detectable_proportion(double bound, std::int64_t trials, double error_rate,
                                     double power) {
  const std::int64_t refuting = largest_refuting_count(bound, trials, error_rate);
  double low = 0, high = bound;    // power is reached at low, missed at high
  constexpr int kBisections = 60;  // to the last bit of a double
  for (int step = 0; step < kBisections; ++step) {
    const double middle = (low + high) / 2;
    (probability_at_most(refuting, trials, middle) >= power ? low : high) = middle;
  }
  return low;
}

std::int64_t trials_needed(double truth, double bound, double error_rate, double power) {
  require(truth > bound && truth <= 1 && bound >= 0, "the true proportion must exceed the bound");
  require(power > 0 && power < 1, "a power must lie between 0 and 1");
  std::int64_t showing = 0;
  const auto enough = [&](std::int64_t trials, std::int64_t least) {
    showing = smallest_showing_count(bound, trials, error_rate, least);
    return showing <= trials && 1 - probability_at_most(showing - 1, trials, truth) >= power;
  };
  std::int64_t high = 1;
  while (!enough(high, 0)) {
    require(high < kMostTrials,
            "the true proportion is too close to the bound: more than 2^40 "
            "trials would be needed to tell them apart");
    high *= 2;
  }
  // The power is a saw tooth in the number of trials, so the least is found by going through them;
  // the count that shows never falls when a trial is added.
  if (high <= kMostTrialsTried) {
    std::int64_t trials = 1;
    for (showing = 0; !enough(trials, showing); ++trials) {
    }
    return trials;
  }
  std::int64_t low = high / 2;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (enough(middle, 0) ? high : low) = middle;
  }
  return high;
}

}  // namespace lemmascope::statistics
