// Reading the options of the topic calculators, with the option's name in every refusal.
#pragma once

#include <string>

#include "properties/compute/calculator.hpp"
#include "theory/numeric/rational.hpp"

namespace lemmascope::topic {

/// A whole number, or what `otherwise` says when the option was not given. Throws
/// PreconditionError, naming the option, on anything else.
int whole_number(const compute::Request& request, const std::string& name,
                 const std::string& otherwise);

/// The same for a fraction.
Rational fraction(const compute::Request& request, const std::string& name,
                  const std::string& otherwise);

}  // namespace lemmascope::topic
