// Exact half mean squared errors as polynomials in the rates, over random tasks w ~ N(0, I), and
// their minimisers, each certified.
#pragma once

#include <vector>

#include "theory/regression/real_roots.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::icl {

/// Inputs of one law; targets are w^T x with w ~ N(0, I).
struct Setting {
  regression::InputShape shape{10, 10};
  regression::InputLaw law;
};

/// Rate and loss of one step, in closed form: eta = N / (sigma^2 (N + d - 2 + kappa)), half-loss
/// d sigma^2 / 2 (1 - N / (N + d - 2 + kappa)).
Rational best_one_step_rate(const Setting& setting);
Rational best_one_step_half_loss(const Setting& setting);

/// The least half-loss of one step w = t sum_i y_i (x_i - mean of all x): inputs centred as two
/// softmax heads of opposite scores centre them. With C' = sum_i (x_i - mean) x_i^T: (d sigma^2 /
/// 2) (1 - (E tr C')^2 / (d E tr C'^2)), E tr C' = d sigma^2 (N - 1) and E tr C'^2 = d sigma^4 ((d
/// - 1) (N - 1) + (N - 1)^2 + 2 (N - 1) + (kappa - 3) (N - 1)^2 / N). Throws PreconditionError for
/// one example.
Rational best_centred_half_loss(const Setting& setting);

/// (sigma^2 / 2) E tr (I - t C)^(2K) in t = eta / N. Throws PreconditionError for K below one.
Polynomial half_loss(const Setting& setting, int steps);
/// The same with inputs multiplied by `scale` at test time: (alpha^2 sigma^2 / 2) E tr (I - t
/// alpha^2 C)^(2K).
Polynomial scaled_half_loss(const Setting& setting, int steps, const Rational& scale);

/// Half-loss of two layers of GD++ that share t and gamma, as a polynomial in (t, gamma).
regression::SparsePolynomial<2> plus_plus_half_loss(const Setting& setting);

/// A critical point of a loss of GD++.
struct PlusPlusPoint {
  Interval step;  ///< t
  Interval gamma;
  Interval half_loss;
};

/// Every real critical point and the least of them, with the least value towards infinity.
struct PlusPlusOptimum {
  std::vector<PlusPlusPoint> candidates;  ///< increasing in gamma
  std::size_t best = 0;
  /// Least limit of the half-loss along sequences that leave every bounded set: t -> 0 with t
  /// gamma^2 -> s gives (sigma^2 / 2) E tr (I - s C^3)^2, any other way infinity.
  Rational towards_infinity;
};

/// Two layers with shared rates. The half-loss is continuous, so the least value is at a critical
/// point or approached towards infinity: all of both are listed and compared. Throws
/// PreconditionError where an enclosure cannot tell which is least.
PlusPlusOptimum best_plus_plus(const Setting& setting);

/// A critical point of two layers with rates of their own; the last layer's gamma does nothing.
struct SeparatePoint {
  Interval first, second;  ///< t_1, t_2
  Interval gamma;
  Interval half_loss;
};
struct SeparateOptimum {
  std::vector<SeparatePoint> candidates;  ///< increasing in gamma
  std::size_t best = 0;
};

/// Two layers with rates of their own, (sigma^2/2) E tr (I - t_1 C)^2 (I - t_2 C (I - gamma
/// C)^2)^2. Both conditions on t_2 are linear in it; the rest is solved as best_plus_plus does. The
/// least value towards infinity is that of (I - t_1 C)^2 (I - s C^3)^2. Throws as best_plus_plus
/// does.
SeparateOptimum best_separate(const Setting& setting);

}  // namespace lemmascope::icl
