// How unevenly a root is pulled towards its predecessors, against the least gap of any parent.
#pragma once

#include "properties/causal/forest_sites.hpp"

namespace lemmascope::causal {

/// max - min of the drive over the predecessors of each root is below the least gap of any parent.
claim::Evaluation<ForestInstance> root_rows_are_flat(Route route);
/// A false variant: below two fifths of that gap.
claim::Evaluation<ForestInstance> root_rows_are_flatter();
/// A false variant: roots have no drive at finite length either.
claim::Evaluation<ForestInstance> roots_have_no_drive();

}  // namespace lemmascope::causal
