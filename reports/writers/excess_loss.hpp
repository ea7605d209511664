// How far a loss lies above what it is held against.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

/// Of a curve of losses (its id ends in "/loss") with horizontal references: the first series minus
/// each of the two references next below its end, on a logarithmic axis, as a figure of its own;
/// null where there is no such reference. Where a plateau ends and whether the distance still
/// shrinks cannot be seen in the loss itself. Vertical references are kept.
nlohmann::json excess_loss(const nlohmann::json& figure);

}  // namespace lemmascope::report
