// template-diversity: predictions on unseen symbols when there are few symbols to train on.
#pragma once

#include "properties/compute/calculator.hpp"

namespace lemmascope::templates {

compute::Calculator diversity_calculator();

}  // namespace lemmascope::templates
