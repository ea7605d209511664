// The key-value cache as two plastic layers, opened one row at a time by a one-hot time gate.
#pragma once

#include <functional>

#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

/// How the scores of the tokens seen so far become weights: as many weights as scores.
template <Field N>
using Normaliser = std::function<Vector<N>(const Vector<N>& scores)>;

/// The scores themselves: linear attention.
Vector<Rational> unnormalised(const Vector<Rational>& scores);
/// 2^{z_s} / sum_r 2^{z_r}, softmax at inverse temperature ln 2: exact for whole scores. Throws
/// PreconditionError for others and for scores beyond 4096.
Vector<Rational> shares_of_powers(const Vector<Rational>& scores);
/// (1 + z_s^2) / sum_r (1 + z_r^2), a normaliser that is no softmax.
Vector<Rational> shares_of_squares(const Vector<Rational>& scores);

/// The two layers after some tokens. Rows of `first` and columns of `second` whose gate has not
/// opened are zero.
template <Field N>
struct PlasticLayers {
  Matrix<N> first;   ///< T x d: W1[t, :] += g_t k_t
  Matrix<N> second;  ///< m x T: W2[:, t] += v_t g_t
};
template <Field N>
PlasticLayers<N> plastic_layers(const AssociationTaskOf<N>& task, int tokens);

/// Which rows of W1 q the normaliser sees: those written so far, as causal attention has it, or
/// all T, the empty ones with score zero.
enum class Rows { written, all };

/// Row t is W2 f(W1 q_t) right after token t was written. Shape T x m.
template <Field N>
Matrix<N> cache_outputs(const AssociationTaskOf<N>& task, const Normaliser<N>& normaliser,
                        Rows rows = Rows::written);

/// Causal attention: row t is sum_{s <= t} f(<k_1, q_t>, ..., <k_t, q_t>)_s v_s. Shape T x m.
template <Field N>
Matrix<N> attention_outputs(const AssociationTaskOf<N>& task, const Normaliser<N>& normaliser);

}  // namespace lemmascope::plasticity
