// Derivatives of the attention kernel at beta = gamma = 0, exactly: Gaussian moments of the softmax
// and its Taylor coefficients, by two routes.
//
// kappa_{X,Y}(beta, gamma) = E[s^T X Y^T t + gamma^2 s^T t], s = softmax(beta (zeta + gamma p)),
// t = softmax(beta (xi + gamma p)), with cov(zeta) = X X^T, cov(zeta, xi) = X Y^T, cov(xi) = Y Y^T
// and p standard normal, shared by both strings.
#pragma once

#include <vector>

#include "theory/numeric/polynomial.hpp"
#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// The most derivatives in beta that are offered; beyond, sums grow past reason.
inline constexpr int kMostBetaOrder = 8;
/// The longest strings.
inline constexpr int kMostSymbols = 6;

/// The coefficient of beta^order in kappa, as a polynomial in gamma^2. From monomials of the
/// softmax's Taylor series and moments by Stein's recursion E[x f] = sum cov E[df]. Throws
/// PreconditionError unless both strings have one length from 1 to kMostSymbols and 0 <= order <=
/// kMostBetaOrder.
Polynomial kernel_coefficient(const Symbols& first, const Symbols& second, int order);

/// The same by Wick's theorem as it is written: derivative tensors of the softmax from d s_i = s_i
/// (1_ij - s_j), contracted over every choice of indices and every pairing, in whole numbers. Up to
/// order six and length three. Throws PreconditionError beyond.
Polynomial kernel_coefficient_by_pairings(const Symbols& first, const Symbols& second, int order);

/// d^beta_order/d beta d^gamma_order/d gamma of kappa at zero, from a coefficient of beta^order.
Rational derivative_from(const Polynomial& coefficient, int beta_order, int gamma_order);

/// By kernel_coefficient.
Rational kernel_derivative(const Symbols& first, const Symbols& second, int beta_order,
                           int gamma_order);

/// The least order in beta of det N of two templates on disjoint symbols, with its coefficient, a
/// polynomial in gamma^2.
struct LeadingTerm {
  int order = 0;
  Polynomial coefficient;
};
using CoefficientRoute = Polynomial (*)(const Symbols&, const Symbols&, int);
/// Up to order six. Throws PreconditionError when all of them vanish.
LeadingTerm leading_determinant(const Symbols& one, const Symbols& other, CoefficientRoute route);

}  // namespace lemmascope::templates
