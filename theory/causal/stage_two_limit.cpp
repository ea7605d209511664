#include "theory/causal/stage_two_limit.hpp"

#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/range.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

void require_share(const Rational& roots) {
  if (roots < 0 || roots > 1) {
    refuse("expected a share of roots between 0 and 1, found " + to_text(roots));
  }
}

// What exponents are measured from: beta where positive and some node is linked, beta mu where all
// are roots; nothing while every exponential is in range.
template <Elementary N>
N shift_of(const N& mu, const Rational& roots, const N& match) {
  if (has_moderate_exponential(match)) return N(0);
  if (roots == 1) return point_of<N>(match * mu);
  return larger_point<N>(N(0), point_of(match));
}

}  // namespace

template <Elementary N>
N mixture_weight(const N& mu, const Rational& roots, const N& match) {
  require_share(roots);
  if (roots == 1) return N(1);  // e^beta of no node would not be measured from anything
  const N r = from_rational<N>(roots);
  const N linked = from_rational<N>(Rational(1 - roots));
  const N shift = shift_of(mu, roots, match);
  const N root_mass = r * exp(N(match * mu - shift));
  const N linked_mass = linked * exp(N(-shift));
  const N matched_excess = linked * mu * (exp(N(match - shift)) - exp(N(-shift)));
  return (linked_mass + root_mass) / (linked_mass + matched_excess + root_mass);
}

template <Elementary N>
Matrix<N> limiting_prediction(const markov::TransitionMatrix<N>& chain, const Rational& roots,
                              const N& match) {
  const Vector<N> mu = markov::stationary_law(chain);
  Matrix<N> prediction(chain.states(), chain.states());
  for (int s = 0; s < chain.states(); ++s) {
    const N omega = mixture_weight<N>(mu[s], roots, match);
    for (int t = 0; t < chain.states(); ++t) {
      prediction(s, t) = (N(1) - omega) * chain(s, t) + omega * mu[t];
    }
  }
  return prediction;
}

template <Elementary N>
Matrix<N> limiting_prediction_by_groups(const markov::TransitionMatrix<N>& chain,
                                        const Rational& roots, const N& match) {
  require_share(roots);
  const Vector<N> mu = markov::stationary_law(chain);
  const N r = from_rational<N>(roots);
  const N linked = from_rational<N>(Rational(1 - roots));
  Matrix<N> prediction(chain.states(), chain.states());
  for (int query = 0; query < chain.states(); ++query) {
    const N shift = shift_of(mu[query], roots, match);
    N total(0);
    for (int t = 0; t < chain.states(); ++t) {
      N mass = r * exp(N(match * mu[query] - shift)) * mu[t];
      for (int parent = 0; roots < 1 && parent < chain.states(); ++parent) {
        const N score = exp(N(parent == query ? match - shift : -shift));
        mass += linked * mu[parent] * chain(parent, t) * score;
      }
      prediction(query, t) = mass;
      total += mass;
    }
    for (int t = 0; t < chain.states(); ++t) prediction(query, t) /= total;
  }
  return prediction;
}

template <Elementary N>
N limiting_loss(const markov::Prior& prior, const Rational& roots, const N& match) {
  N loss(0);
  for (const markov::Prior::Atom& atom : prior.atoms()) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    const Matrix<N> prediction = limiting_prediction(chain, roots, match);
    const N share = from_rational<N>(Rational(atom.weight / prior.states()));
    for (int s = 0; s < chain.states(); ++s) {
      for (int t = 0; t < chain.states(); ++t) {
        if (atom.chain(s, t) == 0) continue;
        loss -= share * chain(s, t) * log(prediction(s, t));
      }
    }
  }
  return loss;
}

template <Field N>
N limiting_gap_constant(const markov::Prior& prior) {
  N sum(0);
  for (const markov::Prior::Atom& atom : prior.atoms()) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    const Vector<N> mu = markov::stationary_law(chain);
    const N share = from_rational<N>(Rational(atom.weight / (2 * prior.states())));
    for (int s = 0; s < chain.states(); ++s) {
      for (int t = 0; t < chain.states(); ++t) {
        require(atom.chain(s, t) != 0, "expected positive transition probabilities");
        const N excess = (mu[t] - chain(s, t)) / mu[s];
        sum += share * excess * excess / chain(s, t);
      }
    }
  }
  return sum;
}

#define LEMMASCOPE_STAGE_TWO_LIMIT(N)                                                            \
  template N mixture_weight<N>(const N&, const Rational&, const N&);                             \
  template Matrix<N> limiting_prediction<N>(const markov::TransitionMatrix<N>&, const Rational&, \
                                            const N&);                                           \
  template Matrix<N> limiting_prediction_by_groups<N>(const markov::TransitionMatrix<N>&,        \
                                                      const Rational&, const N&);                \
  template N limiting_loss<N>(const markov::Prior&, const Rational&, const N&);
#define LEMMASCOPE_LIMITING_GAP(N) template N limiting_gap_constant<N>(const markov::Prior&);
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_STAGE_TWO_LIMIT)
LEMMASCOPE_FIELDS(LEMMASCOPE_LIMITING_GAP)

}  // namespace lemmascope::causal
