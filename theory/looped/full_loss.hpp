// The loss of two coordinates as a polynomial in all four entries of A, its certain minimiser, and
// other ways to the same numbers.
#pragma once

#include <array>

#include "theory/looped/wishart.hpp"
#include "theory/regression/real_roots.hpp"

namespace lemmascope::looped {

/// Polynomials in the four coordinates of A = a I + b J + c K + e H, J = [[0, -1], [1, 0]], K =
/// diag(1, -1), H = [[0, 1], [1, 0]].
using FourEntries = regression::SparsePolynomial<4>;

/// E |(I - S A)^L|_F^2 for d = 2 and covariance I, by pairings. L of 1 to 3. Made once for each
/// (n, L).
const FourEntries& full_loss(int context, int loops);

/// The matrix of these coordinates.
Matrix<Rational> matrix_of(const std::array<Rational, 4>& coordinates);

/// E |(I - S A)^L|_F^2 over Bartlett's points; d of 1 or 2, A of that size.
Rational loss_by_factor(const Matrix<Rational>& a, int context, int loops);

/// E tr(C^-1 M C M^T), M = (I - S A)^L, for columns of covariance C, 2 x 2, by pairings.
Rational loss_with_covariance(const Matrix<Rational>& a, const Matrix<Rational>& covariance,
                              int context, int loops);

/// E (M - I)(M - I)^T, M = (I - S A)^L: what a bias u costs, u^T that u. By pairings for d = 2, and
/// over Bartlett's points for d of 1 or 2.
Matrix<Rational> bias_form(const Matrix<Rational>& a, int context, int loops);
Matrix<Rational> bias_form_by_factor(const Matrix<Rational>& a, int context, int loops);

/// Coefficients of b^(2j) on the line A = a I + b J, as polynomials in a: j = 0, ..., L.
std::vector<Polynomial> on_the_turned_line(const FourEntries& loss);

/// The minimiser over all A.
struct FullMinimum {
  Interval a, b;  ///< b >= 0, zero where `turned` is false
  Interval loss;
  bool turned = false;  ///< not symmetric
  Interval isotropic;   ///< the best a with b = 0
  Interval isotropic_loss;
  std::array<Interval, 4> isotropic_hessian;  ///< eigenvalues there, ascending
  bool in_a_box = false;  ///< symmetric traceless parts are excluded in a box only
};

/// L = 2: over all A. By O(2) the loss depends on a, b^2 and q = c^2 + e^2; for each a it is a
/// convex quadratic in (b^2, q) whose derivative in q is positive at q = 0 and the best b. L = 3:
/// over a in [0, 2], b^2 and q in [0, 1], where subdivision shows that the derivative in q is
/// positive or the loss above the least. On q = 0 all critical points are found and compared.
/// Throws PreconditionError for n below 2, other L, or where a sign is not decided.
FullMinimum full_minimum(int context, int loops);

}  // namespace lemmascope::looped
