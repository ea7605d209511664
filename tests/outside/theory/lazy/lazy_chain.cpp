#include "theory/lazy/lazy_chain.hpp"

namespace lemmascope::lazy {

markov::Chain lazy_chain(const markov::Chain& chain, const Rational& laziness) {
  Matrix<Rational> rows = chain.matrix() * Rational(1 - laziness);
  for (int s = 0; s < chain.states(); ++s) rows(s, s) += laziness;
  return markov::Chain(rows);
}

}  // namespace lemmascope::lazy
