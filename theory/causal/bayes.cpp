#include "theory/causal/bayes.hpp"

#include <fmt/format.h>

#include "theory/causal/reduced_model.hpp"
#include "theory/markov/sequence_enumeration.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;
using markov::Prior;

void require_length(const CausalForest& forest, std::span<const int> tokens) {
  if (static_cast<int>(tokens.size()) != forest.size() + 1) {
    refuse(fmt::format("expected {} tokens (the query last), found {}", forest.size() + 1,
                       tokens.size()));
  }
}

template <class N>
struct Atom {
  N weight;
  markov::TransitionMatrix<N> chain;
  Vector<N> stationary;
};

template <class N>
std::vector<Atom<N>> atoms_of(const Prior& prior) {
  std::vector<Atom<N>> atoms;
  for (const Prior::Atom& atom : prior.atoms()) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    atoms.push_back({from_rational<N>(atom.weight), chain, markov::stationary_law(chain)});
  }
  return atoms;
}

// sum over atoms of weight P(nodes) pi(.|query): proportional to the posterior predictive.
template <class N>
Vector<N> joint_with_target(const std::vector<Atom<N>>& atoms, const CausalForest& forest,
                            std::span<const int> tokens) {
  const int states = atoms.front().chain.states();
  Vector<N> joint = Vector<N>::Constant(states, N(0));
  for (const Atom<N>& atom : atoms) {
    N probability = atom.weight;
    for (Position i = 0; i < forest.size(); ++i) {
      probability *= forest.is_root(i) ? atom.stationary[tokens[i]]
                                       : atom.chain(tokens[forest.parent(i)], tokens[i]);
    }
    for (int s = 0; s < states; ++s) joint[s] += probability * atom.chain(tokens.back(), s);
  }
  return joint;
}

template <class N>
N total_of(const Vector<N>& entries) {
  N total(0);
  for (Eigen::Index k = 0; k < entries.size(); ++k) total += entries[k];
  return total;
}

// 0 log 0 = 0 for exact zeros; anything else must have a logarithm.
template <class N>
N cross_entropy(const Vector<N>& target, const Vector<N>& prediction) {
  N sum(0);
  for (Eigen::Index s = 0; s < target.size(); ++s) {
    if (target[s] == N(0)) continue;
    sum -= target[s] * log(prediction[s]);
  }
  return sum;
}

// Every sequence of the nodes, then every query, last.
template <class Visitor>
void for_each_tokens(int states, int length, Visitor&& visit) {
  std::vector<int> tokens(length, 0);
  while (true) {
    visit(static_cast<const std::vector<int>&>(tokens));
    int k = length - 1;
    while (k >= 0 && ++tokens[k] == states) tokens[k--] = 0;
    if (k < 0) return;
  }
}

// B_0, B_2, B_4, ... by sum_{k=0}^{m} C(m+1, k) B_k = 0.
std::vector<Rational> even_bernoulli_numbers(int count) {
  const int last = 2 * (count - 1);
  std::vector<Rational> all{1};
  for (int m = 1; m <= last; ++m) {
    Rational sum = 0;
    Rational binomial = 1;
    for (int k = 0; k < m; ++k) {
      sum += binomial * all[k];
      binomial = binomial * (m + 1 - k) / (k + 1);
    }
    all.push_back(Rational(-sum / (m + 1)));
  }
  std::vector<Rational> even;
  for (int k = 0; k < count; ++k) even.push_back(all[2 * k]);
  return even;
}

}  // namespace

template <Field N>
Vector<N> count_estimate(const CausalForest& forest, std::span<const int> tokens, int states,
                         const Rational& alpha, RootCounting roots) {
  require_length(forest, tokens);
  attention::require_tokens(tokens, states);
  require(alpha > 0, "expected a positive smoothing alpha");
  const int query = tokens.back();
  std::vector<int> counts(states, 0);
  int total = 0;
  for (Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i) && roots == RootCounting::skipped) continue;
    const Position read = forest.is_root(i) ? forest.size() - 1 : forest.parent(i);
    if (tokens[read] != query) continue;
    ++counts[tokens[i]];
    ++total;
  }
  Vector<N> estimate(states);
  const Rational mass = states * alpha + total;
  for (int s = 0; s < states; ++s) {
    estimate[s] = from_rational<N>(Rational((alpha + counts[s]) / mass));
  }
  return estimate;
}

template <Field N>
Vector<N> posterior_predictive(const Prior& prior, const CausalForest& forest,
                               std::span<const int> tokens) {
  require_length(forest, tokens);
  attention::require_tokens(tokens, prior.states());
  Vector<N> joint = joint_with_target(atoms_of<N>(prior), forest, tokens);
  const N total = total_of(joint);
  require(less(N(0), total) == Truth::yes,
          "expected tokens of positive probability under some chain of the prior");
  for (Eigen::Index s = 0; s < joint.size(); ++s) joint[s] /= total;
  return joint;
}

template <Elementary N>
BayesLosses<N> bayes_losses(const Prior& prior, const CausalForest& forest, const Rational& alpha) {
  const int states = prior.states();
  const std::vector<Atom<N>> atoms = atoms_of<N>(prior);
  BayesLosses<N> losses{oracle_loss<N>(prior), N(0), N(0), N(0)};
  for_each_tokens(states, forest.size() + 1, [&](const std::vector<int>& tokens) {
    const Vector<N> joint = joint_with_target(atoms, forest, tokens);
    const N total = total_of(joint);
    if (total == N(0)) return;
    Vector<N> posterior(states);
    for (int s = 0; s < states; ++s) posterior[s] = joint[s] / total;
    losses.posterior += cross_entropy(joint, posterior);
    losses.counts += cross_entropy(
        joint, count_estimate<N>(forest, tokens, states, alpha, RootCounting::skipped));
    losses.authors_line += cross_entropy(
        joint, count_estimate<N>(forest, tokens, states, alpha, RootCounting::last_token));
  });
  losses.posterior /= N(states);
  losses.counts /= N(states);
  losses.authors_line /= N(states);
  return losses;
}

template <Elementary N>
N oracle_loss(const Prior& prior) {
  N loss(0);
  for (const Prior::Atom& atom : prior.atoms()) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    const N share = from_rational<N>(Rational(atom.weight / prior.states()));
    for (int s = 0; s < chain.states(); ++s) {
      const Vector<N> row = chain.matrix().row(s).transpose();
      loss += share * cross_entropy(row, row);
    }
  }
  return loss;
}

// psi(x) = ln x - 1/(2x) - sum_{k>=1} B_{2k} / (2k x^{2k}) (Abramowitz and Stegun 6.3.18).
template <Elementary N>
N digamma(const Rational& x) {
  require(x > 0, "expected a positive argument of the digamma function");
  constexpr int kTerms = 40;  // at x >= 40 the first omitted term is below 1e-61
  static const std::vector<Rational> bernoulli = even_bernoulli_numbers(kTerms + 2);
  Rational shifted = x;
  Rational exact = 0;
  while (shifted < 40) {
    exact -= 1 / shifted;
    shifted += 1;
  }
  exact -= 1 / (2 * shifted);
  const Rational square = shifted * shifted;
  Rational power = 1;
  for (int k = 1; k <= kTerms; ++k) {
    power /= square;
    exact -= bernoulli[k] * power / (2 * k);
  }
  N result = log(from_rational<N>(shifted)) + from_rational<N>(exact);
  if constexpr (std::same_as<N, Interval>) {
    Rational omitted = bernoulli[kTerms + 1] * power / square / (2 * (kTerms + 1));
    if (omitted < 0) omitted = -omitted;
    result += Interval::between(-omitted, omitted);
  }
  return result;
}

template <Elementary N>
N dirichlet_oracle_loss(int states, const Rational& alpha) {
  if (states < 1) refuse(fmt::format("expected at least one state, found {}", states));
  require(alpha > 0, "expected a positive concentration alpha");
  return digamma<N>(Rational(states * alpha + 1)) - digamma<N>(Rational(alpha + 1));
}

#define LEMMASCOPE_BAYES_FIELD(N)                                                      \
  template Vector<N> count_estimate<N>(const CausalForest&, std::span<const int>, int, \
                                       const Rational&, RootCounting);                 \
  template Vector<N> posterior_predictive<N>(const Prior&, const CausalForest&,        \
                                             std::span<const int>);
#define LEMMASCOPE_BAYES_LOSSES(N)                                                             \
  template BayesLosses<N> bayes_losses<N>(const Prior&, const CausalForest&, const Rational&); \
  template N oracle_loss<N>(const Prior&);
#define LEMMASCOPE_DIGAMMA(N)             \
  template N digamma<N>(const Rational&); \
  template N dirichlet_oracle_loss<N>(int, const Rational&);
LEMMASCOPE_FIELDS(LEMMASCOPE_BAYES_FIELD)
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_BAYES_LOSSES)
LEMMASCOPE_DIGAMMA(double)
LEMMASCOPE_DIGAMMA(Real50)
LEMMASCOPE_DIGAMMA(Interval)

}  // namespace lemmascope::causal
