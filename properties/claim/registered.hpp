// What CMake's registration calls amount to; the definitions are generated.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/compute/calculator.hpp"

namespace lemmascope::claim {

std::vector<Claim> registered_claims();

/// All figures as a JSON array. A heatmap has `id`, `title`, `caption`, `kind` "heatmap", `rows` and
/// `columns` (labels), `row_axis` and `column_axis`, `values` (tagged quantities, null where the mask
/// forbids), `scale` ("sequential" or "signed") and `outlined` (cells [row, column] that the theorem says
/// are the maximum of their row).
nlohmann::json every_figure();

}  // namespace lemmascope::claim

namespace lemmascope::compute {

std::vector<Calculator> registered_calculators();

}  // namespace lemmascope::compute
