// First-order forward differentiation in fractions: a value with its slope along one variable.
#pragma once

#include "theory/numeric/rational.hpp"

namespace lemmascope::ngram {

struct Dual {
  Rational value{0}, slope{0};

  friend Dual operator+(const Dual& a, const Dual& b) {
    return {Rational(a.value + b.value), Rational(a.slope + b.slope)};
  }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return {Rational(a.value * b.value), Rational(a.slope * b.value + a.value * b.slope)};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const Rational value = a.value / b.value;
    return {value, Rational((a.slope - value * b.slope) / b.value)};
  }
};

inline Dual constant(const Rational& value) { return {value, 0}; }
inline Dual variable(const Rational& value) { return {value, 1}; }

}  // namespace lemmascope::ngram
