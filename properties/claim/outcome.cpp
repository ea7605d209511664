#include "properties/claim/outcome.hpp"

#include <fmt/format.h>

#include "properties/claim/exit_codes.hpp"

namespace lemmascope::claim {

std::string to_text(Outcome outcome) {
  return outcome == Outcome::passed ? "passed" : outcome == Outcome::failed ? "failed" : "skipped";
}

ClaimOutcome outcome_of(const OutcomeFacts& f, Evidence required) {
  const std::string reason = f.reason.empty() ? std::string(to_text(f.verdict)) : f.reason;
  if (f.contradiction || f.twin_survived) return {Outcome::failed, kContradiction, reason};
  if (f.as_expected) {
    // Of what is there to be refuted one counterexample is all that can be asked.
    if (f.expected != Verdict::holds || f.evidence >= required)
      return {Outcome::passed, kAsExpected, ""};
    return {Outcome::skipped, kRequirement,
            fmt::format("holds, but its evidence ({}) is under the required level ({})",
                        to_text(f.evidence), to_text(required))};
  }
  switch (f.verdict) {
    case Verdict::refuted:
      return {Outcome::failed, kRefuted, reason};
    case Verdict::error:
      return {Outcome::failed, kInternal, reason};
    case Verdict::suspect:  // one route says no
      return {Outcome::failed, kRequirement, reason};
    case Verdict::holds:  // what should be refuted, or what has no good twin or example
      if (f.expected == Verdict::holds) return {Outcome::skipped, kRequirement, reason};
      return {Outcome::failed, kRequirement, "holds, where a refutation was expected"};
    case Verdict::skipped:
      // That an instance does not meet a hypothesis is what was asked.
      if (f.one_instance) return {Outcome::skipped, kAsExpected, reason};
      [[fallthrough]];
    case Verdict::undecided:
      return {Outcome::skipped, kRequirement, reason};
  }
  return {Outcome::failed, kInternal, reason};
}

ClaimOutcome outcome_of(const ClaimResult& claim, Evidence required) {
  return outcome_of(OutcomeFacts{claim.verdict, expected_of(claim), claim.evidence,
                                 claim.as_expected, claim.contradiction, claim.twin_survived,
                                 claim.reason, claim.claim->one_instance},
                    required);
}

void RunTally::add(const ClaimOutcome& outcome) {
  ++(outcome.outcome == Outcome::passed   ? passed
     : outcome.outcome == Outcome::failed ? failed
                                          : skipped);
  code = passed + failed + skipped == 1 ? outcome.code : worse(code, outcome.code);
}

std::string RunTally::line() const {
  return fmt::format("{} passed, {} failed, {} skipped", passed, failed, skipped);
}

RunTally tally_of(const RunResult& run, Evidence required) {
  RunTally tally;
  for (const ClaimResult& claim : run.claims) tally.add(outcome_of(claim, required));
  return tally;
}

}  // namespace lemmascope::claim
