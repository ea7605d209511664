// Options of the kinds that most calculators, trainings and reproductions declare, in one call.
#pragma once

#include <string>

#include "properties/compute/option.hpp"

namespace lemmascope::compute {

/// A whole number from `least` to `most`.
Option whole_option(std::string name, std::string help, std::string usual, std::string least,
                    std::string most);
/// An exact number from `least` to `most`.
Option number_option(std::string name, std::string help, std::string usual, std::string least,
                     std::string most);
/// "seed": the root of all random draws, any 64 bits.
Option seed_option(std::string usual);

}  // namespace lemmascope::compute
