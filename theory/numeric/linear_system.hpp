// Exact linear systems: row reduction over the rationals, and what follows from it. The slow,
// certain route beside every closed form.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// The reduced row echelon form of a matrix and the columns that hold its pivots.
struct RowEchelon {
  Matrix<Rational> form;
  std::vector<int> pivots;

  int rank() const { return static_cast<int>(pivots.size()); }
};

/// Gauss-Jordan elimination. Exact, so the rank is the rank.
RowEchelon reduce_rows(Matrix<Rational> matrix);

/// X with A X = B for a square invertible A. Throws PreconditionError when A is not square, is
/// singular, or when B has another number of rows.
Matrix<Rational> solve(const Matrix<Rational>& a, const Matrix<Rational>& b);

/// Columns that form a basis of {x : A x = 0}; no column when A has full column rank.
Matrix<Rational> null_space(const Matrix<Rational>& a);

}  // namespace lemmascope
