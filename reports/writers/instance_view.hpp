// Instances and measurements as HTML: whatever an instance is made of, drawn where the shape is
// known (graphs, priors) and listed otherwise.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// An instance of a claim: its graph drawn, its matrices as fractions, the rest as a list. `site`
/// says where its relation breaks ("i=2, j=1"): those positions are ringed.
std::string instance_html(const nlohmann::json& instance, const std::string& site = "");

/// Named numbers of a measurement, nested objects indented, matrices as tables.
std::string measured_html(const nlohmann::json& measured);

}  // namespace lemmascope::report
