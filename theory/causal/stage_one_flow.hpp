// Stage 1 from one drive matrix: at leading order in beta0 the rows of A1 move independently, each
// by softmax gradient ascent on <a_i, K_i>, and K does not depend on A1.
#pragma once

#include <functional>

#include "theory/attention/attention.hpp"
#include "theory/markov/causal_graph.hpp"

namespace lemmascope::causal {

/// A1 after one step A1_i += rate J(a_i) K_i for every row, a_i = softmax(A1_{i,0..i}). For a
/// gradient step of size eta at match strength beta0, rate = eta beta0 / T.
template <Elementary N>
Matrix<N> stage_one_step(const Matrix<N>& position_scores, const Matrix<N>& drive, const N& rate);

/// A1 after `steps` steps from 0. `observe(step, A1)`, if given, sees every state, the start
/// included.
template <Elementary N>
Matrix<N> stage_one_descent(const Matrix<N>& drive, const N& rate, long steps,
                            const std::function<void(long, const Matrix<N>&)>& observe = {});

/// J(a) g = a_j (g_j - a . g): the velocity of the scores of one row under fitness g.
template <Elementary N>
Vector<N> replicator_velocity(const Vector<N>& scores, const Vector<N>& fitness);

/// One classical Runge-Kutta step of scores' = J(softmax(scores)) fitness. Local error
/// O(duration^5); not an enclosure.
template <Elementary N>
Vector<N> flow_step(const Vector<N>& scores, const Vector<N>& fitness, const N& duration);

/// A time by which the flow scores' = rate J(a) fitness from zero has put at least 1 - delta on the
/// parent, for a row of `entries` positions whose parent's fitness exceeds every other by at least
/// `gap`:
///   t = (entries + 1/delta + 2 ln(entries / delta)) / (rate gap),
/// from a_p' >= rate gap a_p^2 (1 - a_p)^2. Throws PreconditionError unless 0 < delta < 1, gap > 0
/// and rate > 0 certainly hold.
template <Elementary N>
N parent_time_bound(int entries, const N& gap, const N& rate, const N& delta);

/// The gap of a row of the drive: K_{i,p(i)} minus the largest other entry of row i, self included.
/// Throws PreconditionError when i is a root or the query.
template <Field N>
N parent_gap(const Matrix<N>& drive, const markov::CausalForest& forest, markov::Position i);

}  // namespace lemmascope::causal
