#include "properties/claim/certificate.hpp"

#include <fmt/format.h>

#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

std::string in_coq(const Rational& value) {
  const Integer top = boost::multiprecision::numerator(value),
                bottom = boost::multiprecision::denominator(value);
  return top < 0 ? fmt::format("({}) # {}", top.str(), bottom.str())
                 : fmt::format("{} # {}", top.str(), bottom.str());
}

std::string in_coq(const std::vector<std::string>& terms) {
  if (terms.empty()) return "[::]";
  std::string list = "[:: ";
  for (std::size_t k = 0; k < terms.size(); ++k) list += (k == 0 ? "" : "; ") + terms[k];
  return list + "]";
}

Rational exactly(double value) {
  require(std::isfinite(value), "a certificate needs a finite number");
  return Rational(value);
}

}  // namespace lemmascope::claim
