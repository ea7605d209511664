// Mutual information of a pair of tokens and the whitened transition matrix.
#pragma once

#include <functional>

#include "theory/numeric/number.hpp"

namespace lemmascope::information {

/// I_chi2(U; V) = sum_{u,v} P(u,v)^2 / (P(u) P(v)) - 1 of a joint law (rows u, columns v). Symbols
/// of probability zero are left out. Exact in rationals.
template <Field N>
N chi2_information(const Matrix<N>& joint);

/// I(U; V) = sum P log(P / (P(u) P(v))) in nats, 0 log 0 = 0.
template <Elementary N>
N shannon_information(const Matrix<N>& joint);

/// I_f = sum P(u) P(v) f(P(u,v) / (P(u) P(v))) for a convex f with f(1) = 0.
template <Field N>
N f_information(const Matrix<N>& joint, const std::function<N(const N&)>& f);

}  // namespace lemmascope::information
