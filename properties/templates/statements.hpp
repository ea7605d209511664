// What arXiv 2310.09753 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::templates {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::templates
