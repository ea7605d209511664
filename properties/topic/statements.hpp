// What arXiv 2303.04245 states and where it is checked.
#pragma once

#include <vector>

#include "properties/catalogue/paper.hpp"

namespace lemmascope::topic {

/// In the paper's order. Its three theorems are named by their subject: their numbers in print are
/// not confirmed.
std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::topic
