// The result in the formats other programs read: JUnit, Markdown, CSV, LaTeX macros and badges. All
// of them are rendered from the one document and compute nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// JUnit XML of the form that Jenkins, GitLab and GitHub read: one case a claim, one suite an area.
/// A failed claim is a failure, or an error where the tool is in trouble (`error`, `suspect`,
/// contradicting routes, surviving twins); a skipped one is skipped, with the reason.
std::string junit_report(const nlohmann::json& document);

/// Markdown for step summaries, what is not as expected first. Never longer than kMarkdownLimit
/// bytes, whatever the number of claims; what is left out is counted. `comparison` may be null.
std::string markdown_report(const nlohmann::json& document, const nlohmann::json& comparison);
inline constexpr std::size_t kMarkdownLimit = 60000;

/// Tidy CSV: one row for every check, example and twin, raw values, with the claim's outcome.
std::string csv_report(const nlohmann::json& document);

/// LaTeX macros: \lemmascope{CLAIM}{FIELD} expands to outcome, verdict, evidence, scope, cases,
/// margin, strength; \lemmascoperun{FIELD} to version, commit, profile, seed, passed, failed,
/// skipped.
std::string latex_macros(const nlohmann::json& document);

/// The tables among the figures of a document, each a tabular; empty where it has none.
std::string latex_tables(const nlohmann::json& document);

/// A badge as SVG, and as JSON for the endpoint of shields.io.
std::string badge_svg(const nlohmann::json& document);
std::string badge_endpoint(const nlohmann::json& document);

}  // namespace lemmascope::report
