// What claims about the two stages of Algorithm 1 share: the exact drive, step counts from the time
// bound, and the loss gap at the end of training.
#pragma once

#include "properties/causal/forest_sites.hpp"
#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/stage_two_loss.hpp"

namespace lemmascope::causal {

/// E_pi[K] at T = nodes + 1 with the smoothing of every finite-length claim, exact.
Matrix<Rational> finite_drive(const ForestInstance& instance,
                              DriveMethod method = DriveMethod::quadrature);

/// The least gap of a parent over every other allowed entry of its row, over all nodes with a
/// parent. Throws PreconditionError when no node has one.
Rational least_parent_gap(const Matrix<Rational>& drive, const markov::CausalForest& forest);

/// The step of gradient descent that claims use, as a factor of K: eta1 beta0 / T = S, that is
/// eta1 beta0 / (T S) = 1 on the scale of the limiting gradient. (Larger steps are monotone, too;
/// this one was found stable by the derivation of the step size.)
Rational stage_one_rate(const ForestInstance& instance);

/// Steps of that size after which the time bound of the flow promises 1 - delta on every parent,
/// for fitness gaps of at least `gap`.
long steps_to_parent(const ForestInstance& instance, const Rational& gap, const Rational& delta);

/// KL(pi || f~) averaged over prior, sequences and queries: what the trained model loses to the
/// oracle. The first layer is hard on the parents and on the query itself (the limit of stage 1 at
/// finite length), the second layer is beta = log T, the smoothing is 1/T, and f~ = (f + 1/T) / (1
/// + S/T) is normalised so that the gap cannot be negative. In Interval an enclosure.
template <Elementary N>
N loss_gap(const markov::Prior& prior, const markov::CausalForest& forest);

/// Least-squares slope of log y against log x.
double fitted_exponent(const std::vector<double>& x, const std::vector<double>& y);

/// The forest has an edge.
claim::Hypothesis<ForestInstance> some_edge();
/// The graph is the Markov chain.
claim::Hypothesis<ForestInstance> chain_graph();
/// Lower bound and non-degeneracy hold with at least this gamma.
claim::Hypothesis<ForestInstance> gamma_at_least(const Rational& least);

/// deg p - deg j <= T (c - 1)/(2 c) for every parent p of a node and every earlier rival j, c = T
/// (1 + eps): the sharp condition for dominance at finite length
/// (causal/degree-threshold-is-sharp).
claim::Hypothesis<ForestInstance> degrees_below_threshold();
/// The prior is invariant under renaming tokens.
claim::Hypothesis<ForestInstance> permutation_symmetric();

/// Every entry of every chain of the prior is positive.
claim::Hypothesis<ForestInstance> positive_chains();

/// A check written by hand, from what its relations amount to: `holds`, `refuted` or `undecided`.
/// `outcome` is that of `cases` cases which all meet the hypotheses of the claim; the failing
/// relation is named in the reason. (A refutation found here has no shrunk witness.)
claim::CheckResult concluded(std::string name, std::string domain, claim::Evidence evidence,
                             claim::Scope scope, std::int64_t cases,
                             const claim::CaseOutcome& outcome);

}  // namespace lemmascope::causal
