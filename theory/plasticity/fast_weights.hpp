// Hebbian fast weights and the attention they carry out.
#pragma once

#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

/// W after the first `tokens` tokens: each adds the outer product v k^T of what its synapse sees
/// before and after it, W <- W + v_t k_t^T. Shape m x d.
Matrix<Rational> hebbian_weights(const AssociationTask& task, int tokens);

/// Row t is W q_t with the weights right after token t was written. Shape T x m.
Matrix<Rational> fast_weight_outputs(const AssociationTask& task);

/// Causal linear attention: row t is sum_{s <= t} <k_s, q_t> v_s. Shape T x m.
Matrix<Rational> linear_attention(const AssociationTask& task);

}  // namespace lemmascope::plasticity
