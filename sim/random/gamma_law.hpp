// Gamma variates by inversion, one random word each. No rejection: the number of words a draw
// consumes is fixed, so a sampler can read its stream in any order and by vectors.
//
// For shape a < 1 the quantile behaves like (u Gamma(1+a))^(1/a) near u = 0, so the table holds the
// smooth factor x / u^(1/a) over octaves of the upper tail v = 1 - u; for a >= 1 it holds x itself.
// Above a = 1/2 the factor is not smooth at u = 0, and the octaves are those of the nearer tail.
// Each octave is a degree-6 polynomial in its mantissa, relative error below 2^-19 (tested against
// Boost.Math). Words carry 31 bits into each tail, so values beyond the 2^-32 quantiles do not
// occur.
#pragma once

#include <array>
#include <cstdint>

namespace lemmascope::sim {

/// log |Gamma(x)|. The standard library's leaves the sign where all threads share it.
double log_gamma(double x);

/// Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, for a > 0, x >= 0, without
/// cancellation in the smaller one (series below a + 1, continued fraction above; Abramowitz &
/// Stegun 6.5.29 and 6.5.31).
struct GammaProbability {
  double lower = 0;
  double upper = 0;
};
GammaProbability gamma_probability(double shape, double x);

/// log of the x with P(shape, x) = lower; `upper` = 1 - lower is given apart so that neither tail
/// is rounded.
double log_gamma_quantile(double shape, double lower, double upper);

/// The largest power of u that kernels raise by repeated squaring. Smaller shapes take logarithms.
inline constexpr int kLargestPower = 15;

/// How a kernel turns a table value c and a uniform u into a variate.
enum class GammaForm {
  power,      ///< x = u^power * c
  logarithm,  ///< log x = log(u) / shape + c: for shapes so small that x underflows
};

/// The tabulated quantile function of Gamma(shape, 1) in single precision.
struct GammaTable {
  static constexpr int kOctaves = 32;
  static constexpr int kCoefficients = 7;
  /// Coefficients, highest power first, by coefficient and octave.
  using Side = std::array<std::array<float, kOctaves>, kCoefficients>;

  GammaForm form = GammaForm::power;
  int power = 0;             ///< 0 when the table holds x itself
  float inverse_shape = 1;   ///< 1 / shape, used by the logarithm form
  bool two_sided = false;    ///< shape > 1/2: below the median the octaves are those of u
  alignas(64) Side upper{};  ///< over octaves of 1 - u
  alignas(64) Side lower{};  ///< over octaves of u, when two_sided

  /// `entries` is the length of the Dirichlet row the variates are for: the power form is chosen
  /// only for powers up to kLargestPower, and if a whole row of it underflows with probability
  /// below 2^-36. Throws PreconditionError
  /// unless 1e-4 <= shape <= 1000.
  static GammaTable make(double shape, int entries);
};

/// Smallest variate a row keeps before it is normalised: far above the underflow of single
/// precision, far below anything that moves a sum.
inline constexpr float kSmallestVariate = 0x1p-120f;
/// log(2^-120), rounded towards zero.
inline constexpr float kLogSmallestVariate = -83.0f;

}  // namespace lemmascope::sim
