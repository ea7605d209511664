// The population gradient of the first layer at the start of Algorithm 1, to leading order in beta0
// and at every finite length, by enumeration and by two polynomial-time routes.
//
// At A1 = 0 and A2 = beta0 I (arXiv 2402.14735, Algorithm 1), with mu-hat(s') the share of s' among
// the T tokens, query included,
//   w_i  = sum_{s'} pi(s'|s_T) / (mu-hat(s') + eps) (1(s_i = s') - mu-hat(s')),
//   K_ij = E[w_i 1(s_j = s_T)],   dL/dA1_i = -(beta0 / T) J(u_i) K_i + O(beta0^2),
// where u_i is uniform on 1..i and J(u) = diag(u) - u u^T. A term with mu-hat(s') = 0 and eps = 0
// counts as zero: its numerator vanishes identically.
#pragma once

#include "theory/causal/reciprocal_rule.hpp"
#include "theory/causal/tilted_sequence.hpp"
#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::causal {

using markov::CausalForest;
using markov::Prior;
using markov::TransitionMatrix;

/// K, T x T with T = forest.size() + 1: entry (i, j) for j <= i (0-based, the query last), zero
/// above the diagonal. By summing over all S^T sequences, prefixes shared. Any number type.
template <Field N>
Matrix<N> drive_by_enumeration(const TransitionMatrix<N>& chain, const CausalForest& forest,
                               const Rational& epsilon);

/// Do the tokens of a chain differ, or does a rotation of them leave it alone
/// (markov::is_rotation_invariant)? Then one marked token stands for all, S times faster. The
/// caller says so, who knows the exact chain: equal enclosures need not enclose equal numbers.
/// Doubles go over every token in lanes all the same.
enum class MarkedTokens { every, one_for_all };

/// The same matrix in O(S^3 T^2 + S^2 T^3) operations: the counts of one token enter through the
/// tilted sequence (every occurrence of s' weighted by a node z of `rule`), whose pair marginals
/// come from message passing on the forest. Any forest; chains take a faster path. Exact for
/// Rational, an enclosure for Interval, no cancellation before the last subtraction for double and
/// Real. Throws PreconditionError when rule.length != forest.size() + 1.
template <Field N>
Matrix<N> drive_by_quadrature(const TransitionMatrix<N>& chain, const CausalForest& forest,
                              const ReciprocalRule<N>& rule,
                              MarkedTokens tokens = MarkedTokens::every);
/// Builds the rule first; keep one rule when many chains share T and epsilon.
template <Field N>
Matrix<N> drive_by_quadrature(const TransitionMatrix<N>& chain, const CausalForest& forest,
                              const Rational& epsilon);

/// Some columns j of that matrix on the Markov chain graph of `rule.length` - 1 positions and a
/// query, the others zero: O(S^3 T^2 + S^2 T^2 c) operations for c columns. For Rational and
/// Interval. Throws PreconditionError when there is no such column.
template <Field N>
Matrix<N> chain_drive_columns(const TransitionMatrix<N>& chain, const ReciprocalRule<N>& rule,
                              Columns columns);

/// Quadrature nodes to a SIMD vector; `best` asks the processor. The result does not depend on it.
enum class LaneWidth { best, four, eight };

/// Double precision with nodes in SIMD lanes and the marked tokens shared among `threads` threads.
/// The result does not depend on the number of threads nor on the instruction set.
/// drive_by_quadrature<double> is this with one thread.
Matrix<double> drive_in_lanes(const TransitionMatrix<double>& chain, const CausalForest& forest,
                              const ReciprocalRule<double>& rule, int threads = 1,
                              LaneWidth width = LaneWidth::best);

/// The same matrix on the Markov chain graph with `nodes` positions and a query, by dynamic
/// programming over (token, count of s' so far): O(S^3 T^3) operations, no quadrature. Any number
/// type.
template <Field N>
Matrix<N> drive_by_counting(const TransitionMatrix<N>& chain, int nodes, const Rational& epsilon);

/// Which route computes K.
enum class DriveMethod { quadrature, enumeration };

/// E_pi[K] over a finite prior. K is the same for two chains that differ by a relabelling of the
/// tokens, so such atoms are evaluated once. The stationary law of each atom is computed in N.
template <Field N>
Matrix<N> drive(const Prior& prior, const CausalForest& forest, const Rational& epsilon,
                DriveMethod method = DriveMethod::quadrature);

/// lim_{beta0 -> 0} (dL/dA1) / beta0 from K: row i is -(1/T) J(u_i) K_i, lower triangular.
template <Field N>
Matrix<N> leading_gradient(const Matrix<N>& drive);

}  // namespace lemmascope::causal
