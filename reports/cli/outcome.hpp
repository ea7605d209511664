// What every finished run leaves behind, whether it was checked here or merged from shards.
#pragma once

#include <string>

#include "properties/claim/engine.hpp"
#include "reports/cli/console.hpp"
#include "reports/model/result_document.hpp"

namespace lemmascope::report {

/// One row of the console table, with the reason below where a claim did not pass.
void print_claim(const claim::ClaimResult& result, claim::Evidence required,
                 const Console& console);
void print_claim_header(const Console& console);

/// Writes result.json, the witnesses and report.html into `output`, prints the closing lines (or
/// the document with `json`) and on stderr why a claim did not pass, and returns the exit code.
int write_outcome(const claim::RunResult& run, const RunRequest& request, const std::string& output,
                  bool json, const Console& console);

}  // namespace lemmascope::report
