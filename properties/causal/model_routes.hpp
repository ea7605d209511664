// How claims about networks compare two predictions, and the reduced model by its printed formula.
#pragma once

#include <span>

#include "properties/claim/relation.hpp"
#include "theory/causal/reduced_model.hpp"

namespace lemmascope::causal {

/// 10^-40. Softmax has no exact arithmetic here, so equality of two predictions is certified to
/// this radius: enclosures carry 50 digits and ten are left for what a few layers cost. A wider
/// enclosure makes the verdict undecided, never `holds`.
Rational certified_radius();
inline constexpr const char* kCertifiedRadius =
    "equality is certified to a radius of 10^-40 by 50-digit enclosures, which is what interval "
    "arithmetic can say about exponentials";

/// |a - b| <= 10^-40.
template <Elementary N>
claim::Relation<N> agree(const N& a, const N& b) {
  return claim::at_most(N(absolute(N(a - b))), from_rational<N>(certified_radius()));
}

/// What the reduced model computes, written as the formula is printed:
///   a = softmax(mask(A1)) row by row, z = a X A2^T x_T, p = softmax(z), f = X^T p,
/// with X the one-hot matrix of the tokens and every softmax a quotient of exponentials. Shares no
/// code with causal::forward.
template <Elementary N>
struct FormulaPass {
  Vector<N> weights;     ///< p
  Vector<N> prediction;  ///< f
};
template <Elementary N>
FormulaPass<N> by_printed_formula(const ReducedWeights<N>& weights, std::span<const int> tokens);

inline constexpr const char* kFormulaRoute =
    "the printed formula with one-hot matrices and plain quotients of exponentials, in 100-digit "
    "arithmetic";

}  // namespace lemmascope::causal
