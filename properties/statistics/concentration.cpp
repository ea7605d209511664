#include "properties/statistics/concentration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "theory/numeric/require.hpp"

namespace lemmascope::statistics {
namespace {

void require_sample(std::int64_t samples, std::int64_t least, double error_rate) {
  require(samples >= least, "too few samples for a confidence radius");
  require(error_rate > 0 && error_rate < 1, "an error rate must lie between 0 and 1");
}

// Not !(range < 0): nan is refused too.
void require_range(double range) {
  require(range >= 0 && std::isfinite(range),
          fmt::format("expected a finite range of at least 0, found {}", range));
}

constexpr std::int64_t kMostSamples = std::int64_t{1} << 62;

[[noreturn]] void refuse_radius(double radius) {
  refuse(fmt::format("a radius of {} needs more than 2^62 samples", radius));
}

}  // namespace

double hoeffding_radius(std::int64_t samples, double range, double error_rate) {
  require_sample(samples, 1, error_rate);
  require_range(range);
  return range * std::sqrt(std::log(2 / error_rate) / (2 * static_cast<double>(samples)));
}

std::int64_t hoeffding_samples(double radius, double range, double error_rate) {
  require_sample(1, 1, error_rate);
  require_range(range);
  require(radius > 0, "a radius must be positive");
  const double ratio = range / radius;
  const double samples = std::ceil(ratio * ratio * std::log(2 / error_rate) / 2);
  if (!(samples <= static_cast<double>(kMostSamples))) refuse_radius(radius);
  return std::max(std::int64_t{1}, static_cast<std::int64_t>(samples));
}

double empirical_bernstein_radius(std::int64_t samples, double variance, double range,
                                  double error_rate) {
  require_sample(samples, 2, error_rate);
  require_range(range);
  require(variance >= 0 && std::isfinite(variance),
          fmt::format("expected a finite variance of at least 0, found {}", variance));
  const auto n = static_cast<double>(samples);
  const double log_term = std::log(4 / error_rate);
  return std::sqrt(2 * variance * log_term / n) + 7 * range * log_term / (3 * (n - 1));
}

std::int64_t empirical_bernstein_samples(double radius, double variance, double range,
                                         double error_rate) {
  require(radius > 0, "a radius must be positive");
  const auto enough = [&](std::int64_t samples) {
    return empirical_bernstein_radius(samples, variance, range, error_rate) <= radius;
  };
  std::int64_t high = 2;
  while (!enough(high)) {
    if (high >= kMostSamples) refuse_radius(radius);
    high *= 2;
  }
  std::int64_t low = high / 2;  // the radius falls with the number of samples
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

double dkw_radius(std::int64_t samples, double error_rate) {
  return hoeffding_radius(samples, 1, error_rate);
}

std::int64_t dkw_samples(double radius, double error_rate) {
  return hoeffding_samples(radius, 1, error_rate);
}

double distance_from(const std::vector<std::int64_t>& counts,
                     const std::vector<double>& probabilities) {
  require(counts.size() == probabilities.size(), "expected one count for each probability");
  const auto samples = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  require(samples > 0, "an empty sample has no distribution function");
  std::int64_t seen = 0;
  double distribution = 0, distance = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    seen += counts[k];
    distribution += probabilities[k];
    const double share = static_cast<double>(seen) / static_cast<double>(samples);
    distance = std::max(distance, std::abs(share - distribution));
  }
  return distance;
}

MeanEstimate mean_of(const std::vector<double>& values) {
  MeanEstimate estimate;
  double squares = 0;
  for (const double value : values) {
    ++estimate.samples;
    const double step = value - estimate.mean;
    estimate.mean += step / static_cast<double>(estimate.samples);
    squares += step * (value - estimate.mean);
  }
  if (estimate.samples > 1) estimate.variance = squares / static_cast<double>(estimate.samples - 1);
  return estimate;
}

ConfidenceInterval bernstein_interval(const MeanEstimate& e, double range, double error_rate) {
  const double radius = empirical_bernstein_radius(e.samples, e.variance, range, error_rate);
  return {e.mean - radius, e.mean + radius};
}

}  // namespace lemmascope::statistics
