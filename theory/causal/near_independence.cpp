// Both routes to the second order in polynomial time: what is not named in a term enters through
// the count of one token alone.
#include "theory/causal/near_independence.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>

#include "theory/numeric/interruption.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

void require_rival(const CausalForest& forest, const RivalPlace& at) {
  require(at.i >= 0 && at.i < forest.size() && at.j >= 0 && at.j < forest.size() &&
              can_be_earlier(forest, at.i, at.j) && at.parent == forest.parent(at.i),
          "expected a node with a parent and a rival that can stand before it");
}

// g(s') of a node by the number of tokens s' among T, query included; zero where there is none.
Rational vote(bool own, int count, int length, const Rational& epsilon) {
  if (count == 0) return 0;
  const Rational share(count, length);
  return ((own ? 1 : 0) - share) / (share + epsilon);
}

/// E g(s') when some nodes are named and the others are independent.
class MeanVotes {
 public:
  MeanVotes(const Vector<Rational>& law, int length, const Rational& epsilon)
      : law_(law), length_(length), epsilon_(epsilon) {}

  /// `named` tokens of the target among the named nodes and the query; `free` other nodes.
  const Rational& mean(int target, bool own, int named, int free) {
    const auto [place, is_new] = means_.try_emplace({target, own, named, free});
    if (is_new) {
      const auto& binomial = binomial_of(target, free);
      for (int k = 0; k <= free; ++k) {
        place->second +=
            binomial[static_cast<std::size_t>(k)] * vote(own, named + k, length_, epsilon_);
      }
    }
    return place->second;
  }

 private:
  // The law of Bin(n, u), grown one trial at a time.
  const std::vector<Rational>& binomial_of(int target, int free) {
    auto& binomial = binomials_[{target, free}];
    if (!binomial.empty()) return binomial;
    binomial = {1};
    for (int n = 0; n < free; ++n) {
      binomial.push_back(0);
      for (std::size_t k = binomial.size() - 1;; --k) {
        binomial[k] *= 1 - law_[target];
        if (k == 0) break;
        binomial[k] += binomial[k - 1] * law_[target];
      }
    }
    return binomial;
  }

  const Vector<Rational>& law_;
  int length_;
  Rational epsilon_;
  std::map<std::pair<int, int>, std::vector<Rational>> binomials_;
  std::map<std::tuple<int, bool, int, int>, Rational> means_;
};

/// A summand of Gamma: which nodes it names, by the order in which they are first named. Rivals
/// whose summands name nodes in the same pattern share them.
struct Summand {
  enum class Kind { edge, pair, above_root };
  Kind kind;
  std::vector<int> names;  ///< i, p, j, then the nodes of the edges; -1 above a root
  bool operator<(const Summand& other) const {
    return std::tie(kind, names) < std::tie(other.kind, other.names);
  }
  int nodes() const { return *std::max_element(names.begin(), names.end()) + 1; }
};

Summand named(Summand::Kind kind, const std::vector<Position>& nodes) {
  Summand summand{kind, {}};
  std::map<Position, int> first;
  for (const Position node : nodes) {
    const int fresh = static_cast<int>(first.size());
    summand.names.push_back(
        node == markov::kNoParent ? -1 : first.try_emplace(node, fresh).first->second);
  }
  return summand;
}

/// Gamma of rivals of one forest, summand by summand.
class SecondOrder {
 public:
  SecondOrder(const CausalForest& forest, const Direction& direction, const Rational& epsilon)
      : forest_(forest),
        law_(direction.law),
        states_(static_cast<int>(law_.size())),
        votes_(law_, forest.size() + 1, epsilon) {
    covariance_ = Matrix<Rational>(direction.deviation.transpose() * direction.deviation) / states_;
    for (int t = 0; t < states_; ++t) {
      Rational mean = 0;
      for (int s = 0; s < states_; ++s) mean += law_[s] * kappa(s, t);
      mean_kappa_.push_back(mean);
      mean_of_means_ += law_[t] * mean;
    }
  }

  Rational coefficient(const RivalPlace& at) {
    std::map<Summand, int> summands;
    using Kind = Summand::Kind;
    for (Position b = 0; b < forest_.size(); ++b) {
      const Position a = forest_.parent(b);
      ++summands[named(Kind::edge, {at.i, at.parent, at.j, b, a})];
      if (forest_.is_root(b)) ++summands[named(Kind::above_root, {at.i, at.parent, at.j, b})];
      for (Position d = b + 1; d < forest_.size(); ++d) {
        ++summands[named(Kind::pair, {at.i, at.parent, at.j, b, a, d, forest_.parent(d)})];
      }
    }
    Rational sum = 0;
    for (const auto& [summand, times] : summands) sum += times * value_of(summand);
    return sum / states_;
  }

 private:
  // sum over q of E[X sum_{s'} g(s') (the summand)].
  const Rational& value_of(const Summand& summand) {
    const auto [place, is_new] = values_.try_emplace(summand);
    if (!is_new) return place->second;
    std::vector<int> tokens(static_cast<std::size_t>(summand.nodes()), 0);
    for (;;) {
      give_up_if_asked();
      add_tokens(summand, tokens, place->second);
      std::size_t k = 0;
      while (k < tokens.size() && ++tokens[k] == states_) tokens[k++] = 0;
      if (k == tokens.size()) return place->second;
    }
  }

  void add_tokens(const Summand& summand, const std::vector<int>& tokens, Rational& sum) {
    const auto token = [&](std::size_t k) {
      return tokens[static_cast<std::size_t>(summand.names[k])];
    };
    const int parent = token(1), rival = token(2);
    if (parent == rival) return;
    Rational weight = 1;
    for (const int t : tokens) weight *= law_[t];
    for (const int query : {parent, rival}) {
      Rational inner = 0;
      for (int target = 0; target < states_; ++target) {
        const auto copies = static_cast<int>(std::count(tokens.begin(), tokens.end(), target));
        inner += votes_.mean(target, token(0) == target, copies + (query == target ? 1 : 0),
                             forest_.size() - summand.nodes()) *
                 factor(summand, tokens, query, target);
      }
      sum += (query == parent ? weight : Rational(-weight)) * inner;
    }
  }

  Rational factor(const Summand& summand, const std::vector<int>& tokens, int query, int target) {
    const auto& names = summand.names;
    const auto token = [&](std::size_t k) { return tokens[static_cast<std::size_t>(names[k])]; };
    const int b = token(3);
    if (summand.kind == Summand::Kind::edge) {
      return (names[4] < 0 ? mean_kappa_[at(query)] : kappa(query, token(4))) *
             covariance_(target, b) / law_[b];
    }
    Rational edges = 0;
    if (summand.kind == Summand::Kind::above_root) {  // summed over the token between them
      for (int t = 0; t < states_; ++t) edges += mean_kappa_[at(t)] * covariance_(t, b) / law_[b];
    } else {
      const int d = token(5);
      edges = covariance_(b, d) / (law_[b] * law_[d]);
      if (names[4] < 0 && names[6] < 0) {
        edges *= mean_of_means_;
      } else if (names[4] < 0 || names[6] < 0) {
        edges *= mean_kappa_[at(token(names[4] < 0 ? 6 : 4))];
      } else {
        edges *= kappa(token(4), token(6));
      }
    }
    return law_[target] * edges;
  }

  static std::size_t at(int state) { return static_cast<std::size_t>(state); }
  Rational kappa(int s, int t) const { return Rational(s == t ? states_ - 1 : -1, states_ - 1); }

  const CausalForest& forest_;
  const Vector<Rational>& law_;
  int states_;
  MeanVotes votes_;
  Matrix<Rational> covariance_;
  std::vector<Rational> mean_kappa_;
  Rational mean_of_means_ = 0;
  std::map<Summand, Rational> values_;
};

/// c0 + c1 delta + c2 delta^2, further orders cut off.
struct Series {
  std::array<Rational, 3> c{0, 0, 0};

  Series& operator+=(const Series& other) {
    for (std::size_t k = 0; k < 3; ++k) c[k] += other.c[k];
    return *this;
  }
  friend Series operator*(const Series& a, const Series& b) {
    return {{a.c[0] * b.c[0], a.c[0] * b.c[1] + a.c[1] * b.c[0],
             a.c[0] * b.c[2] + a.c[1] * b.c[1] + a.c[2] * b.c[0]}};
  }
};

/// By the number of marked tokens.
using Counts = std::vector<Series>;

Counts product_of(const Counts& a, const Counts& b) {
  Counts result(a.size() + b.size() - 1);
  for (std::size_t m = 0; m < a.size(); ++m) {
    for (std::size_t n = 0; n < b.size(); ++n) result[m + n] += a[m] * b[n];
  }
  return result;
}

/// One order of the rows of a chain that leaves independence.
struct SeriesChain {
  int states = 0;
  std::vector<Series> steps;  ///< row by row
  std::vector<Series> stationary;

  const Series& step(int from, int to) const {
    return steps[static_cast<std::size_t>(from * states + to)];
  }
};

SeriesChain series_chain(const Direction& direction, const std::vector<int>& order) {
  const auto states = static_cast<Eigen::Index>(direction.law.size());
  SeriesChain chain{static_cast<int>(states), {}, {}};
  Matrix<Rational> deviation(states, states);
  for (Eigen::Index s = 0; s < states; ++s) {
    deviation.row(s) = direction.deviation.row(order[static_cast<std::size_t>(s)]);
    for (Eigen::Index t = 0; t < states; ++t) {
      chain.steps.push_back({{direction.law[t], deviation(s, t), 0}});
    }
  }
  // mu^T = u^T (I - delta E)^{-1}, since the rows of E sum to zero.
  const Vector<Rational> first = deviation.transpose() * direction.law;
  const Vector<Rational> second = deviation.transpose() * first;
  for (Eigen::Index t = 0; t < states; ++t) {
    chain.stationary.push_back({{direction.law[t], first[t], second[t]}});
  }
  return chain;
}

/// Tokens that some nodes are known to have: i, its parent and the rival.
struct Known {
  std::array<Position, 3> nodes;
  std::array<int, 3> tokens;
  bool allows(Position node, int token) const {
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      if (nodes[k] == node && tokens[k] != token) return false;
    }
    return true;
  }
};

// P(known tokens, number of nodes with the marked one), from the leaves of the forest up.
Counts law_of_counts(const CausalForest& forest, const SeriesChain& chain, const Known& known,
                     int marked) {
  const Counts one{{{1, 0, 0}}};
  // Of the subtree of a node, by its token.
  std::vector<std::vector<Counts>> inside(
      static_cast<std::size_t>(forest.size()),
      std::vector<Counts>(static_cast<std::size_t>(chain.states), one));
  Counts total = one;
  for (Position v = forest.size() - 1; v >= 0; --v) {
    give_up_if_asked();
    auto& here = inside[static_cast<std::size_t>(v)];
    here[static_cast<std::size_t>(marked)].insert(here[static_cast<std::size_t>(marked)].begin(),
                                                  Series{});
    const auto passed = [&](const auto& step) {
      Counts sum(1);
      for (int t = 0; t < chain.states; ++t) {
        if (!known.allows(v, t)) continue;
        const Counts& from = here[static_cast<std::size_t>(t)];
        sum.resize(std::max(sum.size(), from.size()));
        for (std::size_t n = 0; n < from.size(); ++n) sum[n] += step(t) * from[n];
      }
      return sum;
    };
    if (forest.is_root(v)) {
      total = product_of(
          total, passed([&](int t) { return chain.stationary[static_cast<std::size_t>(t)]; }));
      continue;
    }
    auto& above = inside[static_cast<std::size_t>(forest.parent(v))];
    for (int t = 0; t < chain.states; ++t) {
      Counts& place = above[static_cast<std::size_t>(t)];
      place = product_of(place, passed([&](int u) { return chain.step(t, u); }));
    }
  }
  return total;
}

/// The weight pi(s'|q) P(tokens) X of everything with one vote: by the number of tokens s', query
/// included, and whether i has it.
struct WeightsOfVotes {
  std::array<Counts, 2> by_count;  ///< i has another token; it has s'
  int orders = 0;                  ///< of the rows
};

// Adds the sequences of one order of the rows with the same token known of i, p and j.
void add_known(const CausalForest& forest, const SeriesChain& chain, const Known& known,
               WeightsOfVotes& weights) {
  const auto [own, parent, rival] = known.tokens;
  for (int target = 0; target < chain.states; ++target) {
    const Counts law = law_of_counts(forest, chain, known, target);
    for (const int query : {parent, rival}) {
      Series step = chain.step(query, target);
      if (query == rival) step = step * Series{{-1, 0, 0}};
      Counts& sums = weights.by_count[own == target ? 1 : 0];
      for (std::size_t n = 0; n < law.size(); ++n) {
        sums[n + (query == target ? 1 : 0)] += step * law[n];
      }
    }
  }
}

WeightsOfVotes weights_of_votes(const CausalForest& forest, const RivalPlace& at,
                                const Direction& direction) {
  const auto states = static_cast<int>(direction.law.size());
  WeightsOfVotes weights;
  for (Counts& sums : weights.by_count) sums.resize(static_cast<std::size_t>(forest.size()) + 2);
  std::vector<int> order(static_cast<std::size_t>(states));
  std::iota(order.begin(), order.end(), 0);
  do {
    ++weights.orders;
    const SeriesChain chain = series_chain(direction, order);
    for (int own = 0; own < states; ++own) {
      for (int parent = 0; parent < states; ++parent) {
        for (int rival = 0; rival < states; ++rival) {
          if (parent == rival) continue;
          add_known(forest, chain, {{at.i, at.parent, at.j}, {own, parent, rival}}, weights);
        }
      }
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return weights;
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

std::vector<Rational> second_order_coefficients(const CausalForest& forest,
                                                const std::vector<RivalPlace>& places,
                                                const Direction& direction,
                                                const Rational& epsilon) {
  SecondOrder order(forest, direction, epsilon);
  std::vector<Rational> coefficients;
  for (const RivalPlace& at : places) {
    require_rival(forest, at);
    coefficients.push_back(order.coefficient(at));
  }
  return coefficients;
}

Rational second_order_coefficient(const CausalForest& forest, const RivalPlace& at,
                                  const Direction& direction, const Rational& epsilon) {
  return second_order_coefficients(forest, {at}, direction, epsilon).front();
}

std::vector<SecondOrderSeries> margin_series(const CausalForest& forest, const RivalPlace& at,
                                             const Direction& direction,
                                             const std::vector<Rational>& epsilons) {
  require_rival(forest, at);
  const WeightsOfVotes weights = weights_of_votes(forest, at, direction);
  const Rational mean(1, weights.orders * static_cast<int>(direction.law.size()));
  std::vector<SecondOrderSeries> all;
  for (const Rational& epsilon : epsilons) {
    Series total;
    for (const bool own : {false, true}) {
      const Counts& sums = weights.by_count[own ? 1 : 0];
      for (std::size_t n = 0; n < sums.size(); ++n) {
        const Rational g = vote(own, static_cast<int>(n), forest.size() + 1, epsilon);
        total += sums[n] * Series{{g * mean, 0, 0}};
      }
    }
    all.push_back({total.c[0], total.c[1], total.c[2]});
  }
  return all;
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
