// Values as they are printed in tables of reference.
#pragma once

#include <string>

#include "theory/numeric/interval.hpp"

namespace lemmascope::looped {

/// Is the value within one unit of the last of the digits after the point?
inline bool prints(const Interval& value, const std::string& text) {
  const Rational printed = parse_rational(text);
  const std::size_t point = text.find('.');
  const std::size_t digits = point == std::string::npos ? 0 : text.size() - point - 1;
  const Rational unit = parse_rational("1e-" + std::to_string(digits));
  return contains(Interval::between(printed - unit, printed + unit), value);
}

}  // namespace lemmascope::looped
