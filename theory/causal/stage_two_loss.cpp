#include "theory/causal/stage_two_loss.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "theory/causal/relabelling.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/range.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::kNoParent;
using markov::Position;

// A state of the sweep over positions, packed into bytes so that maps order it: the four counts, a
// pair (copies, is target) for each later root so far, then the tokens of the nodes that await a
// child. Ordered maps keep every sum in one order.
using Key = std::string;
enum Count { kQueries, kMatched, kMatchedTarget, kUnmatchedTarget, kCounts };

template <class N>
using Law = std::map<Key, N>;

// Which nodes await a child after each position, ascending.
std::vector<std::vector<Position>> awaiting(const CausalForest& forest) {
  std::vector<Position> last_child(forest.size(), kNoParent);
  for (Position i = 0; i < forest.size(); ++i) {
    if (!forest.is_root(i)) last_child[forest.parent(i)] = i;
  }
  std::vector<std::vector<Position>> lists;
  for (Position after = 0; after < forest.size(); ++after) {
    lists.emplace_back();
    for (Position v = 0; v <= after; ++v) {
      if (last_child[v] > after) lists.back().push_back(v);
    }
  }
  return lists;
}

// The sweep for one chain, one query token and one target token.
template <class N>
class CountSweep {
 public:
  CountSweep(const markov::TransitionMatrix<N>& chain, const Vector<N>& stationary,
             const CausalForest& forest)
      : chain_(chain), stationary_(stationary), forest_(forest), awaiting_(awaiting(forest)) {}

  Law<N> run(int query, int target) {
    Law<N> law{{Key(kCounts, '\0'), N(1)}};
    for (Position i = 0; i < forest_.size(); ++i) {
      Law<N> next;
      for (const auto& [key, probability] : law) {
        give_up_if_asked();
        for (int token = 0; token < chain_.states(); ++token) {
          const N step = probability * step_probability(i, key, token);
          next[extended(i, key, token, query, target)] += step;
        }
      }
      law = std::move(next);
    }
    return law;
  }

 private:
  int later_roots_before(Position i) const {
    int count = 0;
    for (Position v = 1; v < i; ++v) count += forest_.is_root(v);
    return count;
  }

  int awaiting_token(Position i, const Key& key, Position node) const {
    const std::vector<Position>& list = awaiting_[i - 1];
    const std::size_t start = kCounts + 2 * static_cast<std::size_t>(later_roots_before(i));
    for (std::size_t k = 0; k < list.size(); ++k) {
      if (list[k] == node) return key[start + k];
    }
    refuse("a parent must await its child");
  }

  const N& step_probability(Position i, const Key& key, int token) const {
    if (forest_.is_root(i)) return stationary_[token];
    return chain_(awaiting_token(i, key, forest_.parent(i)), token);
  }

  Key extended(Position i, const Key& key, int token, int query, int target) const {
    const std::size_t roots_end = kCounts + 2 * static_cast<std::size_t>(later_roots_before(i));
    Key next = key.substr(0, roots_end);
    next[kQueries] = static_cast<char>(next[kQueries] + (token == query));
    if (i > 0 && forest_.is_root(i)) {
      next.push_back(next[kQueries]);
      next.push_back(static_cast<char>(token == target));
    } else {
      const int attended = i == 0 ? token : awaiting_token(i, key, forest_.parent(i));
      const bool matched = attended == query;
      if (matched) ++next[kMatched];
      if (token == target) ++next[matched ? kMatchedTarget : kUnmatchedTarget];
    }
    for (const Position node : awaiting_[i]) {
      next.push_back(static_cast<char>(node == i ? token : awaiting_token(i, key, node)));
    }
    return next;
  }

  const markov::TransitionMatrix<N>& chain_;
  const Vector<N>& stationary_;
  const CausalForest& forest_;
  std::vector<std::vector<Position>> awaiting_;
};

template <class N>
HardAdjacencyTerm<N> unpacked(const Key& key, bool query_is_target, const CausalForest& forest,
                              const N& weight) {
  const auto byte = [&](std::size_t k) {
    return static_cast<int>(static_cast<unsigned char>(key[k]));
  };
  HardAdjacencyTerm<N> term{query_is_target,
                            byte(kQueries),
                            byte(kMatched),
                            byte(kMatchedTarget),
                            byte(kUnmatchedTarget),
                            {},
                            weight};
  std::size_t k = kCounts;
  for (Position i = 1; i < forest.size(); ++i) {
    if (!forest.is_root(i)) continue;
    term.roots.push_back({i, byte(k), byte(k + 1) == 1});
    k += 2;
  }
  return term;
}

// e^{beta r} and its derivative in beta, for a rational rate r = numerator / denominator.
template <class N>
struct Growth {
  N value;
  N slope;
};

template <class N>
Growth<N> growth(const N& match, int numerator, int denominator) {
  const N rate = from_rational<N>(Rational(numerator, denominator));
  const N value = exp(N(match * rate));
  return {value, rate * value};
}

// A rate of growth, numerator / denominator.
struct Rate {
  int numerator = 0;
  int denominator = 1;
};

bool is_less(const Rate& a, const Rate& b) {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

// The exponentials a law needs at one match strength, computed once each.
template <class N>
class GrowthTable {
 public:
  explicit GrowthTable(const N& match)
      : match_(match),
        is_moderate_(has_moderate_exponential(match)),
        is_negative_(less(match, N(0)) == Truth::yes) {}

  // The rate that others are measured from, so that one score of a sequence grows at rate zero and
  // none faster: nothing while every exponential is in range.
  Rate reference(std::initializer_list<Rate> present) const {
    Rate best;
    bool is_first = true;
    for (const Rate& rate : present) {
      if (is_first || (is_negative_ ? is_less(rate, best) : is_less(best, rate))) best = rate;
      is_first = false;
    }
    return is_moderate_ ? Rate{} : best;
  }
  const Growth<N>& at(const Rate& rate, const Rate& from) {
    if (from.numerator == 0) return at(rate.numerator, rate.denominator);
    return at(rate.numerator * from.denominator - from.numerator * rate.denominator,
              rate.denominator * from.denominator);
  }

 private:
  const Growth<N>& at(int numerator, int denominator) {
    const auto [place, is_new] = table_.try_emplace({numerator, denominator});
    if (is_new) place->second = growth(match_, numerator, denominator);
    return place->second;
  }

  N match_;
  bool is_moderate_;
  bool is_negative_;
  std::map<std::pair<int, int>, Growth<N>> table_;
};

// f_{s'} of one term and its derivative in beta.
template <class N>
struct Prediction {
  N value;
  N slope;
};

template <class N>
Prediction<N> prediction(const HardAdjacencyLaw<N>& law, const HardAdjacencyTerm<N>& term,
                         GrowthTable<N>& table) {
  const Rate full{1, 1}, none{0, 1};
  const Rate own_rate =
      law.query_attention == QueryAttention::itself ? full : Rate{term.queries + 1, law.length};
  const int unmatched_nodes = law.two_valued_nodes - term.matched;
  Rate from = table.reference(
      {own_rate, term.matched > 0 ? full : own_rate, unmatched_nodes > 0 ? none : own_rate});
  for (const auto& root : term.roots) {
    from = table.reference({from, {root.copies, root.position + 1}});
  }
  const Growth<N> unmatched = table.at(none, from);
  const Growth<N> matched = table.at(full, from);
  const Growth<N> query = table.at(own_rate, from);
  // What no node scores was not asked to stay in range.
  const auto times = [](int nodes, const N& value) { return nodes == 0 ? N(0) : N(nodes) * value; };
  N mass =
      times(unmatched_nodes, unmatched.value) + times(term.matched, matched.value) + query.value;
  N mass_slope =
      times(unmatched_nodes, unmatched.slope) + times(term.matched, matched.slope) + query.slope;
  N share =
      times(term.unmatched_target, unmatched.value) + times(term.matched_target, matched.value);
  N share_slope =
      times(term.unmatched_target, unmatched.slope) + times(term.matched_target, matched.slope);
  if (term.query_is_target) {
    share += query.value;
    share_slope += query.slope;
  }
  for (const auto& root : term.roots) {
    const Growth<N>& own = table.at({root.copies, root.position + 1}, from);
    mass += own.value;
    mass_slope += own.slope;
    if (root.is_target) {
      share += own.value;
      share_slope += own.slope;
    }
  }
  const N value = share / mass;
  return {value, N((share_slope - value * mass_slope) / mass)};
}

// A law without terms: what the terms are to be read with.
template <class N>
HardAdjacencyLaw<N> empty_law(const CausalForest& forest, QueryAttention query_attention) {
  HardAdjacencyLaw<N> law{forest.size() + 1, query_attention, forest.size(), {}};
  for (Position i = 1; i < forest.size(); ++i) law.two_valued_nodes -= forest.is_root(i);
  return law;
}

void require_size(const CausalForest& forest) {
  if (forest.size() > 120) {
    refuse(fmt::format("expected at most 120 nodes, found {}", forest.size()));
  }
}

}  // namespace

template <Field N>
HardAdjacencyLaw<N> hard_adjacency_law(const markov::Prior& prior, const CausalForest& forest,
                                       QueryAttention query_attention) {
  require_size(forest);
  const int states = prior.states();
  std::map<std::pair<bool, Key>, N> weights;
  for (const markov::Prior::Atom& atom : merged_by_relabelling(prior)) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    const Vector<N> stationary = markov::stationary_law(chain);
    CountSweep<N> sweep(chain, stationary, forest);
    const N share = from_rational<N>(Rational(atom.weight / states));
    for (int query = 0; query < states; ++query) {
      for (int target = 0; target < states; ++target) {
        const N factor = share * chain(query, target);
        for (const auto& [key, probability] : sweep.run(query, target)) {
          weights[{query == target, key}] += factor * probability;
        }
      }
    }
  }
  HardAdjacencyLaw<N> law = empty_law<N>(forest, query_attention);
  for (const auto& [key, weight] : weights) {
    law.terms.push_back(unpacked(key.second, key.first, forest, weight));
  }
  return law;
}

template <Elementary N>
LossAndSlope<N> stage_two_loss(const HardAdjacencyLaw<N>& law, const N& match,
                               const Rational& epsilon) {
  require(epsilon > 0, "expected a positive loss smoothing");
  const N smoothing = from_rational<N>(epsilon);
  GrowthTable<N> table(match);
  LossAndSlope<N> result;
  for (const HardAdjacencyTerm<N>& term : law.terms) {
    give_up_if_asked();
    const Prediction<N> at = prediction(law, term, table);
    const N smoothed = at.value + smoothing;
    result.loss -= term.weight * log(smoothed);
    result.slope -= term.weight * at.slope / smoothed;
  }
  return result;
}

template <Elementary N>
Matrix<N> expected_prediction_error(const markov::Chain& chain, const CausalForest& forest,
                                    const N& match, QueryAttention query_attention) {
  require_size(forest);
  const auto law_chain = markov::in_arithmetic<N>(chain);
  const Vector<N> stationary = markov::stationary_law(law_chain);
  CountSweep<N> sweep(law_chain, stationary, forest);
  const HardAdjacencyLaw<N> shape = empty_law<N>(forest, query_attention);
  GrowthTable<N> table(match);
  Matrix<N> error = Matrix<N>::Constant(chain.states(), chain.states(), N(0));
  for (int query = 0; query < chain.states(); ++query) {
    for (int target = 0; target < chain.states(); ++target) {
      for (const auto& [key, probability] : sweep.run(query, target)) {
        const auto term = unpacked(key, query == target, forest, probability);
        const N miss = prediction(shape, term, table).value - law_chain(query, target);
        error(query, target) += probability * absolute(miss);
      }
    }
  }
  return error;
}

template <Elementary N>
std::vector<N> stage_two_descent(const HardAdjacencyLaw<N>& law, int states, const N& initial_match,
                                 const N& step_size, long steps, const Rational& epsilon) {
  require(states >= 2, "expected at least two states");
  require(steps >= 0, "expected a step count of at least 0");
  std::vector<N> path{initial_match};
  for (long step = 0; step < steps; ++step) {
    const N slope = stage_two_loss(law, path.back(), epsilon).slope;
    path.push_back(path.back() - step_size * slope / N(states - 1));
  }
  return path;
}

template <Elementary N>
N best_match(const HardAdjacencyLaw<N>& law, const Rational& epsilon, N low, N high, int rounds) {
  const auto slope = [&](const N& match) { return stage_two_loss(law, match, epsilon).slope; };
  require(less(slope(low), N(0)) == Truth::yes && less(N(0), slope(high)) == Truth::yes,
          "expected a negative slope at the low end and a positive one at the high end");
  for (int round = 0; round < rounds; ++round) {
    const N middle = (low + high) / N(2);
    (less(slope(middle), N(0)) == Truth::yes ? low : high) = middle;
  }
  return (low + high) / N(2);
}

#define LEMMASCOPE_HARD_ADJACENCY_LAW(N)                                                        \
  template HardAdjacencyLaw<N> hard_adjacency_law<N>(const markov::Prior&, const CausalForest&, \
                                                     QueryAttention);
#define LEMMASCOPE_STAGE_TWO_LOSS(N)                                                         \
  template LossAndSlope<N> stage_two_loss<N>(const HardAdjacencyLaw<N>&, const N&,           \
                                             const Rational&);                               \
  template Matrix<N> expected_prediction_error<N>(const markov::Chain&, const CausalForest&, \
                                                  const N&, QueryAttention);                 \
  template std::vector<N> stage_two_descent<N>(const HardAdjacencyLaw<N>&, int, const N&,    \
                                               const N&, long, const Rational&);
#define LEMMASCOPE_BEST_MATCH(N) \
  template N best_match<N>(const HardAdjacencyLaw<N>&, const Rational&, N, N, int);
LEMMASCOPE_HARD_ADJACENCY_LAW(Rational)
LEMMASCOPE_HARD_ADJACENCY_LAW(double)
LEMMASCOPE_HARD_ADJACENCY_LAW(Real50)
LEMMASCOPE_HARD_ADJACENCY_LAW(Interval)
LEMMASCOPE_STAGE_TWO_LOSS(double)
LEMMASCOPE_STAGE_TWO_LOSS(Real50)
LEMMASCOPE_STAGE_TWO_LOSS(Interval)
LEMMASCOPE_BEST_MATCH(double)
LEMMASCOPE_BEST_MATCH(Real50)

}  // namespace lemmascope::causal
