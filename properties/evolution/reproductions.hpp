// The figures of the paper that the program makes again.
#pragma once

#include <vector>

#include "properties/catalogue/training.hpp"

namespace lemmascope::evolution {

std::vector<catalogue::Reproduction> every_reproduction();

}  // namespace lemmascope::evolution
