#include "theory/causal/log_integral_loss.hpp"

#include <mpfr.h>

#include <algorithm>
#include <array>

#include "theory/causal/relabelling.hpp"
#include "theory/markov/rotation.hpp"
#include "theory/markov/stationary_law.hpp"
#include "theory/numeric/interruption.hpp"
#include "theory/numeric/number.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

using markov::CausalForest;
using markov::Position;

// Nodes t_k = -28 + k/2, k = 0..64.
constexpr int kNodes = 65;
Rational step() { return Rational(1, 2); }
Rational first_node() { return Rational(-28); }
Rational last_node() { return Rational(4); }

/// A number with its derivative in beta.
template <class N>
struct Dual {
  N value{0}, slope{0};
  Dual& operator+=(const Dual& other) {
    value += other.value;
    slope += other.slope;
    return *this;
  }
};
template <class N>
Dual<N> operator*(const Dual<N>& a, const Dual<N>& b) {
  return {N(a.value * b.value), N(a.value * b.slope + a.slope * b.value)};
}
Dual<double> operator*(double share, const Dual<double>& a) {
  return {share * a.value, share * a.slope};
}

double rounded(const Interval& x) { return static_cast<double>(x.middle()); }

// exp(-x) for the middle of x, off by less than two roundings: the argument is rounded to 80 bits
// and below 2^20 wherever the result is above the smallest double.
double damping(const Interval& x) {
  constexpr mpfr_prec_t kBits = 80;
  mpfr_t argument;
  mpfr_init2(argument, kBits);
  const Real50 middle = x.middle();
  mpfr_neg(argument, middle.backend().data(), MPFR_RNDN);
  mpfr_exp(argument, argument, MPFR_RNDN);
  const double result = mpfr_get_d(argument, MPFR_RNDN);
  mpfr_clear(argument);
  return result;
}

/// exp(-u c v) and its slope at one node u for one kind of key, by its share c: 1 (in Z), eps
/// (another token) or 1 + eps (the target token).
using ByShare = std::array<Dual<double>, 3>;
enum Share { in_z, other, target_token };

struct DualWeights {
  Dual<Interval> match, mismatch, query;
};

/// The numbers c u of one node.
using Damped = std::array<Interval, 3>;

// Slopes are not positive where those of the weights are not negative.
ByShare damped(const Damped& rates, const Dual<Interval>& z, const Dual<Interval>& in_target) {
  ByShare result;
  for (const int share : {in_z, other, target_token}) {
    const Dual<Interval>& weight = share == in_z ? z : in_target;
    const double factor = damping(rates[share] * weight.value);
    result[share] = {factor, -rounded(rates[share] * weight.slope) * factor};
  }
  return result;
}

/// The factors of all keys at one node.
struct Factors {
  ByShare mismatch, match, query;
};

/// E exp(-u sum_i c(s_i) v_i) given the query token, by one upward pass. For Z (no target) c is 1
/// throughout, for Z_{s'} it is 1(s = target) + eps. Values are sums of products of non-negative
/// numbers, slopes of such and one non-positive one.
class UpwardPass {
 public:
  static constexpr int kNoTarget = -1;

  UpwardPass(const markov::Chain& chain, const CausalForest& tree)
      : tree_(tree),
        states_(chain.states()),
        below_(size()),
        near_(chain.states()),
        message_(chain.states()) {
    const Vector<Interval> mu = markov::stationary_law(markov::in_arithmetic<Interval>(chain));
    for (int b = 0; b < states_; ++b) {
      stationary_.push_back(rounded(mu[b]));
      for (int a = 0; a < states_; ++a) step_.push_back(to_double(chain(a, b)));
    }
  }

  Dual<double> operator()(const Factors& factors, int query, int target) {
    std::fill(below_.begin(), below_.end(), Dual<double>{1, 0});
    for (Position i = tree_.size() - 1; i > 0; --i) pass_up(i, factors, query, target);
    Dual<double> sum;
    for (int s = 0; s < states_; ++s) {
      const ByShare& key = s == query ? factors.match : factors.mismatch;
      sum += stationary_[s] * (key[share(s, target)] * below_[s]);
    }
    return sum * factors.query[share(query, target)];
  }

  /// Roundings on the way to a value or a slope, at most. Along each node: its factor (two, four in
  /// a slope), the product with what is below (two in a slope), the entry of the chain, its
  /// product, S sums and the product into the parent (two in a slope); no more at the root and the
  /// query.
  long roundings() const { return long{tree_.size() + 2} * (states_ + 10); }

 private:
  std::size_t size() const { return static_cast<std::size_t>(tree_.size() * states_); }
  double step(int from, int to) const { return step_[to * states_ + from]; }

  static int share(int own, int target) {
    if (target == kNoTarget) return in_z;
    return own == target ? target_token : other;
  }

  // message(a) = sum_b pi(b|a) factor(a, b) below(b), tokens a of the parent side by side.
  void pass_up(Position i, const Factors& factors, int query, int target) {
    const Dual<double>* own = below_.data() + i * states_;
    for (int b = 0; b < states_; ++b) {
      near_[b] = factors.mismatch[share(b, target)] * own[b];
    }
    std::fill(message_.begin(), message_.end(), Dual<double>{});
    for (int b = 0; b < states_; ++b) {
      for (int a = 0; a < states_; ++a) message_[a] += step_[b * states_ + a] * near_[b];
    }
    Dual<double> matched;
    for (int b = 0; b < states_; ++b) {
      matched += step(query, b) * (factors.match[share(b, target)] * own[b]);
    }
    message_[query] = matched;
    Dual<double>* above = below_.data() + tree_.parent(i) * states_;
    for (int a = 0; a < states_; ++a) above[a] = above[a] * message_[a];
  }

  const CausalForest& tree_;
  int states_;
  std::vector<double> stationary_, step_;
  std::vector<Dual<double>> below_, near_, message_;
};

// What a sum of products of numbers of one sign stands for, after so many roundings: (1 + u)^n - 1
// <= 1.01 n u for n u <= 1/100, the quotient 1/(1 - that) included, and u = 2^-53. What underflowed
// on the way lost less than 2^-1074 at a time, times slopes below 10^20: 10^-250 covers all of it.
Interval enclosed(double computed, long roundings) {
  const Interval value = Interval::exactly(computed);
  const Interval unit(Rational(Rational(1) / Rational(1LL << 53)));
  const Interval relative = Interval(roundings) * unit * Interval("102/100");
  const Interval error = abs(value) * relative + Interval("1e-250");
  return value + error * Interval::between(-1, 1);
}
Dual<Interval> enclosed(const Dual<double>& computed, long roundings) {
  return {enclosed(computed.value, roundings), enclosed(computed.slope, roundings)};
}

/// The integrand, averaged over queries and targets and added up over the nodes: E exp(-u Z_{s'}) -
/// E exp(-u Z).
Dual<Interval> summed_integrand(UpwardPass& pass, const std::vector<Factors>& factors,
                                const markov::Chain& chain) {
  const int states = chain.states();
  const int queries = markov::is_rotation_invariant(chain) ? 1 : states;  // all alike
  Dual<double> in_target, in_z;
  for (const Factors& at_node : factors) {
    give_up_if_asked();
    for (int query = 0; query < queries; ++query) {
      in_z += pass(at_node, query, UpwardPass::kNoTarget);
      for (int target = 0; target < states; ++target) {
        const double share = to_double(chain(query, target));
        if (share > 0) in_target += share * pass(at_node, query, target);
      }
    }
  }
  const long roundings = pass.roundings() + long{kNodes} * queries * states + 2;
  const Dual<Interval> plus = enclosed(in_target, roundings), less = enclosed(in_z, roundings);
  const Interval mean(Rational(1, queries));
  return {mean * (plus.value - less.value), mean * (plus.slope - less.slope)};
}

// Discretisation, left tail and right tail of value and slope. The Fourier transform of exp(-x e^t)
// at w is Gamma(i w) x^{-iw}, that of its slope Gamma(1 + i w) up to a factor at most one; |Gamma(i
// w)|^2 = pi / (w sinh(pi w)) with w = 4 pi k falls by e^{-19} from k to k + 1, so the series is
// below 4 |Gamma(4 pi i)| (1 + 10^-7) < 8e-9, and times 4 pi < 13 for the slope. Left tail: the
// terms fall by e^{-1/2} and the first left out is below Z e^{t_0}. Right tail: below exp(-x
// e^{t_1}) (and over x e^{t_1} for the value), x the least partition function, times two.
Dual<Interval> allowance(const Interval& largest, const Interval& least) {
  const Interval h(step());
  const Interval left = h * largest * exp(Interval(first_node())) / (exp(h) - Interval(1));
  const Interval x = least * exp(Interval(last_node()));
  const Interval right = Interval(2) * exp(Interval(-x));
  return {Interval("8e-9") + left + right / x, Interval("104e-9") + Interval(2) * left + right};
}

// Not above any of the two.
Interval smaller(const Interval& a, const Interval& b) { return possibly_less(a, b) ? a : b; }

// The passes read the middles of weights.
void require_narrow(const DualWeights& weights) {
  for (const auto* weight : {&weights.match, &weights.mismatch, &weights.query}) {
    require(weight->value.radius() <= weight->value.upper() * Real50("1e-30"),
            "expected weights of keys that are known to thirty digits");
  }
}

/// Everything that is the same for every weight of keys.
class PreparedIntegral {
 public:
  PreparedIntegral(const markov::Prior& prior, const CausalForest& tree, const Rational& epsilon)
      : length_(tree.size() + 1), smoothing_(epsilon), atoms_(merged_by_relabelling(prior)) {
    require(tree.root_count() == 1, "expected a tree: position 0 is the only root");
    require(epsilon > 0, "expected a positive loss smoothing");
    for (const auto& atom : atoms_) passes_.emplace_back(atom.chain, tree);
    for (int k = 0; k < kNodes; ++k) {
      const Interval u = exp(Interval(Rational(first_node() + k * step())));
      rates_.push_back({u, smoothing_ * u, (Interval(1) + smoothing_) * u});
    }
  }

  const std::vector<Damped>& rates() const { return rates_; }

  LossAndSlope<Interval> over(const std::vector<Factors>& factors, const DualWeights& z,
                              const DualWeights& in_target) {
    require_narrow(z);
    require_narrow(in_target);
    Dual<Interval> total;
    for (std::size_t a = 0; a < atoms_.size(); ++a) {
      const Interval weight(Rational(step() * atoms_[a].weight));
      const Dual<Interval> here = summed_integrand(passes_[a], factors, atoms_[a].chain);
      total += {weight * here.value, weight * here.slope};
    }
    const Interval one(1);
    const Interval largest =
        length_ * (one + smoothing_) * (one + z.match.value + in_target.match.value);
    const Interval least = length_ * smoothing_ * smaller(one, in_target.match.value);
    const Dual<Interval> error = allowance(largest, least);
    const Interval either = Interval::between(-1, 1);
    return {total.value + error.value * either, total.slope + error.slope * either};
  }

 private:
  Interval length_, smoothing_;
  std::vector<markov::Prior::Atom> atoms_;
  std::vector<UpwardPass> passes_;
  std::vector<Damped> rates_;
};

Dual<Interval> constant(const Interval& weight) { return {weight, Interval(0)}; }
DualWeights constant(const KeyWeights& weights) {
  return {constant(weights.match), constant(weights.mismatch), constant(weights.query)};
}

}  // namespace

Interval log_integral_loss(const markov::Prior& prior, const CausalForest& tree,
                           const KeyWeights& in_z, const KeyWeights& in_target,
                           const Rational& epsilon) {
  PreparedIntegral prepared(prior, tree, epsilon);
  const DualWeights z = constant(in_z), target = constant(in_target);
  std::vector<Factors> factors;
  for (const Damped& rates : prepared.rates()) {
    factors.push_back({damped(rates, z.mismatch, target.mismatch),
                       damped(rates, z.match, target.match), damped(rates, z.query, target.query)});
  }
  return prepared.over(factors, z, target).loss;
}

class HardLossByIntegral::Integral {
 public:
  Integral(const markov::Prior& prior, const CausalForest& tree, const Rational& epsilon)
      : prepared_(prior, tree, epsilon) {
    const Dual<Interval> one = constant(Interval(1));
    for (const Damped& rates : prepared_.rates()) {
      const ByShare mismatch = damped(rates, one, one);
      factors_.push_back({mismatch, mismatch, mismatch});
    }
  }

  LossAndSlope<Interval> at(const Interval& match) {
    const Interval weight = exp(match);
    const Dual<Interval> grown{weight, weight};
    for (std::size_t k = 0; k < factors_.size(); ++k) {
      factors_[k].match = factors_[k].query = damped(prepared_.rates()[k], grown, grown);
    }
    const DualWeights weights{grown, constant(Interval(1)), grown};
    return prepared_.over(factors_, weights, weights);
  }

 private:
  PreparedIntegral prepared_;
  std::vector<Factors> factors_;
};

HardLossByIntegral::HardLossByIntegral(const markov::Prior& prior, const CausalForest& tree,
                                       const Rational& epsilon)
    : integral_(std::make_unique<Integral>(prior, tree, epsilon)) {}
HardLossByIntegral::~HardLossByIntegral() = default;

LossAndSlope<Interval> HardLossByIntegral::at(const Interval& match) {
  return integral_->at(match);
}

LossAndSlope<Interval> hard_loss_by_integral(const markov::Prior& prior, const CausalForest& tree,
                                             const Interval& match, const Rational& epsilon) {
  return HardLossByIntegral(prior, tree, epsilon).at(match);
}

}  // namespace lemmascope::causal
