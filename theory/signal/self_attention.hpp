// One layer of self-attention without residual: A X W with scores z = X M X^T, M = W_Q W_K^T /
// sqrt(d_k) or any matrix.
#pragma once

#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

/// Softmax of each row of scores. Rational: at inverse temperature ln 2, exact for whole scores up
/// to 4096; throws PreconditionError for others.
Matrix<Rational> attention_in_powers(const Matrix<Rational>& scores);
Matrix<Interval> attention_by_softmax(const Matrix<Interval>& scores);

/// X M X^T.
template <Field N>
Matrix<N> scores_of(const Matrix<N>& input, const Matrix<N>& form);

/// A X W.
Matrix<Rational> attended_in_powers(const Matrix<Rational>& input, const Matrix<Rational>& form,
                                    const Matrix<Rational>& value);
Matrix<Interval> attended_by_softmax(const Matrix<Interval>& input, const Matrix<Interval>& form,
                                     const Matrix<Interval>& value);

/// X less its mean token in every row.
template <Field N>
Matrix<N> residual_of(const Matrix<N>& input);

/// The limit of the residual of the attended 1 x^T + eps R, over eps^3, as eps -> 0: (1/n) R~ M C W
/// with R~ = R less its mean and C the centred scatter of R.
Matrix<Rational> cubic_coefficient(const Matrix<Rational>& perturbation,
                                   const Matrix<Rational>& form, const Matrix<Rational>& value);

}  // namespace lemmascope::signal
