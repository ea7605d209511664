#include "theory/causal/log_integral_loss.hpp"

#include <array>

#include "theory/causal/relabelling.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/number.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

// Nodes t_k = -24 + k/2, k = 0..56.
constexpr int kNodes = 57;
Rational step() { return Rational(1, 2); }
Rational first_node() { return Rational(-24); }
Rational last_node() { return Rational(4); }

/// A number with its derivative in beta.
template <class N>
struct Dual {
  N value{0}, slope{0};
};
template <class N>
Dual<N> operator*(const Dual<N>& a, const Dual<N>& b) {
  return {N(a.value * b.value), N(a.value * b.slope + a.slope * b.value)};
}

template <class N>
struct DualWeights {
  Dual<N> match, mismatch, query;
};

// exp(-u c w) with its slope.
template <class N>
Dual<N> damped(const N& u, const N& c, const Dual<N>& weight) {
  const N factor = exp(N(-(u * c * weight.value)));
  return {factor, N(-(u * c * weight.slope * factor))};
}

/// exp(-u c v) at one node u for every kind of key: c is 1 (in Z), eps (another token) or 1 + eps
/// (the target token), v the weight of a mismatch, of a match or of the query.
template <class N>
class Factors {
 public:
  enum Share { in_z, other, target };
  enum Kind { mismatch, match, query };

  Factors(const N& u, const N& epsilon, const DualWeights<N>& z, const DualWeights<N>& in_target) {
    const std::array<N, 3> shares{N(1), epsilon, N(N(1) + epsilon)};
    for (const int share : {in_z, other, target}) {
      const DualWeights<N>& weights = share == in_z ? z : in_target;
      const std::array<const Dual<N>*, 3> of_kind{&weights.mismatch, &weights.match,
                                                  &weights.query};
      for (const int kind : {mismatch, match, query}) {
        table_[share][kind] = damped(u, shares[share], *of_kind[kind]);
      }
    }
  }
  const Dual<N>& at(int share, int kind) const { return table_[share][kind]; }

 private:
  std::array<std::array<Dual<N>, 3>, 3> table_;
};

/// E exp(-u sum_i c(s_i) v_i) given the query token, by one upward pass. For Z (target < 0) c is 1
/// throughout, for Z_{s'} it is 1(s = target) + eps.
template <class N>
class UpwardPass {
 public:
  UpwardPass(const markov::TransitionMatrix<N>& chain, const CausalForest& tree)
      : chain_(chain), tree_(tree), states_(chain.states()) {
    const Vector<N> mu = markov::stationary_law(chain);
    for (int s = 0; s < states_; ++s) stationary_.push_back(mu[s]);
  }

  Dual<N> operator()(const Factors<N>& factors, int query, int target) const {
    const auto share = [&](int own) {
      if (target < 0) return Factors<N>::in_z;
      return own == target ? Factors<N>::target : Factors<N>::other;
    };
    const auto key = [&](int attended, int own) -> const Dual<N>& {
      return factors.at(share(own), attended == query ? Factors<N>::match : Factors<N>::mismatch);
    };
    std::vector<Dual<N>> below(static_cast<std::size_t>(tree_.size() * states_),
                               Dual<N>{N(1), N(0)});
    for (Position i = tree_.size() - 1; i > 0; --i) pass_up(i, key, below);
    Dual<N> sum;
    for (int s = 0; s < states_; ++s) {
      const Dual<N> term = key(s, s) * below[s];
      sum.value += stationary_[s] * term.value;
      sum.slope += stationary_[s] * term.slope;
    }
    return sum * factors.at(share(query), Factors<N>::query);
  }

 private:
  template <class Key>
  void pass_up(Position i, const Key& key, std::vector<Dual<N>>& below) const {
    const int own = i * states_, above = tree_.parent(i) * states_;
    for (int a = 0; a < states_; ++a) {
      Dual<N> message;
      for (int b = 0; b < states_; ++b) {
        const Dual<N> term = key(a, b) * below[own + b];
        message.value += chain_(a, b) * term.value;
        message.slope += chain_(a, b) * term.slope;
      }
      below[above + a] = below[above + a] * message;
    }
  }

  const markov::TransitionMatrix<N>& chain_;
  const CausalForest& tree_;
  int states_;
  std::vector<N> stationary_;
};

// Around a rounded or enclosed sum, what the rule leaves out: [-error, error] (nothing to add in
// double and Real, where rounding is of the same order).
Interval widened(const Interval& sum, const Interval& error) {
  return sum + error * Interval::between(-1, 1);
}
template <class N>
N widened(const N& sum, const N&) {
  return sum;
}

// Discretisation, left tail and right tail of value and slope. The Fourier transform of exp(-x e^t)
// at w is Gamma(i w) x^{-iw}, that of its slope Gamma(1 + i w) up to a factor at most one; |Gamma(i
// w)|^2 = pi / (w sinh(pi w)) with w = 4 pi k falls by e^{-19} from k to k + 1, so the series is
// below 4 |Gamma(4 pi i)| (1 + 10^-7) < 8e-9, and times 4 pi < 13 for the slope. Left tail: the
// terms fall by e^{-1/2} and the first left out is below Z e^{t_0}. Right tail: below exp(-x
// e^{t_1}) (and over x e^{t_1} for the value), x = T eps the least partition function, times two.
template <class N>
Dual<N> allowance(const N& largest, const N& least) {
  const N h = from_rational<N>(step());
  const N left = h * largest * exp(from_rational<N>(first_node())) / (exp(h) - N(1));
  const N x = least * exp(from_rational<N>(last_node()));
  const N right = N(2) * exp(N(-x));
  return {N(from_rational<N>(parse_rational("8e-9")) + left + right / x),
          N(from_rational<N>(parse_rational("104e-9")) + N(2) * left + right)};
}

template <class N>
LossAndSlope<N> integrated(const markov::Prior& prior, const CausalForest& tree,
                           const DualWeights<N>& in_z, const DualWeights<N>& in_target,
                           const Rational& epsilon) {
  require(tree.root_count() == 1, "expected a tree: position 0 is the only root");
  require(epsilon > 0, "expected a positive loss smoothing");
  const N h = from_rational<N>(step());
  const N smoothing = from_rational<N>(epsilon);
  Dual<N> total;
  for (const auto& atom : merged_by_relabelling(prior)) {
    const auto chain = markov::in_arithmetic<N>(atom.chain);
    const int states = chain.states();
    const UpwardPass<N> pass(chain, tree);
    const N weight = h * from_rational<N>(Rational(atom.weight / states));
    for (int k = 0; k < kNodes; ++k) {
      const N u = exp(from_rational<N>(Rational(first_node() + k * step())));
      const Factors<N> factors(u, smoothing, in_z, in_target);
      for (int query = 0; query < states; ++query) {
        const Dual<N> z = pass(factors, query, -1);
        for (int target = 0; target < states; ++target) {
          give_up_if_asked();
          const Dual<N> z_target = pass(factors, query, target);
          const N share = weight * chain(query, target);
          total.value += share * (z_target.value - z.value);
          total.slope += share * (z_target.slope - z.slope);
        }
      }
    }
  }
  const N length(tree.size() + 1);
  const N largest = length * (N(1) + smoothing) * in_z.match.value;
  const Dual<N> error = allowance<N>(largest, N(length * smoothing));
  return {widened(total.value, error.value), widened(total.slope, error.slope)};
}

template <class N>
DualWeights<N> constant(const KeyWeights<N>& weights) {
  return {{weights.match, N(0)}, {weights.mismatch, N(0)}, {weights.query, N(0)}};
}

}  // namespace

template <Elementary N>
N log_integral_loss(const markov::Prior& prior, const CausalForest& tree, const KeyWeights<N>& in_z,
                    const KeyWeights<N>& in_target, const Rational& epsilon) {
  return integrated<N>(prior, tree, constant(in_z), constant(in_target), epsilon).loss;
}

template <Elementary N>
LossAndSlope<N> hard_loss_by_integral(const markov::Prior& prior, const CausalForest& tree,
                                      const N& match, const Rational& epsilon) {
  const N weight = exp(match);
  const DualWeights<N> weights{{weight, weight}, {N(1), N(0)}, {weight, weight}};
  return integrated<N>(prior, tree, weights, weights, epsilon);
}

#define LEMMASCOPE_LOG_INTEGRAL(N)                                                                 \
  template N log_integral_loss<N>(const markov::Prior&, const CausalForest&, const KeyWeights<N>&, \
                                  const KeyWeights<N>&, const Rational&);                          \
  template LossAndSlope<N> hard_loss_by_integral<N>(const markov::Prior&, const CausalForest&,     \
                                                    const N&, const Rational&);
LEMMASCOPE_LOG_INTEGRAL(double)
LEMMASCOPE_LOG_INTEGRAL(Interval)

}  // namespace lemmascope::causal
