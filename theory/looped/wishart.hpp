// Averages over S = X X^T / n with Gaussian columns, by two roads: Wick's pairings, and Bartlett's
// triangular factor on matching points.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "theory/numeric/number.hpp"
#include "theory/regression/sparse_polynomial.hpp"

namespace lemmascope::looped {

/// (row, column) of an entry of X X^T.
using Entry = std::pair<int, int>;

/// E of a product of entries of X X^T, columns of X normal with the given covariance: sum over
/// pairings of covariances times n^(classes of columns). At most six entries.
Rational product_by_pairings(const std::vector<Entry>& entries, const Matrix<Rational>& covariance,
                             int context);

/// E of a polynomial in (S_11, S_12, S_22), S = X X^T / n, by pairings.
Rational average_by_pairings(const regression::SparsePolynomial<3>& polynomial,
                             const Matrix<Rational>& covariance, int context);

/// E f(S) for d of 1 or 2 and f polynomial of degree at most `degree` in S, covariance I: S = T T^T
/// / n with T_11^2 and T_22^2 chi-square of n and n - 1, T_21 normal, each replaced by points with
/// its moments. f gets S; f's value is a matrix of any shape.
Matrix<Rational> average_by_factor(
    int dimension, int context, int degree,
    const std::function<Matrix<Rational>(const Matrix<Rational>&)>& f);

/// E tr G^(2L) for a symmetric Gaussian d x d matrix with variances 2 on and 1 off the diagonal:
/// the limit of sqrt(n) (S - I).
Rational limit_moment(int dimension, int loops);

}  // namespace lemmascope::looped
