// What any predictor could reach on the single-parent task: the Bayes posterior, the count
// estimators and the oracle, with their exact expected losses.
#pragma once

#include <span>

#include "theory/markov/causal_graph.hpp"
#include "theory/markov/prior.hpp"

namespace lemmascope::causal {

/// How a count estimator treats roots, which have no parent token to condition on.
enum class RootCounting {
  skipped,     ///< roots are not counted: the corrected estimator
  last_token,  ///< a root is counted as if its parent were the last tree token s_{T-1}: what the
               ///< authors' published code does, where the parent index -1 reads the end of the
               ///< array
};

/// The smoothed conditional counts (alpha + n(q -> s')) / (S alpha + n(q -> .)) over nodes whose
/// parent token is the query token q. `tokens` holds all T tokens, query last; alpha > 0. Length S.
/// Throws PreconditionError.
template <Field N>
Vector<N> count_estimate(const markov::CausalForest& forest, std::span<const int> tokens,
                         int states, const Rational& alpha,
                         RootCounting roots = RootCounting::skipped);

/// P(s_{T+1} = s' | s_1..s_T), the exact posterior predictive of a finite prior, stationary law of
/// the roots included. Throws PreconditionError when the tokens have probability zero under every
/// atom.
template <Field N>
Vector<N> posterior_predictive(const markov::Prior& prior, const markov::CausalForest& forest,
                               std::span<const int> tokens);

/// Expected cross-entropies in nats, E[-sum_{s'} pi(s'|s_T) log g_{s'}].
template <Field N>
struct BayesLosses {
  N oracle{0};        ///< g = pi: L*
  N posterior{0};     ///< g = posterior predictive: the least loss of any predictor
  N counts{0};        ///< g = count estimator, roots skipped
  N authors_line{0};  ///< g = count estimator, roots read as the last token
};

/// All four by enumerating the S^(T-1) sequences and S queries. Throws PreconditionError unless
/// alpha > 0.
template <Elementary N>
BayesLosses<N> bayes_losses(const markov::Prior& prior, const markov::CausalForest& forest,
                            const Rational& alpha);

/// L* of a finite prior: -(1/S) E_pi sum pi log pi.
template <Elementary N>
N oracle_loss(const markov::Prior& prior);

/// L* when the rows of pi are independent Dirichlet(alpha, ..., alpha):
///   E[H(row)] = psi(S alpha + 1) - psi(alpha + 1).
/// Offered for double, Real50 and Interval. Throws PreconditionError unless alpha > 0 and S >= 1.
template <Elementary N>
N dirichlet_oracle_loss(int states, const Rational& alpha);

/// psi(x) for x > 0: recurrence up to x >= 40, then the asymptotic series, whose error is below its
/// first omitted term; that term is part of the enclosure in Interval.
template <Elementary N>
N digamma(const Rational& x);

}  // namespace lemmascope::causal
