// Findings: what is wrong or unsaid in print or in released code. Nobody keeps a list of them: a
// claim that is expected to be refuted is a statement as the paper has it, or as it may be read,
// that does not hold. It brings the source, what is said instead, and its counterexample.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// The findings among `claims`, records of claims (claim::record_json) or claims of a result: an
/// array of
///   {"claim", "paper", "where", "kind", "statement", "instead", "verdict" ("" of a record),
///    "check" (the command's arguments), "counterexample" (where the run found one): {"check",
///    "instance", "relation", "replay"}}
/// in the order of the claims; of several counterexamples the one with the shortest instance.
/// kind, from the claim's tags: "released code" (released), "print" (printed), "condition"
/// (necessary-assumption, necessary), "reading" (anything else).
nlohmann::json findings(const nlohmann::json& claims);

/// A kind in words, as a heading: "In released code".
std::string finding_heading(const std::string& kind);

}  // namespace lemmascope::report
