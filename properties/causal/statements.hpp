// What arXiv 2402.14735 states and where it is checked.
#pragma once

#include <vector>

#include "properties/catalogue/paper.hpp"

namespace lemmascope::causal {

/// In the paper's order. Places are sections: page numbers differ between its versions.
std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::causal
