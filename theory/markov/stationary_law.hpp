// The stationary law of a chain by Grassmann-Taksar-Heyman elimination: no subtraction occurs, so
// nearly reducible chains (Dirichlet(0.1) draws) keep full relative accuracy.
#pragma once

#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

/// mu with mu^T pi = mu^T and sum 1. Throws PreconditionError when the chain has more than one
/// closed class (a pivot sum is zero, or an interval pivot contains zero).
template <Field N>
Vector<N> stationary_law(const TransitionMatrix<N>& chain);

}  // namespace lemmascope::markov
