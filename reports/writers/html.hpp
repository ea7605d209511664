// The verification report as one HTML file.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// Renders a result document. The page is self-contained, readable without scripts and never asks
/// the network for anything; every text from the document is escaped. Computes nothing.
std::string html_report(const nlohmann::json& document);

/// The same with the change since a baseline: `comparison` as compare_results writes it.
std::string html_report(const nlohmann::json& document, const nlohmann::json& comparison);

}  // namespace lemmascope::report
