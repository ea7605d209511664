// Training of the value matrix under uniform attention, squared loss, from W = 0: closed forms in
// time.
//
// The unigram direction is learnt at rate 2 |n|^2 and the topic contrast at rate 2 s: first which
// words are frequent, then which go together, whenever s < |n|^2.
#pragma once

#include "theory/topic/moments.hpp"
#include "theory/topic/spectral_value_matrix.hpp"

namespace lemmascope::topic {

/// W after `steps` steps of gradient descent of size eta with gradient 2 (W Sigma - C):
/// unigram (1 - (1 - 2 eta |n|^2)^k) / |n|^2 and contrast (1 - (1 - 2 eta s)^k) / q.
template <Field N>
SpectralValueMatrix<N> descended_value_matrix(const TopicParametersOf<N>& at, const N& eta,
                                              int steps);

/// The same by iterating the update.
template <Field N>
Matrix<N> descend_value_matrix(const Moments<N>& moments, const N& eta, int steps);

/// W at time t of gradient flow: (1 - 2 eta x)^k becomes e^{-2 x t}.
template <Elementary N>
SpectralValueMatrix<N> flowed_value_matrix(const TopicParametersOf<N>& at, const N& time);

}  // namespace lemmascope::topic
