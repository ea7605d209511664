#include "theory/templates/lattice_plan.hpp"

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// A guess in double as an exact number with 20 bits, never above the guess.
Rational rounded_down(double guess) {
  const int exponent = static_cast<int>(std::floor(std::log2(guess))) - 20;
  const Rational mantissa(static_cast<long>(std::floor(std::ldexp(guess, -exponent))));
  const Rational unit(Integer(Integer(1) << static_cast<unsigned>(std::abs(exponent))));
  return exponent < 0 ? Rational(mantissa / unit) : Rational(mantissa * unit);
}

// q = e^{-2 pi d / h}, from above: 2 pi > 6.28.
Interval alias_ratio(const Rational& shift, const Rational& step) {
  return exp(Interval(Rational(Rational(-628, 100) * shift / step)));
}

// Aliases of the differences of three independent positions, covariance tau^2 (I + 1 1^T): shifts
// up to d in both directions cost at most e^{d^2 / tau^2}.
Interval plane_alias_bound(const Rational& scale, const Rational& shift, const Rational& step) {
  const Interval q = alias_ratio(shift, step);
  const Interval one_direction = (Interval(1) + q) / (Interval(1) - q);
  return exp(Interval(Rational(shift * shift / (scale * scale)))) *
         (one_direction * one_direction - Interval(1));
}

// Tails beyond a square. Given one coordinate the other has variance 3/2 tau^2 and a density below
// 1/(3 tau), so that its lattice sum is at most 1 + h/(3 tau).
Interval plane_tail_bound(const Rational& scale, const Rational& reach, const Rational& step) {
  return Interval(2) * Interval(Rational(1 + step / (3 * scale))) *
         tail_bound(Rational(2 * scale * scale), reach, step);
}

// The shift d and step h of one block with aliases e^{curvature d^2/tau^2 - 2 pi d/h}, for a
// logarithm of `digits`.
struct Block {
  double scale, curvature;
  double shift(double log_error, double most) const {
    return std::min(most, scale * std::sqrt(log_error / curvature));
  }
  double step(double log_error, double shift) const {
    return 6.28 * shift / (log_error + curvature * shift * shift / (scale * scale));
  }
};

}  // namespace

void require_kernel(const KernelParameters& parameters) {
  if (parameters.beta <= 0) {
    refuse("expected beta above zero, found " + to_text(parameters.beta));
  }
  if (parameters.gamma <= 0) {
    refuse("expected gamma above zero, found " + to_text(parameters.gamma));
  }
}

Interval alias_bound(const Rational& variance, const Rational& shift, const Rational& step) {
  const Interval q = alias_ratio(shift, step);
  return exp(Interval(Rational(shift * shift / (2 * variance)))) * Interval(2) * q /
         (Interval(1) - q);
}

Interval tail_bound(const Rational& variance, const Rational& reach, const Rational& step) {
  const Rational inside = std::max(Rational(reach - step), Rational(0));
  return exp(Interval(Rational(-inside * inside / (2 * variance))));
}

Rational upper_fraction(const Interval& value) { return static_cast<Rational>(value.upper()); }

Rational error_of_blocks(const std::vector<Interval>& aliases, const std::vector<Interval>& tails) {
  Interval masses(1), least(1), tail(0);
  for (std::size_t b = 0; b < aliases.size(); ++b) {
    masses *= Interval(1) + aliases[b];
    least *= Interval(1) - aliases[b] - tails[b];
    tail += tails[b];
  }
  require(certainly_less(Interval(Rational(1, 2)), least),
          "expected a lattice fine and far enough for half a digit");
  const Interval sum = Interval(kArcBound) * (masses - Interval(1)) + tail * masses;
  return upper_fraction(sum / least + Interval(1) / least - Interval(1));
}

LatticePlan lattice_plan(int length, const KernelParameters& parameters, int digits) {
  require_kernel(parameters);
  require(length == 2 || length == 3, "expected strings of two or three positions");
  require(digits >= 1 && digits <= 220, "expected 1 to 220 digits");
  const double beta = to_double(parameters.beta);
  const bool plane = length == 3;
  // Room for the bound 200 on the integrand and the number of blocks: e^10.
  const double log_error = digits * std::log(10.0) + 10;
  const Block outer{beta * to_double(parameters.gamma), plane ? 1.0 : 0.25};
  const Block inner{beta, plane ? 0.5 : 0.25};
  // Imaginary parts of scores spread over (k - 1) times both shifts: at most 3, below pi.
  const double room = plane ? 1.5 : 3.0;
  double d_outer = outer.shift(log_error, room), d_inner = inner.shift(log_error, room);
  if (d_outer + d_inner > room) {
    d_outer = std::min(d_outer, std::max(room / 2, room - d_inner));
    d_inner = room - d_outer;
  }
  LatticePlan plan;
  plan.length = length;
  plan.outer_shift = rounded_down(d_outer);
  plan.inner_shift = rounded_down(d_inner);
  const double step =
      std::min(outer.step(log_error, d_outer), inner.step(log_error, d_inner)) * 0.999;
  plan.step = rounded_down(step);
  const auto reach = [&](double deviation) {
    const double steps = deviation * std::sqrt(2 * log_error) / step;
    require(steps < 1e8, "the kernel's two scales are too far apart for one lattice");
    return static_cast<int>(std::ceil(steps)) + 2;
  };
  plan.outer_reach = reach(outer.scale * std::sqrt(2.0));
  plan.inner_reach = reach(beta * std::sqrt(2.0));
  plan.narrow_reach = reach(beta);

  const Rational tau = parameters.beta * parameters.gamma,
                 variance = parameters.beta * parameters.beta;
  const Rational h = plan.step;
  std::vector<Interval> aliases, tails;
  const Rational outer_end = h * plan.outer_reach;
  aliases.push_back(plane ? plane_alias_bound(tau, plan.outer_shift, h)
                          : alias_bound(Rational(2 * tau * tau), plan.outer_shift, h));
  tails.push_back(plane ? plane_tail_bound(tau, outer_end, h)
                        : tail_bound(Rational(2 * tau * tau), outer_end, h));
  // Two strings, each with one variable of variance 2 beta^2 or (three symbols) three of beta^2.
  for (int variable = 0; variable < (plane ? 6 : 2); ++variable) {
    aliases.push_back(alias_bound(plane ? variance : Rational(2 * variance), plan.inner_shift, h));
    const Interval wide = tail_bound(Rational(2 * variance), Rational(h * plan.inner_reach), h);
    tails.push_back(plane ? wide + tail_bound(variance, Rational(h * plan.narrow_reach), h) : wide);
  }
  plan.error = error_of_blocks(aliases, tails);
  return plan;
}

}  // namespace lemmascope::templates
