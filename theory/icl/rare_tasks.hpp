// Tasks too rare for any sample that decide the expected loss of a roll-out: inputs whose entries
// have the signs of a matrix of rank one and are large. Their probability is exact and makes a
// lower bound on an expectation that has too many moments to be computed.
#pragma once

#include "theory/icl/rate_loss.hpp"

namespace lemmascope::icl {

/// P(U_1 + ... + U_n >= at) for independent U uniform on [0, 1]: (1/n!) sum_k (-1)^k C(n, k) (n -
/// at - k)^n over k < n - at. Throws PreconditionError unless n >= 1 and 0 <= at <= n.
Rational uniform_sum_tail(int count, const Rational& at);
/// The same without cancelling: f_1 is one on [0, 1), f_(m+1)(x) = (x f_m(x) + (m + 1 - x) f_m(x -
/// 1)) / m is the density of m + 1 of them, and the tail is sum_(k>=1) f_(n+1)(at + k).
Rational uniform_sum_tail_by_densities(int count, const Rational& at);

/// Some tasks of a setting with entries uniform on [-r, r].
struct RareTasks {
  Rational probability;  ///< at least
  Rational eigenvalue;   ///< the largest of X X^T, at least
};

/// Those with |x_ij| summing to r times `sum` or more and signs e_i f_j. There are 2^(d + N - 1)
/// such patterns, each of probability 2^(-dN), and with v = e / sqrt(d) v^T X X^T v >= (r sum)^2 /
/// (dN) by the inequality of Cauchy and Schwarz. `tail` is one of the two above. Throws
/// PreconditionError for other laws.
RareTasks rare_tasks(const Setting& setting, int sum,
                     Rational (*tail)(int count, const Rational& at) = uniform_sum_tail);

/// A lower bound on the expected half-loss (sigma^2 / 2) E tr (I - s X X^T)^(2T) that is left after
/// T steps of size s: that of these tasks, from one eigenvector. Zero where s times their
/// eigenvalue is two or less: they do not diverge.
Rational roll_out_at_least(const Setting& setting, const RareTasks& tasks, const Rational& step,
                           int steps);
/// The sum whose tasks give the largest bound; 1 where none diverge.
int telling_sum(const Setting& setting, const Rational& step, int steps);

/// E (1 - s C)^(2T), C = x_1^2 + ... + x_N^2, for inputs of one entry of any law, from the moments
/// of C: exact for every T.
Rational scalar_roll_out(const Setting& setting, const Rational& step, int steps);

/// The largest damping with which no task of inputs on [-r, r] ever grows: no eigenvalue exceeds d
/// N r^2, so 2N / (d N r^2 eta*). Throws PreconditionError for other laws.
Rational harmless_damping(const Setting& setting);

}  // namespace lemmascope::icl
