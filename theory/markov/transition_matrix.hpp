// Validated row-stochastic matrices.
#pragma once

#include <string>

#include "theory/numeric/number.hpp"

namespace lemmascope::markov {

/// A row-stochastic matrix: entry (s, t) is the probability pi(t | s) of token t after token s.
template <Field N>
class TransitionMatrix {
 public:
  /// Throws PreconditionError naming the row when an entry is negative or not a number, or a row
  /// does not sum to one: exactly for Rational, within states * 4 units of roundoff for double and
  /// Real, by containment for Interval.
  explicit TransitionMatrix(Matrix<N> rows);

  int states() const { return static_cast<int>(rows_.rows()); }
  const N& operator()(int from, int to) const { return rows_(from, to); }
  const Matrix<N>& matrix() const { return rows_; }

 private:
  Matrix<N> rows_;
};

using Chain = TransitionMatrix<Rational>;

/// The same chain in another number type: each entry rounded to nearest or enclosed.
template <Field N>
TransitionMatrix<N> in_arithmetic(const Chain& chain);

/// [[1-a, a], [b, 1-b]].
Chain two_state_chain(const Rational& a, const Rational& b);

/// Is every state reachable from every other along positive entries?
bool is_irreducible(const Chain& chain);
/// Throws PreconditionError naming two states without a path unless the chain is irreducible. (A
/// stationary law may exist without it; the theorems of arXiv 2402.14735 ask for it.)
void require_irreducible(const Chain& chain);
/// Irreducible with period one.
bool is_aperiodic(const Chain& chain);

/// Reads "7/10,3/10;4/10,6/10" (rows by ';'). Throws PreconditionError with what was expected.
Chain parse_chain(const std::string& text);
std::string to_text(const Chain& chain);

}  // namespace lemmascope::markov
