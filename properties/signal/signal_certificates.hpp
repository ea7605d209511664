// Moments, norms and outputs in the form that the evaluators of theory/proofs/signal read.
#pragma once

#include "properties/claim/certificate.hpp"
#include "properties/signal/depth_instance.hpp"
#include "properties/signal/layer_instance.hpp"
#include "properties/signal/pair_instance.hpp"
#include "properties/signal/tokens_instance.hpp"

namespace lemmascope::signal {

/// Both moments by steps, and the mean cosine that they stand for.
std::vector<claim::Certificate> depth_certificates(const DepthInstance& at);
/// The squared norm of the value gradient by differentiation.
std::vector<claim::Certificate> value_gradient_certificates(const TokensInstance& at);
/// Largest row and column sums of both matrices and of their product.
std::vector<claim::Certificate> norm_certificates(const PairInstance& at);
/// The outputs at equal tokens, whatever the softmax.
std::vector<claim::Certificate> equal_token_certificates(const LayerInstance& at);

}  // namespace lemmascope::signal
