// Moments of Gaussian tokens by another road than Wick's: the centred scatter is a Wishart matrix
// of n - 1 degrees of freedom, independent of the mean token, and its trace is independent of its
// shape.
#pragma once

#include "theory/signal/gaussian_tokens.hpp"

namespace lemmascope::signal {

/// With m = n - 1 and s = 1 - rho: E |C|^2 = s^2 (m d (d + 2) + m (m - 1) d) from the rows
/// fourth moments, E tr C |C|^2 = s (m d + 4) E |C|^2 and E (tr C)^2 = s^2 m d (m d + 2) from
/// chi-square moments.
inline WickMoments moments_by_wishart(const GaussianTokens& at) {
  const Rational m(at.tokens - 1), d(at.width), s = 1 - at.correlation;
  const Rational mean_part = d * (1 + m * at.correlation);  // E n |mean|^2
  // |C|^2 = sum over pairs of the m rows y of <y_i, y_j>^2: m of E |y|^4, m (m - 1) of E <y, y'>^2.
  const Rational squared_scatter = s * s * (m * d * (d + 2) + m * (m - 1) * d);
  const Rational trace = s * m * d;
  WickMoments moments;
  moments.squared_mean = mean_part / at.tokens;
  moments.squared_scatter = squared_scatter;
  moments.norm_times_scatter = squared_scatter * (s * (m * d + 4) + mean_part);
  moments.trace_times_norm = trace * (s * (m * d + 2) + mean_part);
  return moments;
}

}  // namespace lemmascope::signal
