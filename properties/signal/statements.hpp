// What arXiv 2206.03126 and arXiv 2103.03404 state, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::signal {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::signal
