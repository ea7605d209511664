// The kernel matrix at beta -> 0 where the identity parameter stays: attention by equality alone,
// exact in q = e^a.
#pragma once

#include "theory/templates/template_strings.hpp"

namespace lemmascope::templates {

/// Attention of the last position at beta = 0: q on each position that holds its symbol, 1 on
/// others, over their sum. Throws PreconditionError unless q > 0.
Vector<Rational> attention_by_equality(const Symbols& symbols, const Rational& q);

/// N_ij / gamma^2 = the product of both attentions.
Matrix<Rational> kernel_by_equality(const std::vector<Symbols>& list, const Rational& q);

/// Of two templates: sum over pairs of positions of the squared minors of their attentions (Cauchy
/// and Binet), which is det of kernel_by_equality.
Rational determinant_by_minors(const Symbols& one, const Symbols& other, const Rational& q);

}  // namespace lemmascope::templates
