// What is left of the map after K layers of GD++: w^T rho_K(C) x with a polynomial rho_K of
// C = X X^T, and what one transformation does to the spectrum.
#pragma once

#include <vector>

#include "theory/numeric/number.hpp"
#include "theory/numeric/polynomial.hpp"

namespace lemmascope::icl {

/// Rates of a layer: t = eta / N for the outputs, gamma for the inputs.
struct LayerRates {
  Rational step;   ///< t
  Rational gamma;  ///< 0: plain gradient descent
};

/// rho_K by the recursion rho_(k+1) = rho_k (1 - t_k lambda phi_k^2), phi_(k+1) = phi_k (1 -
/// gamma_k lambda phi_k^2), both one at first.
Polynomial residual_polynomial(const std::vector<LayerRates>& layers);
/// The same at one eigenvalue, without polynomials.
Rational residual_at(const std::vector<LayerRates>& layers, const Rational& eigenvalue);

/// p(C) x by Horner's rule.
Vector<Rational> applied(const Polynomial& polynomial, const Matrix<Rational>& matrix,
                         const Vector<Rational>& x);

/// f(lambda) = lambda (1 - gamma lambda)^2: an eigenvalue of X X^T after x -> (I - gamma X X^T) x.
Rational mapped_eigenvalue(const Rational& eigenvalue, const Rational& gamma);

/// Largest over smallest value of f on [low, high]. Throws PreconditionError unless 0 < low <= high
/// < 1 / gamma.
Rational mapped_condition(const Rational& low, const Rational& high, const Rational& gamma);

/// |(I - s C)^T|_F^2 for T = 0..most: what a roll-out of steps of size s leaves of the map.
std::vector<Rational> roll_out(const Matrix<Rational>& covariance, const Rational& step, int most);

}  // namespace lemmascope::icl
