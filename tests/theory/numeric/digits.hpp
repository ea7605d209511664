// Reference values as they are printed: a number agrees when it rounds to them.
#pragma once

#include <string>

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// Is `value` within one unit in the last printed place of `printed`?
inline bool has_digits(const Real50& value, const std::string& printed) {
  const auto exponent = printed.find('e');
  const std::string digits = printed.substr(0, exponent);
  const auto point = digits.find('.');
  int places = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
  if (exponent != std::string::npos) places -= std::stoi(printed.substr(exponent + 1));
  const Real50 unit = pow(Real50(10), Real50(-places));
  return abs(Real50(value - Real50(printed))) < unit;
}
inline bool has_digits(const Interval& value, const std::string& printed) {
  return has_digits(value.middle(), printed) && value.radius() < Real50("1e-25");
}
inline bool has_digits(const Rational& value, const std::string& printed) {
  return has_digits(from_rational<Real50>(value), printed);
}
inline bool has_digits(double value, const std::string& printed) {
  return has_digits(Real50(value), printed);
}

}  // namespace lemmascope
