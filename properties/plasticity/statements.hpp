// What arXiv 2410.08711 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::plasticity {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::plasticity
