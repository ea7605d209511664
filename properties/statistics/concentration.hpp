// Confidence radii for means of bounded independent variables, and for distribution functions.
#pragma once

#include <cstdint>
#include <vector>

#include "properties/statistics/decision.hpp"

namespace lemmascope::statistics {

/// Hoeffding: |mean - E| <= range sqrt(ln(2 / error_rate) / (2 n)) with probability 1 - error_rate
/// for n independent variables in an interval of length `range`.
double hoeffding_radius(std::int64_t samples, double range, double error_rate);
/// Samples for which the radius is at most `radius`. Throws PreconditionError when they are more
/// than 2^62. Here and below a negative range or variance, or one that is not finite, is refused.
std::int64_t hoeffding_samples(double radius, double range, double error_rate);

/// Empirical Bernstein (Maurer and Pontil 2009, Theorem 4, two-sided): with V the sample variance
/// (divided by n - 1), |mean - E| <= sqrt(2 V ln(4 / e) / n) + 7 range ln(4 / e) / (3 (n - 1)), e
/// the error rate.
double empirical_bernstein_radius(std::int64_t samples, double variance, double range,
                                  double error_rate);
/// Samples for which that radius is at most `radius`, when they have this variance.
std::int64_t empirical_bernstein_samples(double radius, double variance, double range,
                                         double error_rate);

/// Dvoretzky-Kiefer-Wolfowitz with Massart's constant: sup |F_n - F| <= sqrt(ln(2 / error_rate) /
/// (2 n)).
double dkw_radius(std::int64_t samples, double error_rate);
/// Samples for which the DKW radius is at most `radius`.
std::int64_t dkw_samples(double radius, double error_rate);

/// sup |F_n - F| of a sample against a continuous distribution function; sorts a copy.
template <class Distribution>
double distance_from(std::vector<double> sample, Distribution distribution_function);

/// sup |F_n - F| of a sample of 0, 1, ..., of which value k was seen counts[k] times, against the
/// probabilities of those values; exactly where F_n and F step. Throws PreconditionError when the
/// sizes differ or nothing was seen.
double distance_from(const std::vector<std::int64_t>& counts,
                     const std::vector<double>& probabilities);

/// A mean with its confidence interval.
struct MeanEstimate {
  double mean = 0;
  double variance = 0;
  std::int64_t samples = 0;
};
/// Mean and sample variance by Welford's recurrence, in the order given.
MeanEstimate mean_of(const std::vector<double>& values);
/// The empirical Bernstein interval of a mean.
ConfidenceInterval bernstein_interval(const MeanEstimate& estimate, double range,
                                      double error_rate);

}  // namespace lemmascope::statistics

#include <algorithm>
#include <cmath>

namespace lemmascope::statistics {

template <class Distribution>
double distance_from(std::vector<double> sample, Distribution distribution_function) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t k = 0; k < sample.size(); ++k) {
    const double f = distribution_function(sample[k]);
    distance = std::max({distance, std::abs(f - static_cast<double>(k) / n),
                         std::abs(static_cast<double>(k + 1) / n - f)});
  }
  return distance;
}

}  // namespace lemmascope::statistics
