#include "theory/causal/phase_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

bool sorts_before(const Interval& a, const Interval& b) { return a.middle() < b.middle(); }
template <class N>
bool sorts_before(const N& a, const N& b) {
  return a < b;
}

// The least of the margins seen so far; in Interval the enclosure of the least.
template <class N>
class LeastMargin {
 public:
  using Margin = typename DominanceMargins<N>::Margin;

  void offer(const N& value, markov::Position node, markov::Position rival) {
    if (!least_) {
      least_ = Margin{value, node, rival};
      return;
    }
    const N smaller = -maximum(N(-least_->value), N(-value));
    if (sorts_before(value, least_->value)) {
      least_->node = node;
      least_->rival = rival;
    }
    least_->value = smaller;
  }

  const std::optional<Margin>& least() const { return least_; }

 private:
  std::optional<Margin> least_;
};

double value_or_nan(const std::optional<DominanceMargins<double>::Margin>& margin) {
  return margin ? margin->value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

template <Field N>
DominanceMargins<N> dominance_margins(const Matrix<N>& drive, const CausalForest& forest,
                                      int states) {
  require(drive.rows() == forest.size() + 1 && drive.cols() == drive.rows(),
          "expected a drive matrix one larger than the forest");
  LeastMargin<N> strict;
  LeastMargin<N> with_self;
  for (markov::Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) continue;
    const N& parent = drive(i, forest.parent(i));
    for (markov::Position j = 0; j <= i; ++j) {
      if (j == forest.parent(i)) continue;
      const N margin = N(states) * (parent - drive(i, j));
      if (j < i) strict.offer(margin, i, j);
      with_self.offer(margin, i, j);
    }
  }
  return {strict.least(), with_self.least()};
}

template <Field N>
Truth dominates(const std::optional<typename DominanceMargins<N>::Margin>& margin) {
  return margin ? less(N(0), margin->value) : Truth::yes;
}

CausalForest graph_family(const std::string& name, int nodes) {
  if (name == "chain") return CausalForest::chain(nodes);
  if (name == "pairs") return CausalForest::pairs(nodes);
  if (name == "star") return CausalForest::star(nodes);
  if (name == "binary-tree") {
    std::vector<markov::Position> parents;
    for (int i = 0; i < nodes; ++i) parents.push_back(i == 0 ? markov::kNoParent : (i - 1) / 2);
    return CausalForest(parents);
  }
  refuse("expected a graph family among chain, pairs, star and binary-tree, found '" + name + "'");
}

PhaseCell phase_cell(const CausalForest& forest, std::span<const TransitionMatrix<double>> chains,
                     const ReciprocalRule<double>& rule, int threads) {
  require(!chains.empty(), "expected at least one chain");
  const int states = chains.front().states();
  PhaseCell cell;
  cell.states = states;
  cell.length = rule.length;
  cell.chains = static_cast<int>(chains.size());
  cell.least_strict = std::numeric_limits<double>::quiet_NaN();
  cell.least_with_self = cell.least_strict;
  Matrix<double> mean = Matrix<double>::Zero(rule.length, rule.length);
  for (const TransitionMatrix<double>& chain : chains) {
    require(chain.states() == states, "expected chains with the same number of states");
    const Matrix<double> one = drive_in_lanes(chain, forest, rule, threads);
    const auto margins = dominance_margins(one, forest, states);
    cell.strict_holds += dominates<double>(margins.strict) == Truth::yes;
    cell.with_self_holds += dominates<double>(margins.with_self) == Truth::yes;
    // fmin ignores the NaN that stands for "no margin yet".
    cell.least_strict = std::fmin(cell.least_strict, value_or_nan(margins.strict));
    cell.least_with_self = std::fmin(cell.least_with_self, value_or_nan(margins.with_self));
    mean += one / cell.chains;
  }
  const auto margins = dominance_margins(mean, forest, states);
  cell.mean_drive_strict = value_or_nan(margins.strict);
  cell.mean_drive_with_self = value_or_nan(margins.with_self);
  return cell;
}

std::optional<DominanceFailure> smallest_failing_length(const markov::Chain& chain,
                                                        const std::string& family,
                                                        const Rational& epsilon, int from, int to,
                                                        bool with_self) {
  for (int length = std::max(from, 2); length <= to; ++length) {
    const CausalForest forest = graph_family(family, length - 1);
    const auto margins = dominance_margins<Rational>(drive_by_quadrature(chain, forest, epsilon),
                                                     forest, chain.states());
    const auto& decisive = with_self ? margins.with_self : margins.strict;
    if (dominates<Rational>(decisive) != Truth::yes) return DominanceFailure{length, margins};
  }
  return std::nullopt;
}

#define LEMMASCOPE_DOMINANCE(N)                                                                  \
  template DominanceMargins<N> dominance_margins<N>(const Matrix<N>&, const CausalForest&, int); \
  template Truth dominates<N>(const std::optional<typename DominanceMargins<N>::Margin>&);
LEMMASCOPE_DOMINANCE(Rational)
LEMMASCOPE_DOMINANCE(double)
LEMMASCOPE_DOMINANCE(Real50)
LEMMASCOPE_DOMINANCE(Interval)

}  // namespace lemmascope::causal
