#include "sim/random/gamma_law.hpp"

#include <cmath>
#include <numbers>

#include "theory/numeric/require.hpp"

namespace lemmascope::sim {
namespace {

/// sum_n x^n / ((a+1)...(a+n)), so that P = x^a e^-x / Gamma(a+1) times it.
double lower_series(double a, double x) {
  double term = 1;
  double sum = 1;
  for (int n = 1; n < 10000 && term > sum * 1e-17; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/// Lentz's evaluation of 1/(x+1-a- 1(1-a)/(x+3-a- ...)), so that Q = x^a e^-x / Gamma(a) times it.
double upper_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / b;
  double h = d;
  for (int n = 1; n < 10000; ++n) {
    const double an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/// 1 / shape where kernels can raise to it and whole rows practically never underflow in single
/// precision, else 0.
int direct_power(double shape, int entries) {
  const double power = std::round(1 / shape);
  if (shape > 0.5 || power > kLargestPower || std::abs(power * shape - 1) > 1e-12) return 0;
  // P(x < 2^-120) is about (2^-120)^shape for one entry.
  const bool safe = 120 * shape * entries >= 36;
  return safe ? static_cast<int>(power) : 0;
}

struct Tail {
  bool is_upper;
  int octave;
};

/// The tabulated function at mantissa m in [1, 2) of an octave: the tail probability is m
/// 2^-(octave+1).
double tabulated(double shape, const GammaTable& table, Tail tail, double mantissa) {
  const double p = std::ldexp(mantissa, -(tail.octave + 1));
  const double lower = tail.is_upper ? 1 - p : p;
  const double log_x = log_gamma_quantile(shape, lower, tail.is_upper ? p : 1 - p);
  if (table.form == GammaForm::logarithm) return log_x - std::log(lower) / shape;
  return std::exp(log_x - table.power * std::log(lower));
}

/// Interpolates at Chebyshev nodes of t = mantissa - 3/2 in [-1/2, 1/2] and expands in powers of t.
void fit_octave(double shape, const GammaTable& table, Tail tail, GammaTable::Side& side) {
  constexpr int n = GammaTable::kCoefficients;
  std::array<double, n> node{};
  std::array<double, n> divided{};
  for (int k = 0; k < n; ++k) {
    node[k] = 0.5 * std::cos(std::numbers::pi * (k + 0.5) / n);
    divided[k] = tabulated(shape, table, tail, node[k] + 1.5);
  }
  for (int order = 1; order < n; ++order) {  // Newton's divided differences
    for (int k = n - 1; k >= order; --k) {
      divided[k] = (divided[k] - divided[k - 1]) / (node[k] - node[k - order]);
    }
  }
  std::array<double, n> power{};  // power[j] multiplies t^j
  for (int k = n - 1; k >= 0; --k) {
    for (int j = n - 1; j > 0; --j) power[j] = power[j - 1] - node[k] * power[j];
    power[0] = divided[k] - node[k] * power[0];
  }
  for (int j = 0; j < n; ++j) side[n - 1 - j][tail.octave] = static_cast<float>(power[j]);
}

}  // namespace

double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

GammaProbability gamma_probability(double shape, double x) {
  require(shape > 0 && x >= 0,
          fmt::format("expected shape > 0 and x >= 0, found {}, {}", shape, x));
  if (x == 0) return {0, 1};
  const double log_density = shape * std::log(x) - x - log_gamma(shape + 1);
  if (x < shape + 1) {
    const double lower = std::exp(log_density) * lower_series(shape, x);
    return {lower, 1 - lower};
  }
  const double upper = std::exp(log_density) * shape * upper_fraction(shape, x);
  return {1 - upper, upper};
}

double log_gamma_quantile(double shape, double lower, double upper) {
  require(lower > 0 && upper > 0, "expected probabilities strictly between 0 and 1");
  // P(a, x) >= x^a e^-x / Gamma(a+1) gives a bracket from below; doubling finds one from above.
  double low = (std::log(lower) + log_gamma(shape + 1)) / shape;
  if (low < -30) return low;  // there x^a/Gamma(a+1) is P up to a relative x < 1e-13
  double high = std::max(low + 1, 1.0);
  const auto too_high = [&](double y) {
    const GammaProbability p = gamma_probability(shape, std::exp(y));
    return lower < upper ? p.lower > lower : p.upper < upper;
  };
  while (!too_high(high)) high += 1;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    (too_high(middle) ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

GammaTable GammaTable::make(double shape, int entries) {
  require(shape >= 1e-4 && shape <= 1000,
          fmt::format("expected a Dirichlet concentration between 1e-4 and 1000, found {}", shape));
  GammaTable table;
  table.power = direct_power(shape, entries);
  table.two_sided = shape > 0.5;
  table.form = shape < 1 && table.power == 0 ? GammaForm::logarithm : GammaForm::power;
  table.inverse_shape = static_cast<float>(1 / shape);
  for (int octave = 0; octave < kOctaves; ++octave) {
    fit_octave(shape, table, {true, octave}, table.upper);
    if (table.two_sided) fit_octave(shape, table, {false, octave}, table.lower);
  }
  return table;
}

}  // namespace lemmascope::sim
