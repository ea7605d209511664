#include "properties/attack/coordinates.hpp"

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::attack {
namespace {

Integer floor_of(const Rational& x) {
  return Integer(numerator(x) / denominator(x));  // x >= 0: truncation is the floor
}

double tolerance(Level level) {
  return 1.0 / kFineness.at(static_cast<std::size_t>(std::clamp(level, 0, kFinest)));
}

// The simplest fraction between x (1 - tolerance) and x (1 + tolerance).
Rational near(double x, Level level) {
  const double within = tolerance(level);
  return simplest_between(Rational(x * (1 - within)), Rational(x * (1 + within)));
}

// exp runs from 1/kMostSkew to kMostSkew over the unit interval.
double skew(double unit) { return std::exp(std::log(kMostSkew) * (2 * unit - 1)); }

}  // namespace

Rational simplest_between(const Rational& low, const Rational& high) {
  require(low >= 0 && low <= high, "expected 0 <= low <= high for the simplest fraction between");
  const Integer whole = floor_of(low);
  if (Rational(whole) == low) return low;
  if (Rational(whole + 1) <= high) return Rational(whole + 1);
  // Both have the same whole part: the simplest reciprocal of the rest (a step of Stern-Brocot).
  const Rational rest_low = low - Rational(whole), rest_high = high - Rational(whole);
  return Rational(whole) + 1 / simplest_between(1 / rest_high, 1 / rest_low);
}

Rational probability(double unit, Level level) {
  // The smaller of p and 1 - p is rounded, so that both ends are reached alike.
  const double small = 1 / (1 + skew(std::abs(2 * unit - 1) / 2 + 0.5));
  const Rational p = std::min(near(small, level), Rational(1, 2));
  return unit <= 0.5 ? p : Rational(1 - p);
}

Rational scaled(double unit, double low, double high, Level level) {
  return near(std::exp(std::log(low) + unit * std::log(high / low)), level);
}

std::vector<Rational> shares(const double* unit, int entries, Level level) {
  std::vector<Rational> parts;
  Rational sum(0);
  for (int k = 0; k + 1 < entries; ++k) parts.push_back(near(skew(unit[k]), level));
  parts.emplace_back(1);
  for (const Rational& part : parts) sum += part;
  for (Rational& part : parts) part /= sum;
  return parts;
}

int whole(double unit, int low, int high) {
  return std::min(high, low + static_cast<int>(unit * (high - low + 1)));
}

}  // namespace lemmascope::attack
