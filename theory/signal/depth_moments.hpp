// Second moments of tokens through layers with uniform attention and a linear MLP, and the cosine
// between tokens that they leave.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

/// a = E |X|_F^2 and c = E |X^T 1|^2.
struct DepthMoments {
  Rational squared_norm, squared_sum;
};

/// n tokens of norm one (a = n) with mean cosine rho: c = n (1 + (n - 1) rho).
DepthMoments moments_at(int tokens, const Rational& correlation);

/// X + alpha_1 A X W_V: (a + alpha_1^2 c / n, (1 + alpha_1^2) c).
DepthMoments attention_step(const DepthMoments& at, int tokens, const Rational& residual);
/// X + alpha_2 X W_1 W_2: both times 1 + alpha_2^2.
DepthMoments mlp_step(const DepthMoments& at, const Rational& residual);

/// After `layers` layers, both steps each: a_L and c_L in closed form. `attention` is alpha_1^2,
/// `mlp` alpha_2^2.
DepthMoments moments_after(const DepthMoments& start, int tokens, const Rational& attention,
                           const Rational& mlp, int layers);

/// The mean cosine between different tokens that moments stand for: (c / a - 1) / (n - 1). Throws
/// PreconditionError for one token.
Rational mean_cosine(const DepthMoments& at, int tokens);

/// (R - 1) / (n - 1) with R = n q r / (n + r (q - 1)), r = 1 + (n - 1) rho: the mean cosine when
/// the attention branch has multiplied c by q = (1 + alpha_1^2)^L relative to the MLP's.
template <Field N>
N cosine_at_growth(int tokens, const Rational& correlation, const N& growth);

/// (1 + alpha^2)^L.
Rational growth(const Rational& residual, int layers);

}  // namespace lemmascope::signal
