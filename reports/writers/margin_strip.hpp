// How near the inequalities of a run come to failing, in one picture.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// A strip of marks as SVG, one for every check of an inequality that holds: the largest ratio of
/// its smaller to its larger side, from 0 to 1. What is attained (a ratio of one) and what reads
/// 0 = 0 alone stands apart at the right and left and is counted. Empty when nothing is compared.
std::string margin_strip(const nlohmann::json& claims);

/// The checks that come no nearer than half to their bound, an array of {"id", "anchor", "check",
/// "ratio"}: they would not notice a bound that is wrong by a factor of two.
nlohmann::json slack_views(const nlohmann::json& document);

}  // namespace lemmascope::report
