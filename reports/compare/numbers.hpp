// Tagged numbers compared as what they are: fractions exactly, enclosures by overlap.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lemmascope::report {

enum class Agreement { agree, disagree, unknown };

/// Two exact values agree when equal; two enclosures, or an enclosure and an exact value, when they
/// overlap. Kinds that carry rounding or sampling (f64, real, proportion) are never more than
/// `unknown` when they differ.
Agreement agreement(const nlohmann::json& a, const nlohmann::json& b);

}  // namespace lemmascope::report
