// Instances and measurements as HTML: whatever an instance is made of, drawn where the shape is
// known (graphs, priors) and listed otherwise.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// An instance of a claim: its graph drawn, its matrices as fractions, the rest as a list.
std::string instance_html(const nlohmann::json& instance);

/// Named numbers of a measurement, nested objects indented, matrices as tables.
std::string measured_html(const nlohmann::json& measured);

}  // namespace lemmascope::report
