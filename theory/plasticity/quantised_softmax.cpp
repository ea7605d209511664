#include "theory/plasticity/quantised_softmax.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::plasticity {

Rational softmax_distance(const Vector<Rational>& masses, const Vector<Rational>& factors) {
  require(masses.size() >= 1 && masses.size() == factors.size(),
          "expected as many factors as masses, and at least one");
  Rational total(0), moved(0);
  for (Eigen::Index i = 0; i < masses.size(); ++i) {
    require(masses[i] > 0 && factors[i] > 0, "expected positive masses and factors");
    total += masses[i];
    moved += masses[i] * factors[i];
  }
  Rational distance(0);
  for (Eigen::Index i = 0; i < masses.size(); ++i) {
    distance += absolute<Rational>(masses[i] / total - masses[i] * factors[i] / moved);
  }
  return distance;
}

Rational largest_softmax_distance(const Rational& factor) {
  require(factor >= 1, "expected a factor of at least one");
  return 2 * (factor - 1) / (factor + 1);
}

Interval quantisation_bound(const Rational& delta) {
  require(delta >= 0, "expected a perturbation that is not negative");
  // e^-delta occurs once in 2 - 4 e^-delta / (1 + e^-delta) = 4 / (1 + e^-delta) - 2, which does
  // not overflow.
  return Interval(4) / (Interval(1) + exp(-Interval(delta))) - Interval(2);
}

}  // namespace lemmascope::plasticity
