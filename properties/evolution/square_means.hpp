// Means over the unit square of u^p w^q / (u + w)^below: a second route to numbers r0 + r1 ln 2.
#pragma once

#include "theory/evolution/prior_mean.hpp"

namespace lemmascope::evolution {

inline WithLog scaled(const WithLog& value, const Rational& by) {
  return {Rational(value.r0 * by), Rational(value.r1 * by)};
}

/// The integral of y^q / (1 + y)^below over [0, 1], below up to 3: y^q = y^(q-1) (1 + y) - y^(q-1).
inline WithLog tail(int q, int below) {
  if (below == 0) return {Rational(1, q + 1), 0};
  if (q == 0) {
    if (below == 1) return {0, 1};
    return {below == 2 ? Rational(1, 2) : Rational(3, 8), 0};
  }
  WithLog value = tail(q - 1, below - 1);
  return value += scaled(tail(q - 1, below), -1);
}

/// Each half of the square by u = x, w = x y or the reverse.
inline WithLog monomial_mean(int p, int q, int below) {
  WithLog value = tail(q, below);
  return scaled(value += tail(p, below), Rational(1, p + q - below + 2));
}

}  // namespace lemmascope::evolution
