// The same gradients by differentiating the layer, averaged over weights.
#pragma once

#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {

/// How the average over the weights is taken. Each squared gradient is a quadratic form in every
/// weight matrix, so that both give what any law with independent centred entries gives.
enum class Average {
  signs,  ///< over all matrices of entries +-1: complete enumeration
  units,  ///< the trace of each form: the sum over unit matrices
};

/// Average of |dS/dW_Q|_F^2 times the variances, S = A X W_V differentiated at uniform attention
/// along every unit matrix. Throws PreconditionError beyond 2^20 sign patterns.
Rational average_query_gradient(const Matrix<Rational>& input, const Weights& weights,
                                Average average);
Rational average_key_gradient(const Matrix<Rational>& input, const Weights& weights,
                              Average average);
/// Average of |dS/dX|_F^2. What is linear in W_Q (the direct part times the part through the
/// scores) has mean zero and is left out: it carries 1/sqrt(d_k).
Rational average_input_gradient(const Matrix<Rational>& input, const Weights& weights,
                                Average average);
/// |dS/dW_V|_F^2, which has no weights in it.
Rational exact_value_gradient(const Matrix<Rational>& input, const Weights& weights);

/// Second moments of the tokens of a random layer.
struct SecondMoments {
  Rational squared_norm;  ///< E |X|_F^2
  Rational squared_sum;   ///< E |X^T 1|^2
};

/// Average of the moments of X + alpha A X W, A = 1 1^T / n, over weights W of width d with
/// independent centred entries of variance 1/d, by complete enumeration of signs. `residual` is
/// alpha^2: what is linear in W has mean zero. Throws PreconditionError beyond 20 entries of
/// weights.
SecondMoments average_attention_step(const Matrix<Rational>& input, const Rational& residual);

/// The same of X + alpha X W_1 W_2.
SecondMoments average_mlp_step(const Matrix<Rational>& input, const Rational& residual);

}  // namespace lemmascope::signal
