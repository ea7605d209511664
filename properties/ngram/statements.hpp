// What arXiv 2409.10559 states, and which claims check it.
#pragma once

#include "properties/catalogue/paper.hpp"

namespace lemmascope::ngram {

std::vector<catalogue::Statement> statements();

}  // namespace lemmascope::ngram
