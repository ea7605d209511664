#include "properties/statistics/clopper_pearson.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>

#include "theory/numeric/require.hpp"

namespace lemmascope::statistics {
namespace {

using boost::math::binomial;
using Beta = boost::math::beta_distribution<double>;

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

// The smallest number of successes that shows "p >= bound"; trials + 1 if none.
std::int64_t smallest_showing_count(double bound, std::int64_t trials, double error_rate) {
  std::int64_t low = -1, high = trials + 1;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (clopper_pearson(middle, trials, error_rate).lower >= bound ? high : low) = middle;
  }
  return high;
}

double probability_at_most(std::int64_t count, std::int64_t trials, double p) {
  if (count < 0) return 0;
  return cdf(binomial(static_cast<double>(trials), p), static_cast<double>(count));
}

}  // namespace

ConfidenceInterval clopper_pearson(std::int64_t successes, std::int64_t trials, double error_rate) {
  require(trials > 0 && successes >= 0 && successes <= trials,
          "a proportion needs 0 <= successes <= trials and at least one trial");
  require(error_rate > 0 && error_rate < 1, "an error rate must lie between 0 and 1");
  const auto k = static_cast<double>(successes), n = static_cast<double>(trials);
  ConfidenceInterval interval;
  interval.lower = successes == 0 ? 0 : quantile(Beta(k, n - k + 1), error_rate / 2);
  interval.upper =
      successes == trials ? 1 : quantile(complement(Beta(k + 1, n - k), error_rate / 2));
  return interval;
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
  auto enough = [&](std::int64_t trials) {
    const std::int64_t showing = smallest_showing_count(bound, trials, error_rate);
    return 1 - probability_at_most(showing - 1, trials, truth) >= power;
  };
  std::int64_t high = 1;
  while (!enough(high)) high *= 2;
  // The power is a saw tooth in the number of trials; from the first doubling on, bisect to a local
  // least.
  std::int64_t low = high / 2;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace lemmascope::statistics
