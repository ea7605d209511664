// The quadrature route for every scalar type; double precision goes to the lanes.
#include <fmt/format.h>

#include <algorithm>

#include "theory/causal/leading_gradient.hpp"
#include "theory/causal/tilted_chain.hpp"
#include "theory/causal/tilted_forest.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

template <class N>
FlatChain<N> flattened(const TransitionMatrix<N>& chain) {
  FlatChain<N> flat{chain.states(), {}, {}};
  const Vector<N> stationary = markov::stationary_law(chain);
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) flat.transition.push_back(chain(s, t));
    flat.stationary.push_back(stationary[s]);
  }
  return flat;
}

// The mean over `marked_tokens` marked tokens: all, or one that stands for all.
template <class N, class Accumulator>
Matrix<N> drive_of(Accumulator accumulator, int marked_tokens, const ReciprocalRule<N>& rule,
                   Columns columns) {
  TiltedSums<N> sums(rule.length);
  for (int marked = 0; marked < marked_tokens; ++marked) {
    for (int k = 0; k < rule.size(); ++k) {
      give_up_if_asked();
      accumulator.add(marked, rule.nodes[k], rule.weights[k], sums);
    }
  }
  accumulator.finish(sums);
  Matrix<N> result = Matrix<N>::Constant(rule.length, rule.length, N(0));
  for (int i = 0; i < rule.length; ++i) {
    for (int j = columns.first; j < std::min(i + 1, columns.past); ++j) {
      result(i, j) = (N(rule.length) * sums.row(i)[j] - sums.singles[j]) / N(marked_tokens);
    }
  }
  return result;
}

}  // namespace

template <Field N>
Matrix<N> drive_by_quadrature(const TransitionMatrix<N>& chain, const CausalForest& forest,
                              const ReciprocalRule<N>& rule, MarkedTokens tokens) {
  if (rule.length != forest.size() + 1) {
    refuse(fmt::format("expected a rule for length {}, found one for length {}", forest.size() + 1,
                       rule.length));
  }
  if constexpr (std::same_as<N, double>) {
    return drive_in_lanes(chain, forest, rule);
  } else {
    const FlatChain<N> flat = flattened(chain);
    const int marked = tokens == MarkedTokens::one_for_all ? 1 : flat.states;
    if (forest == CausalForest::chain(forest.size())) {
      return drive_of(TiltedChain<N, N>(flat, forest.size()), marked, rule, {0, rule.length});
    }
    return drive_of(TiltedForest<N, N>(flat, forest), marked, rule, {0, rule.length});
  }
}

template <Field N>
Matrix<N> chain_drive_columns(const TransitionMatrix<N>& chain, const ReciprocalRule<N>& rule,
                              Columns columns) {
  if (columns.first < 0 || columns.first >= columns.past || columns.past > rule.length) {
    refuse(fmt::format("expected columns first < past among 0..{}, found {}..{}", rule.length,
                       columns.first, columns.past));
  }
  const FlatChain<N> flat = flattened(chain);
  return drive_of(TiltedChain<N, N>(flat, rule.length - 1, columns), flat.states, rule, columns);
}

template <Field N>
Matrix<N> drive_by_quadrature(const TransitionMatrix<N>& chain, const CausalForest& forest,
                              const Rational& epsilon) {
  return drive_by_quadrature(chain, forest, reciprocal_rule<N>(forest.size() + 1, epsilon));
}

#define LEMMASCOPE_DRIVE_BY_QUADRATURE(N)                                                    \
  template Matrix<N> drive_by_quadrature<N>(const TransitionMatrix<N>&, const CausalForest&, \
                                            const ReciprocalRule<N>&, MarkedTokens);         \
  template Matrix<N> drive_by_quadrature<N>(const TransitionMatrix<N>&, const CausalForest&, \
                                            const Rational&);
LEMMASCOPE_FIELDS(LEMMASCOPE_DRIVE_BY_QUADRATURE)
template Matrix<Interval> chain_drive_columns<Interval>(const TransitionMatrix<Interval>&,
                                                        const ReciprocalRule<Interval>&, Columns);
template Matrix<Rational> chain_drive_columns<Rational>(const TransitionMatrix<Rational>&,
                                                        const ReciprocalRule<Rational>&, Columns);

}  // namespace lemmascope::causal
