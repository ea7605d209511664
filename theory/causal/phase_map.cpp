#include "theory/causal/phase_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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

using Margins = DominanceMargins<double>;

// A margin that is known well enough for its sign to be that of its value, or not known to be.
struct DecidedMargin {
  double value = std::numeric_limits<double>::quiet_NaN();  // no rival
  Truth positive = Truth::yes;
};

template <class N>
DecidedMargin decided(const std::optional<typename DominanceMargins<N>::Margin>& margin) {
  if (!margin) return {};
  double value = 0;
  if constexpr (std::same_as<N, Interval>) {
    value = static_cast<double>(margin->value.middle());
  } else {
    value = to_double(margin->value);
  }
  return {value, dominates<N>(margin)};
}

struct DecidedMargins {
  DecidedMargin strict;
  DecidedMargin with_self;
  bool is_decided() const {
    return strict.positive != Truth::unknown && with_self.positive != Truth::unknown;
  }
};

template <class N>
DecidedMargins decided(const DominanceMargins<N>& margins) {
  return {decided<N>(margins.strict), decided<N>(margins.with_self)};
}

// Margins of the mean drive of some chains on one graph, by the cheapest arithmetic that decides.
class MarginDecision {
 public:
  MarginDecision(const CausalForest& forest, int states, const Rational& epsilon)
      : forest_(forest),
        states_(states),
        epsilon_(epsilon),
        bound_(margin_error_bound(forest.size() + 1, states)) {}

  DecidedMargins of(const Matrix<double>& drive, std::span<const markov::Chain> chains) {
    const Margins rounded = dominance_margins(drive, forest_, states_);
    const auto clear = [&](const std::optional<Margins::Margin>& margin) {
      return !margin || std::abs(margin->value) > bound_;
    };
    if (clear(rounded.strict) && clear(rounded.with_self)) {
      return {of_double(rounded.strict), of_double(rounded.with_self)};
    }
    const DecidedMargins enclosed =
        decided(dominance_margins(mean<Interval>(chains, enclosing_rule()), forest_, states_));
    if (enclosed.is_decided() || !fractions_are_cheap(chains)) return enclosed;
    return decided(dominance_margins(
        mean<Rational>(chains, reciprocal_rule<Rational>(forest_.size() + 1, epsilon_)), forest_,
        states_));
  }

 private:
  static DecidedMargin of_double(const std::optional<Margins::Margin>& margin) {
    if (!margin) return {};
    return {margin->value, dominates<double>(margin)};
  }

  // Entries of drawn chains are fractions of a hundred bits; a product of T of them is long.
  bool fractions_are_cheap(std::span<const markov::Chain> chains) const {
    return forest_.size() * states_ * states_ * static_cast<int>(chains.size()) <= 200;
  }

  const ReciprocalRule<Interval>& enclosing_rule() {
    if (!rule_) rule_ = reciprocal_rule<Interval>(forest_.size() + 1, epsilon_);
    return *rule_;
  }

  template <class N>
  Matrix<N> mean(std::span<const markov::Chain> chains, const ReciprocalRule<N>& rule) const {
    Matrix<N> sum = Matrix<N>::Constant(rule.length, rule.length, N(0));
    for (const markov::Chain& chain : chains) {
      sum += drive_by_quadrature<N>(markov::in_arithmetic<N>(chain), forest_, rule);
    }
    return sum / N(static_cast<int>(chains.size()));
  }

  const CausalForest& forest_;
  int states_;
  Rational epsilon_;
  double bound_;
  std::optional<ReciprocalRule<Interval>> rule_;
};

// All hold, one certainly fails, or neither is known.
void add(const DecidedMargin& one, int& holds, int& undecided, double& least, Truth& all) {
  holds += one.positive == Truth::yes;
  undecided += one.positive == Truth::unknown;
  least = std::fmin(least, one.value);  // ignores the NaN that stands for "no margin yet"
  all = all & one.positive;
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
std::vector<typename DominanceMargins<N>::Margin> margins_by_node(const Matrix<N>& drive,
                                                                  const CausalForest& forest) {
  std::vector<typename DominanceMargins<N>::Margin> margins;
  for (markov::Position i = 0; i < forest.size(); ++i) {
    if (forest.is_root(i)) continue;
    LeastMargin<N> least;
    for (markov::Position j = 0; j <= i; ++j) {
      if (j != forest.parent(i)) least.offer(N(drive(i, forest.parent(i)) - drive(i, j)), i, j);
    }
    if (least.least()) margins.push_back(*least.least());
  }
  return margins;
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

double margin_error_bound(int length, int states) {
  const double depth = 4.0 * length * (states + 2);
  return length * depth * std::numeric_limits<double>::epsilon() / 2;
}

PhaseCell phase_cell(const CausalForest& forest, std::span<const markov::Chain> chains,
                     const ReciprocalRule<double>& rule, int threads) {
  require(!chains.empty(), "expected at least one chain");
  const int states = chains.front().states();
  PhaseCell cell;
  cell.states = states;
  cell.length = rule.length;
  cell.chains = static_cast<int>(chains.size());
  cell.least_strict = std::numeric_limits<double>::quiet_NaN();
  cell.least_with_self = cell.least_strict;
  cell.strict = cell.with_self = Truth::yes;
  MarginDecision decision(forest, states, rule.epsilon);
  Matrix<double> mean = Matrix<double>::Zero(rule.length, rule.length);
  for (const markov::Chain& chain : chains) {
    require(chain.states() == states, "expected chains with the same number of states");
    const Matrix<double> one =
        drive_in_lanes(markov::in_arithmetic<double>(chain), forest, rule, threads);
    const DecidedMargins margins = decision.of(one, {&chain, 1});
    add(margins.strict, cell.strict_holds, cell.strict_undecided, cell.least_strict, cell.strict);
    add(margins.with_self, cell.with_self_holds, cell.with_self_undecided, cell.least_with_self,
        cell.with_self);
    mean += one / cell.chains;
  }
  const DecidedMargins margins = decision.of(mean, chains);
  cell.mean_drive_strict = margins.strict.value;
  cell.mean_drive_with_self = margins.with_self.value;
  cell.mean_strict = margins.strict.positive;
  cell.mean_with_self = margins.with_self.positive;
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
  template std::vector<typename DominanceMargins<N>::Margin> margins_by_node<N>(                 \
      const Matrix<N>&, const CausalForest&);                                                    \
  template Truth dominates<N>(const std::optional<typename DominanceMargins<N>::Margin>&);
LEMMASCOPE_DOMINANCE(Rational)
LEMMASCOPE_DOMINANCE(double)
LEMMASCOPE_DOMINANCE(Real50)
LEMMASCOPE_DOMINANCE(Interval)

}  // namespace lemmascope::causal
