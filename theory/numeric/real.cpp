// Decimal text of floating-point numbers.
#include "theory/numeric/real.hpp"

#include <fmt/format.h>

namespace lemmascope {

std::string to_text(double value) { return fmt::format("{}", value); }

std::string to_text(const Real50& value, int digits) { return value.str(digits); }
std::string to_text(const Real100& value, int digits) { return value.str(digits); }
std::string to_text(const Real200& value, int digits) { return value.str(digits); }

}  // namespace lemmascope
