#include "theory/lazy/lazy_chain.hpp"

namespace lemmascope::lazy {

template <Field N>
markov::TransitionMatrix<N> lazy_chain(const markov::TransitionMatrix<N>& chain,
                                       const N& laziness) {
  Matrix<N> rows = chain.matrix() * N(N(1) - laziness);
  for (int s = 0; s < chain.states(); ++s) rows(s, s) += laziness;
  return markov::TransitionMatrix<N>(rows);
}

template markov::Chain lazy_chain(const markov::Chain&, const Rational&);
template markov::TransitionMatrix<double> lazy_chain(const markov::TransitionMatrix<double>&,
                                                     const double&);

}  // namespace lemmascope::lazy
