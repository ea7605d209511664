// Derivatives of the attention kernel as the authors' published notebook prints them: polynomials
// in traces and sums of X X^T, X Y^T and Y Y^T.
#pragma once

#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// The printed value of d^b/d beta^b d^c/d gamma^c kappa at zero. Orders (b, c) of (0, 0), (2, 2),
/// (4, 2) with 17 terms and (6, 4) with 44. Throws PreconditionError for others.
Rational printed_derivative(const Symbols& first, const Symbols& second, int beta_order,
                            int gamma_order);

/// The same, with traces and sums taken by counting coincidences index by index.
Rational printed_derivative_by_counting(const Symbols& first, const Symbols& second, int beta_order,
                                        int gamma_order);

/// tr(X X^T Y Y^T), which tells patterns of equality apart: the number of pairs of positions that
/// hold one symbol in both strings.
Rational pattern_product(const Symbols& first, const Symbols& second);

}  // namespace lemmascope::templates
