// The counting route on the Markov chain graph: no generating functions, an independent check.
#include <fmt/format.h>

#include "theory/causal/leading_gradient.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

// For one marked token m: tables indexed by (position, token, count of m among the tokens read so
// far, own token included). `law` is the forward probability; a value table V(k; s, c) is a
// conditional expectation of a function of the final count given s_k = s and c marked tokens up to
// k.
template <class N>
class MarkedCounts {
 public:
  MarkedCounts(const TransitionMatrix<N>& chain, const Vector<N>& stationary, int nodes, int marked)
      : chain_(chain), states_(chain.states()), nodes_(nodes), marked_(marked) {
    law_.assign(nodes_, table());
    for (int s = 0; s < states_; ++s) law_[0][at(s, s == marked_)] = stationary[s];
    for (int k = 0; k + 1 < nodes_; ++k) {
      for (int s = 0; s < states_; ++s) {
        for (int t = 0; t < states_; ++t) {
          for (int c = 0; c <= k + 1; ++c) {
            law_[k + 1][at(t, c + (t == marked_))] += law_[k][at(s, c)] * chain_(s, t);
          }
        }
      }
    }
  }

  using Table = std::vector<N>;
  std::size_t at(int token, int count) const {
    return static_cast<std::size_t>(token) * (nodes_ + 2) + count;
  }

  // One step back: sum_t pi(t|s) V(k + 1; t, c + 1(t = m)).
  Table step_back(const Table& later) const {
    Table now = table();
    for (int s = 0; s < states_; ++s) {
      for (int t = 0; t < states_; ++t) {
        for (int c = 0; c < nodes_; ++c) {
          now[at(s, c)] += chain_(s, t) * later[at(t, c + (t == marked_))];
        }
      }
    }
    return now;
  }

  // Value tables of g(final count) at every position.
  std::vector<Table> values(const std::vector<N>& g) const {
    std::vector<Table> result(nodes_, table());
    for (int s = 0; s < states_; ++s) {
      for (int c = 0; c <= nodes_; ++c) result[nodes_ - 1][at(s, c)] = g[c];
    }
    for (int k = nodes_ - 2; k >= 0; --k) result[k] = step_back(result[k + 1]);
    return result;
  }

  // E[value 1(s_k = s)].
  N mean(int k, int s, const Table& value) const {
    N sum(0);
    for (int c = 0; c <= k + 1; ++c) sum += law_[k][at(s, c)] * value[at(s, c)];
    return sum;
  }

  // The table with every token other than m set to zero.
  Table at_marked_only(const Table& value) const {
    Table result = table();
    for (int c = 0; c <= nodes_; ++c) result[at(marked_, c)] = value[at(marked_, c)];
    return result;
  }

 private:
  Table table() const { return Table(static_cast<std::size_t>(states_) * (nodes_ + 2), N(0)); }

  const TransitionMatrix<N>& chain_;
  int states_;
  int nodes_;
  int marked_;
  std::vector<Table> law_;
};

// The two functions of the count N = c + 1(query is m) that K needs.
template <class N>
struct CountWeights {
  std::vector<N>
      reciprocal;        // 1 / (N/T + eps); zero for N = 0, where it never meets a positive factor
  std::vector<N> share;  // (N/T) / (N/T + eps)
};

template <class N>
CountWeights<N> count_weights(int nodes, int length, const Rational& epsilon, int extra) {
  CountWeights<N> weights;
  for (int c = 0; c <= nodes; ++c) {
    const Rational share(c + extra, length);
    const Rational sum = share + epsilon;
    const bool empty = c + extra == 0;
    weights.reciprocal.push_back(empty ? N(0) : from_rational<N>(Rational(1 / sum)));
    weights.share.push_back(empty ? N(0) : from_rational<N>(Rational(share / sum)));
  }
  return weights;
}

// Adds the terms of the marked target token m for one kind of query (is it m?).
template <class N>
void add_marked(const TransitionMatrix<N>& chain, const MarkedCounts<N>& counts, int nodes,
                int marked, bool query_is_marked, const Rational& epsilon, Matrix<N>& total) {
  using Table = typename MarkedCounts<N>::Table;
  const int length = nodes + 1;
  const CountWeights<N> weights = count_weights<N>(nodes, length, epsilon, query_is_marked);
  const std::vector<Table> reciprocal = counts.values(weights.reciprocal);
  const std::vector<Table> share = counts.values(weights.share);
  for (int query = 0; query < chain.states(); ++query) {
    if ((query == marked) != query_is_marked) continue;
    const N& target = chain(query, marked);
    N mean_share(0);  // E[share], by the law of the last node
    for (int s = 0; s < chain.states(); ++s) mean_share += counts.mean(nodes - 1, s, share.back());
    for (int j = 0; j < nodes; ++j) {
      const N shared = counts.mean(j, query, share[j]);
      for (int i = j; i < length; ++i) total(i, j) -= target * shared;
      if (query_is_marked) total(nodes, j) += target * counts.mean(j, query, reciprocal[j]);
    }
    total(nodes, nodes) -= target * mean_share;
    if (query_is_marked) {
      for (int s = 0; s < chain.states(); ++s) {
        total(nodes, nodes) += target * counts.mean(nodes - 1, s, reciprocal.back());
      }
    }
  }
  for (int i = 0; i < nodes; ++i) {  // E[reciprocal 1(s_i = m) 1(s_j = query)] for every j <= i
    Table value = counts.at_marked_only(reciprocal[i]);
    for (int j = i; j >= 0; --j) {
      if (j < i) value = counts.step_back(value);
      for (int query = 0; query < chain.states(); ++query) {
        if ((query == marked) != query_is_marked) continue;
        total(i, j) += chain(query, marked) * counts.mean(j, query, value);
      }
    }
  }
}

}  // namespace

template <Field N>
Matrix<N> drive_by_counting(const TransitionMatrix<N>& chain, int nodes, const Rational& epsilon) {
  if (nodes < 1) refuse(fmt::format("expected at least one node, found {}", nodes));
  require(epsilon >= 0, "expected a loss smoothing of at least 0");
  const Vector<N> stationary = markov::stationary_law(chain);
  Matrix<N> total = Matrix<N>::Constant(nodes + 1, nodes + 1, N(0));
  for (int marked = 0; marked < chain.states(); ++marked) {
    const MarkedCounts<N> counts(chain, stationary, nodes, marked);
    for (const bool query_is_marked : {false, true}) {
      add_marked(chain, counts, nodes, marked, query_is_marked, epsilon, total);
    }
  }
  for (int i = 0; i <= nodes; ++i) {
    for (int j = 0; j <= i; ++j) total(i, j) /= N(chain.states());
  }
  return total;
}

#define LEMMASCOPE_DRIVE_BY_COUNTING(N) \
  template Matrix<N> drive_by_counting<N>(const TransitionMatrix<N>&, int, const Rational&);
LEMMASCOPE_FIELDS(LEMMASCOPE_DRIVE_BY_COUNTING)

}  // namespace lemmascope::causal
