#include "theory/templates/same_or_different.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

// Nodes (j + 1/2) h of a standard normal variable with weights that sum to one.
struct HalfLattice {
  Rational step;
  Rational shift;  ///< into the complex plane
  std::vector<Rational> nodes;
  std::vector<Interval> weights;

  Interval alias() const { return alias_bound(Rational(1), shift, step); }
  Interval tail() const { return tail_bound(Rational(1), Rational(nodes.back() + step / 2), step); }
};

Rational in_thousandths(double value, int unit) {
  return Rational(static_cast<long>(std::floor(value * unit)), unit);
}

// `room` is how far the variable may go into the complex plane.
HalfLattice half_lattice(double room, double log_error) {
  HalfLattice lattice;
  const double shift = std::min(room, std::sqrt(2 * log_error));
  lattice.shift = in_thousandths(shift, 1 << 16);
  lattice.step = in_thousandths(6.28 * shift / (log_error + shift * shift / 2) * 0.999, 1 << 16);
  require(lattice.step > 0, "expected scores below 10^4 in size");
  const double reach = std::sqrt(2 * log_error) / to_double(lattice.step) + 2;
  const int half = static_cast<int>(std::ceil(reach));
  Interval total(0);
  for (int j = -half; j < half; ++j) {
    const Rational node = (Rational(j) + Rational(1, 2)) * lattice.step;
    lattice.nodes.push_back(node);
    lattice.weights.push_back(exp(Interval(Rational(-node * node / 2))));
    total += lattice.weights.back();
  }
  for (Interval& weight : lattice.weights) weight /= total;
  return lattice;
}

// tanh(x/2) from e^x.
Interval half_tangent(const Interval& power) {
  return Interval(1) - Interval(2) / (Interval(1) + power);
}

// e^{factor x} at every node x.
std::vector<Interval> powers_at(const HalfLattice& lattice, const Interval& factor) {
  std::vector<Interval> powers;
  for (const Rational& node : lattice.nodes) powers.push_back(exp(factor * Interval(node)));
  return powers;
}

Interval widened_by(const Interval& x, const Rational& radius) {
  return x + Interval::between(-radius, radius);
}

}  // namespace

SameOrDifferent same_or_different(const KernelParameters& parameters, int digits) {
  require_kernel(parameters);
  require(digits >= 1 && digits <= 45, "expected 1 to 45 digits");
  const double log_error = digits * std::log(10.0) + 10;
  // Scores are sqrt 2 beta (g + gamma d) - a: imaginary parts at most 3 in all, half for each.
  const double scale = std::sqrt(2.0) * to_double(parameters.beta);
  const HalfLattice outer = half_lattice(1.5 / (scale * to_double(parameters.gamma)), log_error);
  const HalfLattice inner = half_lattice(1.5 / scale, log_error);
  const Interval root = sqrt(Interval(2)) * Interval(parameters.beta);
  const auto positions = powers_at(outer, root * Interval(parameters.gamma));
  const auto symbols = powers_at(inner, root);
  const Interval shift = exp(-Interval(parameters.identity));
  SameOrDifferent result{Interval(0), Interval(0), Interval(0), Interval(0)};
  for (std::size_t d = 0; d < outer.nodes.size(); ++d) {
    const Interval first = half_tangent(positions[d]), moved = positions[d] * shift;
    Interval second(0);
    for (std::size_t g = 0; g < inner.nodes.size(); ++g) {
      second += inner.weights[g] * half_tangent(moved * symbols[g]);
    }
    const Interval gap = first - second, &weight = outer.weights[d];
    result.first += weight * pow(first, 2);
    result.mixed += weight * first * second;
    result.second += weight * pow(second, 2);
    result.difference += weight * pow(gap, 2);
  }
  // |tanh| <= 1 / cos(3/2) as for softmax entries; a square of a difference is four such products.
  const Rational error = error_of_blocks({outer.alias(), inner.alias(), inner.alias()},
                                         {outer.tail(), inner.tail(), inner.tail()});
  // Twice: products lie between -1 and 1, so that tails and masses err to both sides.
  const Rational both = 2 * error;
  result.first = widened_by(result.first, both);
  result.mixed = widened_by(result.mixed, both);
  result.second = widened_by(result.second, both);
  result.difference = widened_by(result.difference, Rational(4 * both));
  return result;
}

}  // namespace lemmascope::templates
