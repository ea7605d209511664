#include "theory/graphdepth/logit_bound.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::graphdepth {

Rational largest_contraction(const Rational& factor) {
  require(factor >= 1, "expected a factor of at least one");
  const Rational square = factor * factor;
  return (square - 1) / (square + 1);
}

Interval hyperbolic_tangent(const Rational& bound) {
  require(bound >= 0, "expected a bound that is not negative");
  return Interval(2) / (Interval(1) + exp(Interval(Rational(-2 * bound)))) - Interval(1);
}

Interval layers_until(const Rational& bound, const Rational& tolerance) {
  require(bound > 0, "expected a bound above zero");
  require(tolerance > 0 && tolerance < 1, "expected a tolerance between 0 and 1");
  const Interval rate = hyperbolic_tangent(bound);
  require(certainly_less(rate, Interval(1)),
          "expected a bound for which tanh B is below one at 50 digits: at most 50");
  return log(Interval(tolerance)) / log(rate);
}

Matrix<Rational> attention_of_masses(const Matrix<Rational>& masses) {
  Matrix<Rational> attention = masses;
  for (int i = 0; i < masses.rows(); ++i) {
    Rational total(0);
    for (int j = 0; j < masses.cols(); ++j) {
      require(masses(i, j) > 0, "expected positive masses");
      total += masses(i, j);
    }
    for (int j = 0; j < masses.cols(); ++j) attention(i, j) /= total;
  }
  return attention;
}

}  // namespace lemmascope::graphdepth
