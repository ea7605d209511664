// Exact certificates of optimality for embeddings, and a solver that knows only the moments.
//
// Both problems are convex over positive semidefinite E, so a certificate is a proof: nothing in it
// leans on the closed forms it confirms.
#pragma once

#include "theory/topic/moments.hpp"

namespace lemmascope::topic {

/// G = Sigma_c E + E Sigma_c - 2 C_c + lambda I: the gradient of excess risk plus lambda tr E in
/// the symmetric matrix E. `centred` holds the moments about the mean (free bias).
Matrix<Rational> embedding_gradient(const Moments<Rational>& centred,
                                    const Matrix<Rational>& embedding, const Rational& lambda);

/// Karush-Kuhn-Tucker for min over E >= 0: E and G positive semidefinite and G E = 0. Exact.
bool is_penalised_optimum(const Moments<Rational>& centred, const Matrix<Rational>& embedding,
                          const Rational& lambda);

/// The optimum found from the moments alone: stationary point on the face of matrices with the
/// range of C_c when that is semidefinite, else zero; certified by `is_penalised_optimum` before it
/// is returned. Throws PreconditionError when neither is optimal.
Matrix<Rational> solve_penalised_embedding(const Moments<Rational>& centred,
                                           const Rational& lambda);

/// A multiplier Y, rows in the span of the shown laws m(S), for the least trace among all E >= 0
/// with E m(S) = p(S): Y = x n^T + P_c with x = 1_w / (1 - mu) - mu K / (1 - mu)^2 e_0.
Matrix<Rational> least_trace_multiplier(const TopicParameters& at);

/// Duality: E is symmetric, semidefinite and fits every topic set without bias; Y lies in the span
/// of the constraints; I - sym(Y) is semidefinite and vanishes on E. Then tr E is least. Exact.
bool is_least_trace_optimum(const TopicParameters& at, const Matrix<Rational>& embedding,
                            const Matrix<Rational>& multiplier);

}  // namespace lemmascope::topic
