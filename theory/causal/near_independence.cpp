#include "theory/causal/near_independence.hpp"

#include <algorithm>
#include <numeric>

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
    visit(tokens);
    int place = nodes - 1;
    while (place >= 0 && ++tokens[static_cast<std::size_t>(place)] == states) {
      tokens[static_cast<std::size_t>(place--)] = 0;
    }
    if (place < 0) return;
  }
}

// g(s') of a node with token `own`: zero for a token that does not occur, query included.
Rational vote(const std::vector<int>& tokens, int query, int own, int target,
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
      const Rational g = vote(s, query, own, target, epsilon);
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

void require_rival(const CausalForest& forest, const RivalPlace& at) {
  require(at.i >= 0 && at.i < forest.size() && at.j >= 0 && at.j < forest.size() &&
              can_be_earlier(forest, at.i, at.j) && at.parent == forest.parent(at.i),
          "expected a node with a parent and a rival that can stand before it");
}

int contrast(const std::vector<int>& s, const RivalPlace& at, int query) {
  return (s[at.parent] == query ? 1 : 0) - (s[at.j] == query ? 1 : 0);
}

using Series = Jet<Rational>;

/// One order of the rows, with probabilities as series in delta.
struct SeriesChain {
  Matrix<Series> rows;
  std::vector<Series> stationary;
};

SeriesChain series_chain(const Direction& direction, const std::vector<int>& order) {
  const auto states = static_cast<int>(direction.law.size());
  const Series delta = Series::variable(0, 0);
  SeriesChain chain{Matrix<Series>(states, states), {}};
  Matrix<Rational> deviation(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) {
      deviation(s, t) = direction.deviation(order[static_cast<std::size_t>(s)], t);
      chain.rows(s, t) = Series(direction.law[t]) + delta * Series(deviation(s, t));
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
    chain.stationary.push_back(Series(direction.law[t]) + delta * Series(first[t]) +
                               delta * delta * Series(second[t]));
  }
  return chain;
}

Series probability(const CausalForest& forest, const SeriesChain& chain,
                   const std::vector<int>& s) {
  Series product(1);
  for (Position k = 0; k < forest.size(); ++k) {
    product = product * (forest.is_root(k) ? chain.stationary[static_cast<std::size_t>(s[k])]
                                           : chain.rows(s[forest.parent(k)], s[k]));
  }
  return product;
}

}  // namespace

Direction direction_to(const markov::Chain& chain) {
  const int states = chain.states();
  Direction direction{Vector<Rational>::Zero(states), chain.matrix()};
  for (int t = 0; t < states; ++t) {
    for (int s = 0; s < states; ++s) direction.law[t] += chain(s, t) / states;
    require(direction.law[t] > 0, "expected a chain in which every token can follow");
    for (int s = 0; s < states; ++s) direction.deviation(s, t) -= direction.law[t];
  }
  return direction;
}

Rational second_order_coefficient(const CausalForest& forest, const RivalPlace& at,
                                  const Direction& direction, const Rational& epsilon) {
  require_rival(forest, at);
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

SecondOrderSeries margin_series(const CausalForest& forest, const RivalPlace& at,
                                const Direction& direction, const Rational& epsilon) {
  require_rival(forest, at);
  const auto states = static_cast<int>(direction.law.size());
  std::vector<int> order(static_cast<std::size_t>(states));
  std::iota(order.begin(), order.end(), 0);
  Series total(0);
  int orders = 0;
  do {
    ++orders;
    const SeriesChain chain = series_chain(direction, order);
    for_each_tokens(forest.size(), states, [&](const std::vector<int>& s) {
      const Series likelihood = probability(forest, chain, s);
      for (int query = 0; query < states; ++query) {
        const int x = contrast(s, at, query);
        if (x == 0) continue;
        Series weight(0);
        for (int t = 0; t < states; ++t) {
          weight = weight + chain.rows(query, t) * Series(vote(s, query, s[at.i], t, epsilon));
        }
        total = total + likelihood * weight * Series(x);
      }
    });
  } while (std::next_permutation(order.begin(), order.end()));
  const Rational mean(1, orders * states);
  return {total.value * mean, total.gradient[0] * mean, total.hessian[0] / 2 * mean};
}

Rational self_margin_at_independence(const Vector<Rational>& law, int length,
                                     const Rational& epsilon) {
  require(length >= 3, "expected a length of at least 3");
  const Rational offset = length * epsilon;
  Rational sum = 0;
  for (Eigen::Index q = 0; q < law.size(); ++q) {
    const Rational& u = law[q];
    std::vector<Rational> binomial{1};  // the law of Bin(n, u), grown one trial at a time
    for (int n = 0; n < length - 3; ++n) {
      std::vector<Rational> next(binomial.size() + 1, Rational(0));
      for (std::size_t k = 0; k < binomial.size(); ++k) {
        next[k] += binomial[k] * (1 - u);
        next[k + 1] += binomial[k] * u;
      }
      binomial = std::move(next);
    }
    for (std::size_t k = 0; k < binomial.size(); ++k) {
      const Rational copies = static_cast<int>(k) + 1 + offset;
      sum += u * u * (1 - u) * binomial[k] * length * (1 / copies - 1 / (copies + 1));
    }
  }
  return sum / static_cast<int>(law.size());
}

}  // namespace lemmascope::causal
