// How an attack went, as a small picture: the smallest margin found against the evaluations spent.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// Of what an attack measured; empty where that has no "trace" of at least two points [evaluations,
/// margin].
std::string attack_trace(const nlohmann::json& measured);

}  // namespace lemmascope::report
