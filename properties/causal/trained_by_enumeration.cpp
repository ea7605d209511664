#include "properties/causal/trained_by_enumeration.hpp"

#include "properties/causal/instances/model_instance.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Chain;
using markov::Position;
using Tokens = std::vector<int>;

Rational probability_of_nodes(const Chain& chain, const Vector<Rational>& mu,
                              const CausalForest& forest, const Tokens& tokens) {
  Rational p = 1;
  for (Position i = 0; i < forest.size(); ++i) {
    p *= forest.is_root(i) ? mu[tokens[i]] : chain(tokens[forest.parent(i)], tokens[i]);
  }
  return p;
}

// The share of the query's token in what key i attends to.
Rational matched_share(const CausalForest& forest, const Tokens& tokens, Position i) {
  const int query = tokens.back();
  if (i == forest.size()) return 1;
  if (!forest.is_root(i)) return Rational(tokens[forest.parent(i)] == query ? 1 : 0);
  Rational share = 0;
  for (Position j = 0; j <= i; ++j) share += Rational(tokens[j] == query ? 1 : 0, i + 1);
  return share;
}

// f on one sequence.
template <class N>
Vector<N> prediction(const CausalForest& forest, const Tokens& tokens, int states) {
  const N beta = log(N(forest.size() + 1));
  Vector<N> f = Vector<N>::Constant(states, N(0));
  N mass(0);
  for (Position i = 0; i <= forest.size(); ++i) {
    const N vote = exp(N(beta * from_rational<N>(matched_share(forest, tokens, i))));
    f[tokens[i]] += vote;
    mass += vote;
  }
  for (int s = 0; s < states; ++s) f[s] /= mass;
  return f;
}

}  // namespace

template <Elementary N>
TrainedModel<N> trained_by_enumeration(const markov::Prior& prior, const CausalForest& forest) {
  const int length = forest.size() + 1, states = prior.states();
  const N smoothing = N(1) / N(length), normaliser = N(1) + N(states) / N(length);
  TrainedModel<N> model{N(0), Matrix<N>::Constant(states, states, N(0))};
  for (const auto& atom : prior.atoms()) {
    const Vector<Rational> mu = markov::stationary_law(atom.chain);
    for_each_sequence(length, states, [&](const Tokens& tokens) {
      const int query = tokens.back();
      const Vector<N> f = prediction<N>(forest, tokens, states);
      const Rational p = atom.weight * probability_of_nodes(atom.chain, mu, forest, tokens);
      for (int s = 0; s < states; ++s) {
        const N truth = from_rational<N>(atom.chain(query, s));
        model.error(query, s) += from_rational<N>(p) * absolute(N(f[s] - truth));
        if (atom.chain(query, s) == 0) continue;
        const N share = from_rational<N>(Rational(p * atom.chain(query, s) / states));
        model.loss_gap += share * log(N(truth * normaliser / (f[s] + smoothing)));
      }
    });
  }
  return model;
}

template TrainedModel<Real50> trained_by_enumeration(const markov::Prior&,
                                                     const markov::CausalForest&);
template TrainedModel<Interval> trained_by_enumeration(const markov::Prior&,
                                                       const markov::CausalForest&);

}  // namespace lemmascope::causal
