// Theorem 4.4 of arXiv 2402.14735 with explicit constants, on trees: a chain of inequalities from
// the step size to the loss gap, each link a scalar enclosure.
//
// Start A1 = 0, A2 = beta0 I; G_ij(A1) = T E[p_i w_i 1(s_j = s_T)], dL/dA1_i = -(beta0/T) J(a_i)
// G_i.
// 1. Remainder, uniform in A1 and without 1/eps: with Qbar_j = 1/S for a node and 1 for the query,
// and
//    ebar = eps/(eps + e^{-beta0}/T),
//    |G_ij - K_ij| <= rho_ij = (e^{beta0} - 1)(K_ij + Qbar_j) + (e^{(1 + ebar) beta0} - 1) Qbar_j.
// 2. Attention: with c = min(kappa Delta_i, 10), Delta_i the certified gap of a row of m entries,
// R_0 =
//    m - 1 and R_{n+1} = R_n exp(-c R_n/(1 + R_n)^2), 1 - a_{i,p(i)}(n) <= R_n/(1 + R_n), for any
//    kappa = eta1 beta0/T > 0.
// 3. Soft attention: a match scores in [(1 - delta) beta, beta], a mismatch in [0, delta beta].
// 4. Stage 2: the slope of the soft loss is within delta (beta + 2) of the hard one's and has a
//    derivative in [-1/4, 1/4], so for h = eta2/(S - 1) in (0, 4] beta stays between two scalar
//    sequences.
// 5. Loss: log_integral_loss.hpp.
#pragma once

#include <optional>

#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {

/// Uniform over the S column shifts of a chain: every quantity of this file has the same value
/// under the relabelled shift orbit {s^-1 (pi C^b) s}, which is permutation symmetric with constant
/// mean.
markov::Prior shift_representatives(const markov::Chain& chain);

/// rho of link 1, lower triangular like the drive. Throws PreconditionError unless beta0 > 0 and
/// epsilon >= 0.
Matrix<Interval> drive_remainder(const Matrix<Interval>& drive, int states, const Rational& beta0,
                                 const Rational& epsilon);

/// For each row (nodes, then the query, whose target is itself) a lower bound of the gap of its
/// target over every other entry whatever A1 becomes; nothing for roots, which have no target.
std::vector<std::optional<Real50>> certified_gaps(const Matrix<Interval>& drive,
                                                  const Matrix<Interval>& remainder,
                                                  const CausalForest& forest);

/// R_n/(1 + R_n) of link 2 rounded up: an upper bound of 1 - a after `steps` steps in a row of
/// `entries` entries. Throws PreconditionError unless gap > 0, rate > 0 and entries >= 1.
Real50 missing_attention(int entries, const Real50& gap, const Rational& rate, long steps);

/// The least number of steps after which that bound is at most `target`. Throws PreconditionError
/// like missing_attention, and when there are more than ten million.
long steps_to_attention(int entries, const Real50& gap, const Rational& rate,
                        const Rational& target);

struct TrainingSettings {
  Rational beta0;         ///< match strength during stage 1
  Rational rate;          ///< kappa = eta1 beta0/T
  long first_steps = 0;   ///< n1
  Rational second_step;   ///< h = eta2/(S - 1), in (0, 4]
  long second_steps = 0;  ///< n2
};

/// What is certified at the end of both stages.
struct CertifiedTraining {
  TrainingSettings settings;
  Real50 least_gap;    ///< least certified gap of any row
  Real50 missing;      ///< delta: upper bound of 1 - attention over all targets
  Real50 match_lower;  ///< trained beta lies between these
  Real50 match_upper;
  Interval gap;            ///< encloses L + log(1 + S eps) - L*, a mean divergence
  Interval uniform_gap;    ///< log S - L*, of the uniform prediction
  Interval share_of_rate;  ///< gap over log T / T
};

/// The least certified gap when beta0 tends to zero, the query's row included or not: stage 1 can
/// be certified where it is positive. Smoothing 1/T.
Real50 least_gap_at_zero(const markov::Prior& prior, const CausalForest& forest, bool with_query);

/// Stage 1 alone, on any forest: beta0 the largest of 1/100, 1/200, 1/400, .. that leaves nine
/// tenths of the least gap, a rate that makes its product with the least gap about four, and the
/// steps after which every node with a parent, and the query, certainly misses at most `target`.
/// The query's row takes part only where `with_query`.
struct CertifiedAttention {
  Rational beta0, rate;
  long steps = 0;
  Real50 least_gap, missing;
};
/// Throws PreconditionError when no gap is left at beta0 = 2^-40.
CertifiedAttention certified_attention(const markov::Prior& prior, const CausalForest& forest,
                                       const Rational& target, bool with_query);

/// The whole theorem on a tree with smoothing 1/T. `prior` is permutation symmetric with constant
/// mean, or stands for such a prior (shift_representatives). Throws PreconditionError naming the
/// row when a gap cannot be certified (beta0 too large, or no dominance), and for forests with
/// later roots.
CertifiedTraining certified_training(const markov::Prior& prior, const CausalForest& tree,
                                     const TrainingSettings& settings);

/// The same with settings that certify: stage 1 as in certified_attention with delta = 1/(16 max(T,
/// 8)^2); then h = 4 until a step of the lower sequence is below 1/500, or it reaches log T.
CertifiedTraining certified_training(const markov::Prior& prior, const CausalForest& tree);

}  // namespace lemmascope::causal
