// What the attention of the first layer of arXiv 2409.10559 reads: imperfect copiers in stage I
// (D2), and the signal that trains a copier in stage II (D4, D5).
#pragma once

#include <vector>

#include "theory/ngram/lag_information.hpp"

namespace lemmascope::ngram {

/// The law of windows of x_0 and the `lags` tokens before it, in stationarity.
struct LagLaw {
  int symbols;
  int lags;
  Vector<Rational> windows;
};
LagLaw lag_law(const Kernel& kernel, int lags);

/// P(X_{-S} = z, x_0 = k) for a list of lags in any order, repetitions allowed.
Matrix<Rational> read_law(const LagLaw& law, const std::vector<int>& lags);

/// Column h holds the attention sigma of head h on lags 1 ... M. Entry (z, k) is E[prod_h
/// v^{(h)}_{z_h} 1{x_0 = k}]: the law of the history as the heads read it. Its modified information
/// is the signal of the set of heads (D2). Throws PreconditionError unless every column sums to
/// one.
Matrix<Rational> blurred_law(const LagLaw& law, const Matrix<Rational>& attention);

/// sum_{z,k} a(z,k) b(z,k) / mu(k) - sum_z a(z) b(z), for laws of one token law mu.
Rational shared_signal(const Matrix<Rational>& a, const Matrix<Rational>& b);
/// The same for reads of two lists of lags, as the expectation over two independent windows, the
/// position that is compared and the query: E[(1{x = x'} / mu(x) - 1) 1{X = X'}].
Rational shared_signal_by_pairs(const LagLaw& law, const std::vector<int>& first,
                                const std::vector<int>& second);
/// The signal of imperfect copiers as a form of degree two in each column.
Rational blurred_signal_by_pairs(const LagLaw& law, const Matrix<Rational>& attention);

/// J of stage II: entry (i, j) shares the reads of `set` with its lag `head` replaced by i + 1 and
/// by j + 1. Throws PreconditionError unless head is in the set and the set within the lags.
Matrix<Rational> copier_matrix(const LagLaw& law, const LagSet& set, int head);

/// The attention softmax(w) from exp(w).
Vector<Rational> attention_of(const Vector<Rational>& powers);
/// dw_i/dt = 2 a sigma_i ((J sigma)_i - sigma^T J sigma).
template <Field N>
Vector<N> copier_drift(const Matrix<N>& signal, const N& a, const Vector<N>& attention);

/// w after `time`, from `start`, and how far the last two orders of extrapolation of a step part at
/// most: Gragg's midpoint rule extrapolated, with steps as long as 10^-30 allows. Throws
/// PreconditionError when that takes more than `most_steps`.
struct CopierFlow {
  Vector<Real50> weights, attention;
  Real50 apart;
};
CopierFlow copier_flow(const Matrix<Rational>& signal, const Rational& a,
                       const std::vector<Rational>& start, const Rational& time,
                       int most_steps = 20000);

/// With two lags: where the attention on the head's own lag stops growing towards one, max(0, (J_oo
/// - J_ho) / (J_hh + J_oo - 2 J_ho)). Throws PreconditionError when the signals coincide.
Rational basin_boundary(const Rational& own, const Rational& shared, const Rational& other);

}  // namespace lemmascope::ngram
