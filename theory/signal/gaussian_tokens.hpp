// Expected gradients for Gaussian tokens: n tokens of d entries of unit variance, coordinates
// independent, correlation rho between tokens; d_v = d_k = d and all weight variances 1/d.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

struct GaussianTokens {
  int tokens;            ///< n
  int width;             ///< d
  Rational correlation;  ///< rho in [-1/(n-1), 1]
};

/// Throws PreconditionError unless the tokens exist and the correlation is possible.
void require_gaussian(const GaussianTokens& at);

/// d^2 (1 + rho (n - 1)).
Rational gaussian_value_gradient(const GaussianTokens& at);
/// (n - 1) / n^2 (n + d) (1 - rho)^2 (n d + 4 (1 - rho)).
Rational gaussian_query_gradient(const GaussianTokens& at);
/// What the paper has for the latter: (n - 1) / n (1 - rho)^2 d (n + d).
Rational printed_gaussian_query_gradient(const GaussianTokens& at);
/// From the identity for fixed tokens with E |C|^2 = (1 - rho)^2 (n - 1) d (n + d) and E (tr C
/// |X|^2) = (1 - rho) (n - 1) d (n d + 2 (1 - rho)).
Rational gaussian_input_gradient(const GaussianTokens& at);

/// E |mean token|^2 by Wick's theorem.
Rational wick_squared_mean(const GaussianTokens& at);

/// E |mean token|^2, E |X|^2 |C|^2, E |C|^2 and E tr C |X|^2 by Wick's theorem: every pairing of
/// every monomial. Throws PreconditionError when that takes more than 10^8 terms.
struct WickMoments {
  Rational squared_mean, norm_times_scatter, squared_scatter, trace_times_norm;
};
WickMoments wick_moments(const GaussianTokens& at);

}  // namespace lemmascope::signal
