// What arXiv 2206.04301 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::lego {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::lego
