#include "theory/numeric/significant.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace lemmascope {

// Not std::stod: it refuses subnormal numbers.
double significant(double value, int digits) {
  return std::strtod(fmt::format("{:.{}g}", value, digits).c_str(), nullptr);
}

}  // namespace lemmascope
