// What arXiv 2410.08292 states as far as it was read, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::looped {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::looped
