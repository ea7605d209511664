// Tokens going through a random transformer at initialisation: softmax attention that is not held
// uniform, finite width, Gaussian weights. Nothing here knows the recursion it is compared with.
#pragma once

#include <cstdint>

#include "sim/random/stream.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::signal {

/// n tokens of norm one on average and mean cosine `correlation`, through `layers` layers of width
/// `width`: X + alpha_1 softmax(X W_Q (X W_K)^T / sqrt d) X W_V, then X + alpha_2 X W_1 W_2. All
/// weights are independent N(0, 1/width).
struct RandomNetwork {
  int tokens = 2;
  int width = 1;
  int layers = 1;
  double correlation = 0;
  double attention_residual = 1;  ///< alpha_1
  double mlp_residual = 0;        ///< alpha_2
};

/// |X|_F^2 and |X^T 1|^2 after the last layer, of the network and tokens that `stream` draws.
/// Throws PreconditionError unless tokens >= 2, width >= 1, layers >= 0 and 0 <= correlation <= 1.
struct TokenMoments {
  double squared_norm = 0;
  double squared_sum = 0;
};
TokenMoments moments_through(const RandomNetwork& network, sim::Stream& stream);

/// The same tokens and queries for given attention and MLP weights: one layer, for tests.
Matrix<double> through_layer(const Matrix<double>& tokens, const Matrix<double>& queries,
                             const Matrix<double>& keys, const Matrix<double>& values,
                             const Matrix<double>& first, const Matrix<double>& second,
                             const RandomNetwork& network);

TokenMoments moments_of(const Matrix<double>& tokens);

/// (|X^T 1|^2 / |X|_F^2 - 1) / (n - 1).
double mean_cosine(const TokenMoments& at, int tokens);

}  // namespace lemmascope::signal
