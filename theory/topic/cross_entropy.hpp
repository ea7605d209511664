// The optimal value matrix under uniform attention with cross entropy: softmax over all K + 1
// tokens.
//
// Without penalty the infimum ln(tau v) is approached along W = c P_c and never attained, so a
// theorem about "the" optimum needs lambda > 0 or a finite training time. With lambda > 0 the
// optimum is W = y P_c + z d n^T / (|d| |n|) with d = (-1, 1/K, ..., 1/K): two numbers.
#pragma once

#include "theory/topic/moments.hpp"

namespace lemmascope::topic {

/// The coordinates of W = contrast P_c + unigram d n^T / (|d| |n|).
template <Field N>
struct CrossEntropyOptimum {
  N contrast;  ///< y
  N unigram;   ///< z
};

/// The tokens x tokens matrix.
template <Elementary N>
Matrix<N> value_matrix_of(const TopicParametersOf<N>& at, const CrossEntropyOptimum<N>& optimum);

/// E[-ln softmax(W m)_x] for any W, by summing over every topic set.
template <Elementary N>
N cross_entropy(const TopicParametersOf<N>& at, const Matrix<N>& value);

/// Its gradient E[(softmax(W m) - p) m^T], by summing over every topic set.
template <Elementary N>
Matrix<N> cross_entropy_gradient(const TopicParametersOf<N>& at, const Matrix<N>& value);

/// The penalised objective at the two coordinates in closed form:
/// ln(tau v e^in + (K - tau v) e^out + e^0) - in + lambda (y^2 (T-1) + z^2).
template <Elementary N>
N penalised_cross_entropy(const TopicParametersOf<N>& at, const N& lambda,
                          const CrossEntropyOptimum<N>& optimum);

/// The optimum for lambda > 0: found by Newton's method at 50 digits, then enclosed. The objective
/// is strongly convex with modulus 2 lambda, so the true optimum lies within |gradient| / (2
/// lambda) of any point, and the gradient at the point found is bounded by interval arithmetic.
/// Throws PreconditionError unless lambda > 0 and tau < T.
CrossEntropyOptimum<Interval> cross_entropy_optimum(const TopicParameters& at,
                                                    const Rational& lambda);

/// Second route, without the two-number form: a rigorous upper bound on the Frobenius distance from
/// `value` to the unique optimum over all matrices, |full gradient| / (2 lambda). Throws
/// PreconditionError unless lambda > 0.
Interval distance_to_optimum(const TopicParameters& at, const Rational& lambda,
                             const Matrix<Interval>& value);

/// The risk of W = c P_c: ln(tau v + (K - tau v) e^{-c q/(tau v)} + e^{-c q (1/(tau v) - 1/K)}),
/// strictly decreasing in c and above ln(tau v) for every finite c.
template <Elementary N>
N cross_entropy_on_contrast_ray(const TopicParametersOf<N>& at, const N& c);

}  // namespace lemmascope::topic
