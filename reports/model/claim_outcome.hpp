// The one rule by which a claim counts as passed, failed or skipped. Every format, the closing line
// of a run and its exit code follow it: passed with 0; failed with 6, 1 or 70 (and 3 where nothing
// is settled); skipped, which is "not decided as it was asked", with 3.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "properties/claim/engine.hpp"

namespace lemmascope::report {

enum class Outcome {
  passed,   ///< verdict, twins and example are as expected, at the required evidence or above
  failed,   ///< something is wrong: with the statement, with a check of it, or with the tool
  skipped,  ///< the run does not say: undecided, out of time, absent, or under the required level
};
std::string to_text(Outcome outcome);

struct ClaimOutcome {
  Outcome outcome = Outcome::passed;
  int code = 0;        ///< what the run exits with when no other claim is worse
  std::string reason;  ///< empty when passed
};

/// Of a claim of a result document, by the document's "request". Reads both without trusting them.
ClaimOutcome outcome_of(const nlohmann::json& claim, const nlohmann::json& request);
/// The same of a claim that has just run.
ClaimOutcome outcome_of(const claim::ClaimResult& claim, claim::Evidence required);

/// A run in three numbers, and its exit code.
struct Tally {
  int passed = 0, failed = 0, skipped = 0;
  int code = 5;  ///< 5 of no claim at all
  void add(const ClaimOutcome& outcome);
  /// "3 passed, 0 failed, 1 skipped".
  std::string line() const;
};
Tally tally_of(const nlohmann::json& document);
Tally tally_of(const claim::RunResult& run, claim::Evidence required);

}  // namespace lemmascope::report
