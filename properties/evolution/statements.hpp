// What arXiv 2402.11004 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::evolution {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::evolution
