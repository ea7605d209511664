// THE rule by which a claim counts as passed, failed or skipped. Every format, the closing line of
// a run and its exit code follow it, and what is read back from a document is judged by it too:
// passed with 0; failed with 6, 1 or 70 (and 3 where nothing is settled); skipped, which is "not
// decided as it was asked", with 3.
#pragma once

#include <string>

#include "properties/claim/engine.hpp"

namespace lemmascope::claim {

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

/// What the rule looks at.
struct OutcomeFacts {
  Verdict verdict = Verdict::error;
  Verdict expected = Verdict::holds;
  Evidence evidence = Evidence::none;
  bool as_expected = false;
  bool contradiction = false;
  bool twin_survived = false;
  std::string reason;
  bool one_instance = false;  ///< asked about somebody's own instance
};

ClaimOutcome outcome_of(const OutcomeFacts& facts, Evidence required);
/// Of a claim that has just run.
ClaimOutcome outcome_of(const ClaimResult& claim, Evidence required);

/// A run in three numbers, and its exit code.
struct RunTally {
  int passed = 0, failed = 0, skipped = 0;
  int code = 5;  ///< 5 of no claim at all
  void add(const ClaimOutcome& outcome);
  /// "3 passed, 0 failed, 1 skipped".
  std::string line() const;
};
RunTally tally_of(const RunResult& run, Evidence required);

}  // namespace lemmascope::claim
