// The one-layer transformer of arXiv 2303.04245: one head, no residual, no positions.
//
//   f(X) = W_pred (W_V Z A + b_V) + b,  A = softmax((W_K Z + b_K)^T (W_Q Z + b_Q) / sqrt(d)) by
//   column,
//
// with one column z_w of Z for each token w: the embedding, or in released mode LayerNorm(embedding
// + token type). Because nothing depends on positions, the model is two tables over tokens, the
// scores B_kq and the outputs M_ik, and everything is computed through them.
#pragma once

#include <array>
#include <string_view>

#include "sim/topic/masked_batch.hpp"

namespace lemmascope::topic {

/// The parameters, each a matrix (vectors are one column wide).
enum class Part {
  embedding,     ///< W_E, d x tokens
  token_type,    ///< d: added to every embedding before the normalisation
  norm_gain,     ///< d
  norm_shift,    ///< d
  key,           ///< W_K, d x d
  key_bias,      ///< d
  query,         ///< W_Q, d x d
  query_bias,    ///< d
  value,         ///< W_V, d x d
  value_bias,    ///< d
  decoder,       ///< W_pred, tokens x d
  decoder_bias,  ///< b, tokens
};
inline constexpr int kParts = 12;
std::string_view to_text(Part part);

/// S is double, or std::complex<double> for derivatives by complex step.
template <class S>
using ScalarMatrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;

template <class S>
struct PartsOf {
  std::array<ScalarMatrix<S>, kParts> matrices;

  ScalarMatrix<S>& operator[](Part part) { return matrices[static_cast<int>(part)]; }
  const ScalarMatrix<S>& operator[](Part part) const { return matrices[static_cast<int>(part)]; }
};
using Parts = PartsOf<double>;

enum class TopicLoss { squared, cross_entropy };

struct Architecture {
  Token tokens = 0;
  int dimension = 0;          ///< d
  bool layer_norm = false;    ///< normalise embedding + token type
  bool tied_decoder = false;  ///< W_pred = W_E^T; the decoder part is then ignored
  TopicLoss loss = TopicLoss::squared;
  /// Which parts learn. A part that does not learn has no gradient and keeps its value.
  std::array<bool, kParts> trained{};

  bool trains(Part part) const { return trained[static_cast<int>(part)]; }
  Architecture& train(Part part, bool whether = true) {
    trained[static_cast<int>(part)] = whether;
    return *this;
  }
};

/// Zero matrices of the right shapes, with norm_gain one.
Parts zero_parts(const Architecture& architecture);

/// The model as tables over tokens.
template <class S>
struct TokenTables {
  ScalarMatrix<S> inputs;   ///< Z, d x tokens
  ScalarMatrix<S> keys;     ///< W_K Z + b_K
  ScalarMatrix<S> queries;  ///< W_Q Z + b_Q
  ScalarMatrix<S> scores;   ///< B, tokens x tokens: key (row), query (column)
  ScalarMatrix<S> values;   ///< W_V Z + b_V, d x tokens
  ScalarMatrix<S> outputs;  ///< M = W_pred values, tokens x tokens
};

template <class S>
TokenTables<S> token_tables(const Architecture& architecture, const PartsOf<S>& parts);

/// The mean loss over the selected positions of a batch: |f - e_x|^2 summed over tokens, or
/// -ln softmax(f)_x. S as above.
template <class S>
S loss_of(const Architecture& architecture, const PartsOf<S>& parts, const MaskedBatch& batch);

struct LossAndGradient {
  double loss = 0;
  Parts gradient;  ///< zero in parts that do not learn
};

/// The same loss with its gradient by hand-written back-propagation.
LossAndGradient differentiate(const Architecture& architecture, const Parts& parts,
                              const MaskedBatch& batch);

}  // namespace lemmascope::topic
