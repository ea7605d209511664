// Both routes to the second order by summing over every token sequence.
#include <algorithm>
#include <numeric>

#include "theory/causal/near_independence.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

// Calls visit(tokens) for each of the states^nodes sequences.
template <class Visit>
void for_each_tokens(int nodes, int states, const Visit& visit) {
  std::vector<int> tokens(static_cast<std::size_t>(nodes), 0);
  for (;;) {
    give_up_if_asked();
    visit(tokens);
    int place = nodes - 1;
    while (place >= 0 && ++tokens[static_cast<std::size_t>(place)] == states) {
      tokens[static_cast<std::size_t>(place--)] = 0;
    }
    if (place < 0) return;
  }
}

// g(s') of a node with token `own`: zero for a token that does not occur, query included.
Rational vote_on(const std::vector<int>& tokens, int query, int own, int target,
                 const Rational& epsilon) {
  const auto length = static_cast<int>(tokens.size()) + 1;
  const auto count = static_cast<int>(std::count(tokens.begin(), tokens.end(), target)) +
                     (query == target ? 1 : 0);
  if (count == 0) return 0;
  const Rational share(count, length);
  return ((own == target ? 1 : 0) - share) / (share + epsilon);
}

/// The bracket of Gamma on one sequence, with virtual ancestors averaged out.
class Bracket {
 public:
  Bracket(const CausalForest& forest, const Direction& direction)
      : forest_(forest), law_(direction.law), states_(static_cast<int>(law_.size())) {
    covariance_ = Matrix<Rational>::Zero(states_, states_);
    for (int s = 0; s < states_; ++s) {
      for (int a = 0; a < states_; ++a) {
        for (int b = 0; b < states_; ++b) {
          covariance_(a, b) += direction.deviation(s, a) * direction.deviation(s, b) / states_;
        }
      }
    }
    for (int t = 0; t < states_; ++t) {
      Rational mean = 0;
      for (int s = 0; s < states_; ++s) mean += law_[s] * kappa(s, t);
      mean_kappa_.push_back(mean);
      mean_of_means_ += law_[t] * mean;
    }
  }

  /// sum_{s'} g(s') (edges toward s' seen from the query + u(s') pairs of edges).
  Rational operator()(const std::vector<int>& s, int query, int own,
                      const Rational& epsilon) const {
    Rational sum = 0;
    const Rational pairs = pairs_of_edges(s);
    for (int target = 0; target < states_; ++target) {
      const Rational g = vote_on(s, query, own, target, epsilon);
      if (g != 0) sum += g * (edges_towards(s, query, target) + law_[target] * pairs);
    }
    return sum;
  }

 private:
  Rational kappa(int s, int t) const { return Rational(s == t ? states_ - 1 : -1, states_ - 1); }
  // kappa between the token above node b and token t; above a root it is the mean over u.
  Rational kappa_above(const std::vector<int>& s, Position b, int t) const {
    return forest_.is_root(b) ? mean_kappa_[t] : kappa(s[forest_.parent(b)], t);
  }

  Rational edges_towards(const std::vector<int>& s, int query, int target) const {
    Rational sum = 0;
    for (Position b = 0; b < forest_.size(); ++b) {
      sum += kappa_above(s, b, query) * covariance_(target, s[b]) / law_[s[b]];
    }
    return sum;
  }

  Rational pairs_of_edges(const std::vector<int>& s) const {
    Rational sum = 0;
    for (Position b = 0; b < forest_.size(); ++b) {
      for (Position d = b + 1; d < forest_.size(); ++d) {
        sum += kappa_above_both(s, b, d) * covariance_(s[b], s[d]) / (law_[s[b]] * law_[s[d]]);
      }
      if (!forest_.is_root(b)) continue;
      // The two virtual edges above one root: summed over the token between them.
      for (int t = 0; t < states_; ++t) {
        sum += mean_kappa_[t] * covariance_(t, s[b]) / law_[s[b]];
      }
    }
    return sum;
  }

  Rational kappa_above_both(const std::vector<int>& s, Position b, Position d) const {
    if (!forest_.is_root(b)) return kappa_above(s, d, s[forest_.parent(b)]);
    return forest_.is_root(d) ? mean_of_means_ : mean_kappa_[s[forest_.parent(d)]];
  }

  const CausalForest& forest_;
  const Vector<Rational>& law_;
  int states_;
  Matrix<Rational> covariance_;
  std::vector<Rational> mean_kappa_;
  Rational mean_of_means_ = 0;
};

void require_place(const CausalForest& forest, const RivalPlace& at) {
  require(at.i >= 0 && at.i < forest.size() && at.j >= 0 && at.j < forest.size() &&
              can_be_earlier(forest, at.i, at.j) && at.parent == forest.parent(at.i),
          "expected a node with a parent and a rival that can stand before it");
}

int contrast(const std::vector<int>& s, const RivalPlace& at, int query) {
  return (s[at.parent] == query ? 1 : 0) - (s[at.j] == query ? 1 : 0);
}

using JetSeries = Jet<Rational>;

/// One order of the rows, with probabilities as series in delta.
struct JetChain {
  Matrix<JetSeries> rows;
  std::vector<JetSeries> stationary;
};

JetChain jet_chain(const Direction& direction, const std::vector<int>& order) {
  const auto states = static_cast<int>(direction.law.size());
  const JetSeries delta = JetSeries::variable(0, 0);
  JetChain chain{Matrix<JetSeries>(states, states), {}};
  Matrix<Rational> deviation(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) {
      deviation(s, t) = direction.deviation(order[static_cast<std::size_t>(s)], t);
      chain.rows(s, t) = JetSeries(direction.law[t]) + delta * JetSeries(deviation(s, t));
    }
  }
  // mu^T = u^T (I - delta E)^{-1}, since the rows of E sum to zero.
  const auto after = [&](const Vector<Rational>& left) {
    Vector<Rational> moved = Vector<Rational>::Zero(states);
    for (int t = 0; t < states; ++t) {
      for (int s = 0; s < states; ++s) moved[t] += left[s] * deviation(s, t);
    }
    return moved;
  };
  const Vector<Rational> first = after(direction.law), second = after(first);
  for (int t = 0; t < states; ++t) {
    chain.stationary.push_back(JetSeries(direction.law[t]) + delta * JetSeries(first[t]) +
                               delta * delta * JetSeries(second[t]));
  }
  return chain;
}

JetSeries probability(const CausalForest& forest, const JetChain& chain,
                      const std::vector<int>& s) {
  JetSeries product(1);
  for (Position k = 0; k < forest.size(); ++k) {
    product = product * (forest.is_root(k) ? chain.stationary[static_cast<std::size_t>(s[k])]
                                           : chain.rows(s[forest.parent(k)], s[k]));
  }
  return product;
}

}  // namespace

Rational second_order_coefficient_by_enumeration(const CausalForest& forest, const RivalPlace& at,
                                                 const Direction& direction,
                                                 const Rational& epsilon) {
  require_place(forest, at);
  const auto states = static_cast<int>(direction.law.size());
  const Bracket bracket(forest, direction);
  Rational sum = 0;
  for_each_tokens(forest.size(), states, [&](const std::vector<int>& s) {
    Rational weight(1, states);
    for (const int token : s) weight *= direction.law[token];
    for (int query = 0; query < states; ++query) {
      const int x = contrast(s, at, query);
      if (x != 0) sum += weight * x * bracket(s, query, s[at.i], epsilon);
    }
  });
  return sum;
}

SecondOrderSeries margin_series_by_enumeration(const CausalForest& forest, const RivalPlace& at,
                                               const Direction& direction,
                                               const Rational& epsilon) {
  require_place(forest, at);
  const auto states = static_cast<int>(direction.law.size());
  std::vector<int> order(static_cast<std::size_t>(states));
  std::iota(order.begin(), order.end(), 0);
  JetSeries total(0);
  int orders = 0;
  do {
    ++orders;
    const JetChain chain = jet_chain(direction, order);
    for_each_tokens(forest.size(), states, [&](const std::vector<int>& s) {
      const JetSeries likelihood = probability(forest, chain, s);
      for (int query = 0; query < states; ++query) {
        const int x = contrast(s, at, query);
        if (x == 0) continue;
        JetSeries weight(0);
        for (int t = 0; t < states; ++t) {
          weight =
              weight + chain.rows(query, t) * JetSeries(vote_on(s, query, s[at.i], t, epsilon));
        }
        total = total + likelihood * weight * JetSeries(x);
      }
    });
  } while (std::next_permutation(order.begin(), order.end()));
  const Rational mean(1, orders * states);
  return {total.value * mean, total.gradient[0] * mean, total.hessian[0] / 2 * mean};
}

}  // namespace lemmascope::causal
