// Random fractions and exact values of floating-point numbers, for tests that compare without
// tolerances.
#pragma once

#include <rapidcheck.h>

#include "theory/numeric/number.hpp"

namespace lemmascope::testing {

/// Fractions p/q with |p| <= 10^6 and q <= 10^4.
inline rc::Gen<Rational> any_fraction() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange(-1000000, 1000001), rc::gen::inRange(1, 10001)),
      [](const std::pair<int, int>& parts) { return Rational(parts.first, parts.second); });
}

/// Fractions in [low, high], from a grid of 10^6 steps.
inline rc::Gen<Rational> fraction_between(const Rational& low, const Rational& high) {
  return rc::gen::map(rc::gen::inRange(0, 1000001), [low, high](int step) {
    return Rational(low + (high - low) * Rational(step, 1000000));
  });
}

/// The number a floating-point value stands for, exactly.
inline Rational exact(double value) { return Rational(value); }
template <unsigned Digits>
Rational exact(const Real<Digits>& value) {
  Rational result;
  mpfr_get_q(result.backend().data(), value.backend().data());
  return result;
}

/// [value - ulp, value + ulp]: where the true result lies when `value` is correct to one unit in
/// the last place, as MPFR promises (it promises half a unit).
template <class N>
Interval within_one_ulp(const N& value) {
  const Rational centre = exact(value);
  const Rational ulp = abs(centre) * exact(std::numeric_limits<N>::epsilon());
  return Interval::between(centre - ulp, centre + ulp);
}

}  // namespace lemmascope::testing
