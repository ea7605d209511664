// Reading enclosures: against a printed decimal, and for how narrow they are.
#pragma once

#include <string>

#include "theory/numeric/interval.hpp"

namespace lemmascope::causal {

/// Is the enclosure tight enough to mean something (radius below 1e-30, twenty digits short of 50)?
inline bool is_narrow(const Interval& x) { return x.radius() < Real50(1e-30); }

/// Half a unit in the `digits`-th significant decimal of a printed number (trailing zeros of which
/// may have been dropped in print). Zero for a printed zero.
inline Rational half_unit(const std::string& printed, int digits) {
  Rational size = parse_rational(printed);
  if (size < 0) size = -size;
  if (size == 0) return 0;
  Rational unit = 1;
  while (unit > size) unit /= 10;
  while (unit * 10 <= size) unit *= 10;
  for (int k = 1; k < digits; ++k) unit /= 10;
  return unit / 2;
}

/// Does every number in the enclosure round to the printed one (or, for a printed zero, is zero
/// enclosed narrowly)?
inline bool agrees_with_print(const Interval& value, const std::string& printed, int digits) {
  const Rational centre = parse_rational(printed);
  if (centre == 0) {
    return contains(value, Rational(0)) && is_narrow(value);
  }
  const Rational half = half_unit(printed, digits);
  return contains(Interval::between(centre - half, centre + half), value);
}

}  // namespace lemmascope::causal
