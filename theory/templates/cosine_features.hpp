// The kernel of random cosine features on top of the attention kernel: K = E[phi(u) phi(v)] for
// Gaussian (u, v) of covariance (k_x, k_xy; k_xy, k_y) and phi(t) = cos(b_1 t + b_2).
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::templates {

/// cos x for |x| <= 8, from its Taylor series with the next term as remainder.
Interval cosine(const Rational& x);

/// phi = cos(b_1 t + b_2).
struct CosineFeature {
  Rational scale{1}, phase{1, 2};
};

/// 1/2 e^{-b_1^2 (k_x + k_y)/2} (e^{b_1^2 k_xy} + cos(2 b_2) e^{-b_1^2 k_xy}).
Interval cosine_kernel(const CosineFeature& feature, const Interval& own_first,
                       const Interval& own_second, const Interval& mixed);

/// The same as Mehler's series: sum over n of c_n(k_x) c_n(k_y) k_xy^n / n! with c_n = E phi^(n),
/// the remainder after 80 terms added. Throws PreconditionError unless b_1^2 |k_xy| <= 8.
Interval cosine_kernel_by_series(const CosineFeature& feature, const Interval& own_first,
                                 const Interval& own_second, const Interval& mixed);

}  // namespace lemmascope::templates
