// Pair laws through the lowest common ancestor.
#include "theory/markov/pair_law.hpp"

#include <fmt/format.h>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

void require_position(const CausalForest& forest, Position i) {
  if (i >= 0 && i < forest.size()) return;
  refuse(fmt::format("expected a position in 0..{}, found {}", forest.size() - 1, i));
}

}  // namespace

template <Field N>
Matrix<N> power(const TransitionMatrix<N>& chain, int n) {
  if (n < 0) refuse(fmt::format("expected a non-negative power of a chain, found {}", n));
  Matrix<N> result = Matrix<N>::Identity(chain.states(), chain.states());
  for (int step = 0; step < n; ++step) result = product<N>(result, chain.matrix());
  return result;
}

template <Field N>
Matrix<N> pair_law(const TransitionMatrix<N>& chain, const Vector<N>& stationary,
                   const CausalForest& forest, Position first, Position second) {
  require_position(forest, first);
  require_position(forest, second);
  if (stationary.size() != chain.states()) {
    refuse(fmt::format("expected a stationary law on {} states, found {}", chain.states(),
                       stationary.size()));
  }
  const auto kin = forest.kinship(first, second);
  if (!kin) return stationary.lazyProduct(stationary.transpose());
  Matrix<N> weighted = power(chain, kin->down);
  for (int z = 0; z < chain.states(); ++z) weighted.row(z) *= stationary(z);
  return product<N>(power(chain, kin->up).transpose(), weighted);
}

#define LEMMASCOPE_INSTANTIATE(N)                                              \
  template Matrix<N> power<N>(const TransitionMatrix<N>&, int);                \
  template Matrix<N> pair_law<N>(const TransitionMatrix<N>&, const Vector<N>&, \
                                 const CausalForest&, Position, Position);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::markov
