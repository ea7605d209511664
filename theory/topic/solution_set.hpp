// Every optimum of the unregularised squared loss under uniform attention: f = M m + b with f =
// p(S) for all topic sets S. With b = 0 these are all optimal value matrices; with M = E symmetric
// positive semidefinite all optimal embeddings.
#pragma once

#include "theory/topic/parameters.hpp"

namespace lemmascope::topic {

/// The conditions in closed form (tau < T): row i of a word has the topic sums u_i + (1/q) 1[t =
/// topic(i)] for some u_i and mu M_i0 + b_i = -(1-mu) u_i / v - p_m p_r / (K q); row 0 has equal
/// topic sums u_0 and mu M_00 + b_0 = -(1-mu) u_0 / v. Exact. Throws PreconditionError when tau = T
/// or on a wrong shape.
bool meets_optimum_conditions(const TopicParameters& at, const Matrix<Rational>& matrix,
                              const Vector<Rational>& bias);

/// The same question by brute force: is M m(S) + b = p(S) for every topic set?
bool fits_every_topic_set(const TopicParameters& at, const Matrix<Rational>& matrix,
                          const Vector<Rational>& bias);

/// The optimal value matrix nearest in shape to `shape`: its entries on words are shifted, topic by
/// topic, to the sums u_i + (1/q) 1[t = topic(i)] demanded of the offsets u (tokens() entries), and
/// its mask column is set. Every optimum arises this way. When mu = 0 the offsets are forced and
/// `offsets` is not read. Throws PreconditionError when tau = T or on a wrong shape.
Matrix<Rational> optimal_value_matrix(const TopicParameters& at, const Matrix<Rational>& shape,
                                      const Vector<Rational>& offsets);

/// avg_{j in topic(i)} M_ij - avg_{j in t} M_ij: how much more word i answers to its own topic than
/// to t. Equal to 1/(q v) for every optimum. Throws PreconditionError when t is the topic of i.
Rational topic_gap(const TopicParameters& at, const Matrix<Rational>& matrix, Token word,
                   int topic);

}  // namespace lemmascope::topic
