// The optimal value matrix under uniform attention, squared loss: f = W m with one-hot words,
// identity decoder, penalty lambda |W|_F^2 (population loss: sum over tokens, no factor 1/2).
//
// arXiv 2303.04245 proves a block structure; the closed forms here are derived for the
// normalisation above and may differ from the printed statement in normalisation, bias or
// hypotheses.
#pragma once

#include "theory/topic/moments.hpp"
#include "theory/topic/spectral_value_matrix.hpp"

namespace lemmascope::topic {

/// The unique optimum for lambda > 0, and its limit (the optimum of least Frobenius norm) for
/// lambda = 0: W = (1/K) 1_w n^T / (|n|^2 + lambda) + (s/q) / (s + lambda) P_c. Throws
/// PreconditionError when lambda is negative.
template <Field N>
SpectralValueMatrix<N> ridge_value_matrix(const TopicParametersOf<N>& at, const N& lambda);

/// The limit lambda -> 0 written out: mask column mu / ((1-mu)^2 + K mu^2), different topics
/// (1-mu) / (K ((1-mu)^2 + K mu^2)) - 1/(K q), same topic that plus 1/(q v). Independent of tau.
/// Throws PreconditionError when tau = T (no topic contrast exists).
template <Field N>
BlockValues<N> limit_value_matrix(const TopicParametersOf<N>& at);

/// The same limit packaged with c1 = p_m p_r / (mu q K), c2 = (1-mu)/mu, c3 = 1/q. That the paper
/// groups its constants this way is uncertain. Throws PreconditionError when mu = 0 or tau = T.
template <Field N>
BlockValues<N> limit_value_matrix_by_constants(const TopicParametersOf<N>& at);

/// With a free, unpenalised output bias (b_i = 1/K on words, b_0 = 0): W = (s/q) / (s + lambda)
/// P_c.
template <Field N>
SpectralValueMatrix<N> ridge_value_matrix_with_bias(const TopicParametersOf<N>& at,
                                                    const N& lambda);

/// E|W m - e_x|^2 = tr(W Sigma W^T) - 2 tr(W C^T) + 1 for any W.
template <Field N>
N squared_risk(const Moments<N>& moments, const Matrix<N>& value);

/// The same by summing over every topic set and every label.
template <Field N>
N squared_risk_by_topic_sets(const TopicParametersOf<N>& at, const Matrix<N>& value);

/// Second route: W from the normal equations W (Sigma + lambda I) = C by exact elimination. Throws
/// PreconditionError when the matrix is singular (lambda = 0 in the limit model).
Matrix<Rational> solve_value_matrix(const Moments<Rational>& moments, const Rational& lambda);

/// The same through the documents: with the shown laws as columns of M and n topic sets,
/// W = P (M^T M + n lambda I)^-1 M^T, a system of one equation a topic set. Smaller than the one
/// above when there are fewer topic sets than tokens. Throws PreconditionError unless lambda > 0.
Matrix<Rational> solve_value_matrix_by_documents(const TopicParameters& at, const Rational& lambda);

/// Second route to the limit: the W of least norm with W m(S) = p(S) for every topic set S, from a
/// basis B of the shown laws: W = P (B^T B)^-1 B^T, exactly.
Matrix<Rational> least_norm_value_matrix(const TopicParameters& at);

}  // namespace lemmascope::topic
