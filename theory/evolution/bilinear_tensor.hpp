// The minimal model of arXiv 2402.11004 where its hinge losses are linear: the loss is a constant
// less sum W[m,l] v_j T[m,l,j], so that every gradient is a contraction of one tensor.
#pragma once

#include <vector>

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::evolution {

/// T[m][l][j], m and l states from 0, j = 1 ... length.
template <Field N>
class Tensor {
 public:
  Tensor(int states, int length)
      : states_(states),
        length_(length),
        entries_(static_cast<std::size_t>(states) * states * length, N(0)) {}

  int states() const { return states_; }
  int length() const { return length_; }
  const N& operator()(int m, int l, int j) const { return entries_[index(m, l, j)]; }
  N& operator()(int m, int l, int j) { return entries_[index(m, l, j)]; }

  /// -dL/dW at v: sum_j v_j T.
  Matrix<N> along_weights(const std::vector<N>& v) const;
  /// -dL/dv at W: sum_{m,l} W T.
  std::vector<N> along_lags(const Matrix<N>& w) const;

 private:
  std::size_t index(int m, int l, int j) const {
    return (static_cast<std::size_t>(m) * states_ + l) * length_ + (j - 1);
  }
  int states_, length_;
  std::vector<N> entries_;
};

/// Of a chain started from its stationary law: T[m,l,j] = (pi_l / t) sum_i (P_mi - 1/k)
/// (P^(j-1))_li sum_r (t - j + 1 - r) (P^r)_im. Throws PreconditionError when the stationary law is
/// not unique or the length is below one.
template <Field N>
Tensor<N> bilinear_tensor(const markov::TransitionMatrix<N>& chain, int length);

/// The same by every sequence of `length` tokens, each next token by its probability.
Tensor<Rational> tensor_by_enumeration(const markov::Chain& chain, int length);

/// For two states, P = (a, 1-a; 1-b, b) with eigenvalue lambda = a + b - 1 other than 0 and 1: the
/// paper's closed forms of the first step from W = 1 1^T, v = 1, (A.25) and (A.36).
Matrix<Rational> printed_weight_step(const Rational& a, const Rational& b, int length);
std::vector<Rational> printed_lag_step(const Rational& a, const Rational& b, int length);

}  // namespace lemmascope::evolution
