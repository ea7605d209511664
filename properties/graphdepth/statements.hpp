// What arXiv 2303.00579 states, and which claims check something of its shape.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::graphdepth {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::graphdepth
