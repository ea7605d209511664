// How the attention kernel is summed: a lattice of scores with its step and reach, and a certified
// bound on what a sum over it differs from the integral.
//
// Scores differ from the last position's by w + v, w Gaussian from the positions (shared by both
// strings), v Gaussian from the symbols. A sum over a lattice of step h is the integral plus the
// Fourier transform at the multiples of 2 pi / h (Poisson). The integrand is analytic where the
// imaginary parts of scores lie within an arc below pi; shifting w and v by up to d into the
// complex plane gives e^{-2 pi d / h} for each multiple. The tails beyond the reach are those of
// Gaussians.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope::templates {

/// The inverse temperature beta, the strength gamma of positions, and the multiple a of the
/// identity in W_K W_Q^T, which adds a to the scores of positions that hold the last one's symbol.
struct KernelParameters {
  Rational beta{1}, gamma{1}, identity{0};
};

/// Throws PreconditionError unless beta and gamma are positive.
void require_kernel(const KernelParameters& parameters);

struct LatticePlan {
  int length = 2;                     ///< positions of a string, k
  Rational step;                      ///< h, dyadic: exact in every number type
  int outer_reach = 0;                ///< w runs over -outer_reach h ... outer_reach h
  int inner_reach = 0;                ///< v with variance 2 beta^2, about its mean
  int narrow_reach = 0;               ///< v with variance beta^2
  Rational outer_shift, inner_shift;  ///< how far w and v go into the complex plane, d
  /// Upper bound on |sum - integral| for a product of two softmax entries summed over positions,
  /// at most one.
  Rational error;
};

/// Steps and reach for an error of about 10^-digits; `error` is certified whatever the guess.
/// Throws PreconditionError unless length is 2 or 3 and 1 <= digits <= 220.
LatticePlan lattice_plan(int length, const KernelParameters& parameters, int digits);

/// Bound on the aliases of one Gaussian direction of the variance: e^{d^2/(2 variance)} 2q/(1-q)
/// with q = e^{-2 pi d / h}.
Interval alias_bound(const Rational& variance, const Rational& shift, const Rational& step);
/// Bound on the sum of h times the density over a lattice, further than `reach` from the mean.
Interval tail_bound(const Rational& variance, const Rational& reach, const Rational& step);
/// |s . t| <= this for softmax vectors s, t of complex scores whose imaginary parts lie within an
/// arc of at most 3: 1 / cos^2(3/2).
inline constexpr int kArcBound = 200;

/// The bound on |sum - integral| of a product of two softmax vectors over blocks of Gaussian
/// variables with these alias and tail bounds, weights normalised to sum to one.
Rational error_of_blocks(const std::vector<Interval>& aliases, const std::vector<Interval>& tails);

/// The upper end as a fraction.
Rational upper_fraction(const Interval& value);

}  // namespace lemmascope::templates
