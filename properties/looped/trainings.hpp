// Trainings and figures of this paper.
#pragma once

#include <vector>

#include "properties/catalogue/training.hpp"

namespace lemmascope::looped {

std::vector<catalogue::Training> every_training();
std::vector<catalogue::Reproduction> every_reproduction();

}  // namespace lemmascope::looped
