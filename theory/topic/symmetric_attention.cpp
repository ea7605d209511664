#include "theory/topic/symmetric_attention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/jet.hpp"
#include "theory/numeric/polynomial.hpp"
#include "theory/numeric/require.hpp"
#include "theory/topic/require_contrast.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

/// f_i for the words i of each kind of topic, for one kind of query.
template <class V>
struct Outputs {
  V own;          ///< the query's own topic
  V in_document;  ///< another topic of the document
  V outside;      ///< a topic the document does not have
};

/// Attention masses per topic, unscaled, for one kind of query.
template <class V>
struct Masses {
  V own;
  V in_document;
  V outside;
  V mask;
  V total;
};

/// The loss as a function of (rho, kappa) in V: N itself or jets over N.
template <class V, Field N>
class SymmetricLoss {
 public:
  explicit SymmetricLoss(const TopicParametersOf<N>& at) : at_(at), value_(limit_value_matrix(at)) {
    const N tau(at.topics_per_document());
    outside_share_ = at.random_share() / N(at.topics());
    document_share_ = at.true_share() / tau + outside_share_;
  }

  V operator()(const V& ratio, const V& mask_weight) const {
    const int tau = at_.topics_per_document();
    const int topics = at_.topics();
    const N in_document = N(tau) / N(topics);
    const Outputs<V> a = outputs(query_in_document(ratio, mask_weight));
    const Outputs<V> b = outputs(query_outside(ratio, mask_weight));
    const V square_a = squares(a, 1, tau - 1, topics - tau);
    const V square_b = squares(b, 1, tau, topics - tau - 1);
    const V correct = square_a - V(2) * a.own + V(1);
    const V label_a = (a.own + V(tau - 1) * a.in_document) * V(N(N(2) / N(tau)));
    const V random = V(in_document) * (square_a - label_a + V(1)) +
                     V(N(N(1) - in_document)) * (square_b - V(2) * b.in_document + V(1));
    const N masked = N(1) - at_.correct() - at_.random();
    return V(N(masked * least_squared_risk(at_))) + V(at_.correct()) * correct +
           V(at_.random()) * random;
  }

 private:
  /// The query's topic is one of the document's.
  Masses<V> query_in_document(const V& ratio, const V& mask_weight) const {
    const int tau = at_.topics_per_document();
    const V in(document_share_);
    const V out(outside_share_);
    Masses<V> m{ratio * in, in, out, mask_weight * V(at_.mask_share()), V(0)};
    m.total = m.own + V(tau - 1) * in + V(at_.topics() - tau) * out + m.mask;
    return m;
  }

  /// It is not (the query shows a random word).
  Masses<V> query_outside(const V& ratio, const V& mask_weight) const {
    const int tau = at_.topics_per_document();
    const V in(document_share_);
    const V out(outside_share_);
    Masses<V> m{ratio * out, in, out, mask_weight * V(at_.mask_share()), V(0)};
    m.total = m.own + V(tau) * in + V(at_.topics() - tau - 1) * out + m.mask;
    return m;
  }

  V output(const V& topic_mass, const V& mask_mass) const {
    const N gap = N(1) / (at_.true_share() * N(at_.words_per_topic()));
    return V(value_.mask_column) * mask_mass + V(value_.different_topic) * (V(1) - mask_mass) +
           V(gap) * topic_mass;
  }

  Outputs<V> outputs(const Masses<V>& m) const {
    const V mask = m.mask / m.total;
    return {output(m.own / m.total, mask), output(m.in_document / m.total, mask),
            output(m.outside / m.total, mask)};
  }

  V squares(const Outputs<V>& f, int own, int in_document, int outside) const {
    return V(at_.words_per_topic()) *
           (V(own) * f.own * f.own + V(in_document) * f.in_document * f.in_document +
            V(outside) * f.outside * f.outside);
  }

  const TopicParametersOf<N>& at_;
  BlockValues<N> value_;
  N document_share_;  ///< n_in: share of shown tokens in a topic of the document
  N outside_share_;   ///< n_out: share in a topic that is not
};

template <Field N>
Jet<N> loss_jet(const TopicParametersOf<N>& at, const N& ratio, const N& mask_weight) {
  return SymmetricLoss<Jet<N>, N>(at)(Jet<N>::variable(ratio, 0), Jet<N>::variable(mask_weight, 1));
}

Interval point(const Real50& value) { return Interval(value); }

/// The polynomial dL/d rho * (Z Z')^3 in rho at fixed kappa, of degree at most four: Z and Z' are
/// linear in rho and each part of L is a quadratic over Z^2 or Z'^2.
std::vector<Rational> slope_numerator(const TopicParameters& at, const Rational& mask_weight) {
  constexpr int kPoints = 5;
  const Rational out = at.random_share() / at.topics();
  const Rational in = at.true_share() / at.topics_per_document() + out;
  const Rational mask = mask_weight * at.mask_share();
  const int tau = at.topics_per_document();
  std::vector<std::pair<Rational, Rational>> samples;
  for (int x = 1; x <= kPoints; ++x) {
    const Rational a = x * in + (tau - 1) * in + (at.topics() - tau) * out + mask;
    const Rational b = tau * in + x * out + (at.topics() - tau - 1) * out + mask;
    const Rational cube = a * a * a * b * b * b;
    samples.emplace_back(x, loss_jet(at, Rational(x), mask_weight).gradient[0] * cube);
  }
  return interpolate(samples);
}

template <class Real>
struct Point {
  Real ratio;
  Real mask_weight;
};

/// How a Newton step is damped: by one number on both axes, or on each in units of its own
/// curvature. The second finds optima in valleys whose floor is flat against their walls (p_m = p_c
/// = 1/100, p_r = 98/100), where the first creeps.
enum class Damping { common, of_each_axis };

/// One damped Newton step in (ln rho, ln kappa), where descent from uniform attention lives; the
/// point itself when no step lowers the loss. A step within `rounding` is taken unseen: there the
/// loss is flat to all its digits.
template <class Real>
Point<Real> newton_step(const TopicParametersOf<Real>& at, const Point<Real>& from,
                        const Jet<Real>& jet, Damping damping, const Real& rounding) {
  using std::abs, std::exp;
  const Real tiny = from_rational<Real>(parse_rational("1e-60"));  // where the Hessian vanishes
  const Real gx = jet.gradient[0] * from.ratio;
  const Real gy = jet.gradient[1] * from.mask_weight;
  const Real xx = jet.hessian[0] * from.ratio * from.ratio + gx;
  const Real xy = jet.hessian[1] * from.ratio * from.mask_weight;
  const Real yy = jet.hessian[2] * from.mask_weight * from.mask_weight + gy;
  const Real common = abs(xx) + abs(yy) + tiny;
  const bool of_each = damping == Damping::of_each_axis;
  const Real unit_x = of_each ? Real(abs(xx) + tiny) : common;
  const Real unit_y = of_each ? Real(abs(yy) + tiny) : common;
  Real lift(0);
  for (int attempt = 0; attempt < 200; ++attempt) {
    const Real lifted_x = xx + lift * unit_x, lifted_y = yy + lift * unit_y;
    const Real determinant = lifted_x * lifted_y - xy * xy;
    if (lifted_x > 0 && determinant > 0) {
      const Real dx = (lifted_y * gx - xy * gy) / determinant;
      const Real dy = (lifted_x * gy - xy * gx) / determinant;
      const Point<Real> to{Real(from.ratio * exp(Real(-dx))),
                           Real(from.mask_weight * exp(Real(-dy)))};
      if (abs(dx) <= rounding && abs(dy) <= rounding) return to;
      if (abs(dx) < 2 && abs(dy) < 2 &&
          symmetric_attention_loss(at, to.ratio, to.mask_weight) <= jet.value) {
        return to;
      }
    }
    lift = lift == 0 ? Real(Real(1) / 1024) : Real(2 * lift);
  }
  return from;
}

/// Steps until none moves the point by more than `rounding` of itself.
template <class Real>
Point<Real> descended(const TopicParameters& at, Point<Real> best, Damping damping,
                      const Real& rounding, int most_steps) {
  using std::abs;
  const auto real = in_arithmetic<Real>(at);
  for (int step = 0; step < most_steps; ++step) {
    const Point<Real> next = newton_step<Real>(
        real, best, loss_jet(real, best.ratio, best.mask_weight), damping, rounding);
    const bool settled =
        abs(Real(next.ratio - best.ratio)) <= rounding * best.ratio &&
        abs(Real(next.mask_weight - best.mask_weight)) <= rounding * best.mask_weight;
    best = next;
    if (settled) break;
  }
  return best;
}

/// The way is found in doubles, its end to 50 digits (Newton doubles the digits at each step); what
/// is found is certified afterwards.
Point<Real50> search_from_uniform(const TopicParameters& at, Damping damping) {
  const auto start = descended<double>(at, {1, 1}, damping, 1e-13, 500);
  const bool usable = std::isfinite(start.ratio) && std::isfinite(start.mask_weight) &&
                      start.ratio > 0 && start.mask_weight > 0;
  return descended<Real50>(at,
                           usable ? Point<Real50>{Real50(start.ratio), Real50(start.mask_weight)}
                                  : Point<Real50>{Real50(1), Real50(1)},
                           damping, from_rational<Real50>(parse_rational("1e-47")), 40);
}

bool is_inside(const Interval& inner, const Interval& outer) {
  return outer.lower() < inner.lower() && inner.upper() < outer.upper();
}

/// Krawczyk's operator on the gradient over a box around `centre`: when it maps the box into its
/// interior, exactly one critical point lies there.
std::optional<OptimalAttention> certify(const TopicParameters& at, const Point<Real50>& centre,
                                        const Rational& radius) {
  const auto enclosed = in_arithmetic<Interval>(at);
  const std::array<Interval, 2> middle{point(centre.ratio), point(centre.mask_weight)};
  const Interval spread = Interval::between(-radius, radius);
  const std::array<Interval, 2> box{middle[0] + spread, middle[1] + spread};
  const Jet<Interval> at_middle = loss_jet(enclosed, middle[0], middle[1]);
  const Jet<Interval> over_box = loss_jet(enclosed, box[0], box[1]);
  const auto& [xx, xy, yy] = over_box.hessian;
  const Interval determinant = xx * yy - xy * xy;
  if (!certainly_less(Interval(0), xx) || !certainly_less(Interval(0), determinant)) {
    return std::nullopt;
  }
  const auto& [mx, mxy, my] = at_middle.hessian;
  const Interval middle_determinant = mx * my - mxy * mxy;
  const Interval inverse_xx = my / middle_determinant;
  const Interval inverse_xy = -mxy / middle_determinant;
  const Interval inverse_yy = mx / middle_determinant;
  const auto& [gx, gy] = at_middle.gradient;
  const Interval new_x = middle[0] - (inverse_xx * gx + inverse_xy * gy) +
                         (Interval(1) - (inverse_xx * xx + inverse_xy * xy)) * spread -
                         (inverse_xx * xy + inverse_xy * yy) * spread;
  const Interval new_y = middle[1] - (inverse_xy * gx + inverse_yy * gy) -
                         (inverse_xy * xx + inverse_yy * xy) * spread +
                         (Interval(1) - (inverse_xy * xy + inverse_yy * yy)) * spread;
  if (!is_inside(new_x, box[0]) || !is_inside(new_y, box[1])) return std::nullopt;
  return OptimalAttention{new_x, new_y, symmetric_attention_loss(enclosed, new_x, new_y)};
}

}  // namespace

template <Field N>
N symmetric_attention_loss(const TopicParametersOf<N>& at, const N& ratio, const N& mask_weight) {
  require_contrast(at, "stage 2, on the limit value matrix,");
  require((less_equal(N(0), ratio) & less_equal(N(0), mask_weight)) != Truth::no,
          "attention weights rho and kappa must not be negative");
  return SymmetricLoss<N, N>(at)(ratio, mask_weight);
}

std::vector<IsolatedRoot> critical_ratios(const TopicParameters& at, const Rational& mask_weight,
                                          const Rational& width) {
  require_contrast(at, "stage 2, on the limit value matrix,");
  std::vector<IsolatedRoot> roots;
  for (const auto& [lower, upper] : positive_roots(slope_numerator(at, mask_weight), width)) {
    roots.push_back({lower, upper});
  }
  return roots;
}

OptimalRatio optimal_ratio(const TopicParameters& at, const Rational& mask_weight,
                           const Rational& width) {
  const auto roots = critical_ratios(at, mask_weight, width);
  require(!roots.empty(), "the loss must have a critical ratio rho > 0; found none");
  const auto slope = [&](const Rational& ratio) {
    return loss_jet(at, ratio, mask_weight).gradient[0];
  };
  require(slope(roots.front().lower / 2) < 0 && slope(2 * roots.back().upper) > 0,
          "the loss must fall before its first critical ratio and rise after its last");
  const auto enclosed = in_arithmetic<Interval>(at);
  std::optional<OptimalRatio> best;
  for (const IsolatedRoot& root : roots) {
    const Interval ratio = Interval::between(root.lower, root.upper);
    const OptimalRatio next{ratio,
                            symmetric_attention_loss(enclosed, ratio, Interval(mask_weight))};
    require(!best || !overlaps(best->loss, next.loss),
            "two critical ratios have losses that cannot be told apart");
    if (!best || certainly_less(next.loss, best->loss)) best = next;
  }
  return *best;
}

OptimalAttention optimal_attention(const TopicParameters& at) {
  require_contrast(at, "stage 2, on the limit value matrix,");
  require(at.mask_share() > 0,
          "a joint optimum needs [MASK] keys (mu > 0): without them kappa does not enter");
  Point<Real50> found{Real50(1), Real50(1)};
  for (const Damping damping : {Damping::common, Damping::of_each_axis}) {
    found = search_from_uniform(at, damping);
    for (const char* radius : {"1e-44", "1e-40", "1e-36", "1e-30", "1e-24"}) {
      const auto certified = certify(at, found, parse_rational(radius));
      if (certified) return *certified;
    }
  }
  refuse(fmt::format("no interior optimum could be certified near rho = {}, kappa = {}",
                     to_text(found.ratio, 10), to_text(found.mask_weight, 10)));
}

template <Field N>
N optimal_ratio_without_random(const TopicParametersOf<N>& at) {
  const N q = at.true_share();
  require(equal(at.random(), N(0)) == Truth::yes,
          "this closed form is for p_r = 0: random words change the optimal ratio");
  require(less(q, N(1)) != Truth::no, "with q = 1 the optimal ratio is infinite");
  return (N(1) + N(at.topics_per_document() - 1) * q) / (N(1) - q);
}

template <Field N>
N many_topics_ratio(const TopicParametersOf<N>& at, const N& mask_weight) {
  const N q = at.true_share();
  require(less(q, N(1)) != Truth::no, "with q = 1 the optimal ratio is infinite");
  const N tau(at.topics_per_document());
  const N c = tau * (at.random_share() + mask_weight * at.mask_share()) / q;
  const N others = tau - N(1);
  require(less(N(0), N(others + c)) != Truth::no,
          "with one topic a document and nothing else shown attention has nothing to choose");
  return (q * (others + c) + others / (others + c)) / (N(1) - q);
}

#define LEMMASCOPE_INSTANTIATE(N)                                                       \
  template N symmetric_attention_loss(const TopicParametersOf<N>&, const N&, const N&); \
  template N optimal_ratio_without_random(const TopicParametersOf<N>&);                 \
  template N many_topics_ratio(const TopicParametersOf<N>&, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::topic
