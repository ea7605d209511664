// What arXiv 2212.07677 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::icl {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::icl
