#include "reports/model/claim_outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/cli/exit_codes.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using claim::Evidence;
using claim::Verdict;
using nlohmann::json;

// What the rule looks at.
struct Facts {
  Verdict verdict = Verdict::error;
  Verdict expected = Verdict::holds;
  Evidence evidence = Evidence::none;
  bool as_expected = false;
  bool contradiction = false;
  bool twin_survived = false;
  std::string reason;
  bool one_instance = false;  ///< asked about somebody's own instance
};

// THE rule.
ClaimOutcome judged(const Facts& f, Evidence required) {
  const std::string reason = f.reason.empty() ? std::string(claim::to_text(f.verdict)) : f.reason;
  if (f.contradiction || f.twin_survived) return {Outcome::failed, kContradiction, reason};
  if (f.as_expected) {
    // Of what is there to be refuted one counterexample is all that can be asked.
    if (f.expected != Verdict::holds || f.evidence >= required)
      return {Outcome::passed, kAsExpected, ""};
    return {Outcome::skipped, kRequirement,
            fmt::format("holds, but its evidence ({}) is under the required level ({})",
                        claim::to_text(f.evidence), claim::to_text(required))};
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

bool a_twin_survived(const json& claim) {
  const json& twins = list_field(claim, "twins");
  return std::any_of(twins.begin(), twins.end(), [](const json& twin) {
    return !flag_field(twin, "caught") && text_field(field(twin, "result"), "verdict") == "holds";
  });
}

}  // namespace

std::string to_text(Outcome outcome) {
  return outcome == Outcome::passed ? "passed" : outcome == Outcome::failed ? "failed" : "skipped";
}

ClaimOutcome outcome_of(const json& claim, const json& request) {
  Facts facts;
  facts.verdict = claim::verdict_from(text_field(claim, "verdict")).value_or(Verdict::error);
  facts.expected = claim::verdict_from(text_field(claim, "expected")).value_or(Verdict::holds);
  facts.evidence = claim::evidence_from(text_field(claim, "evidence")).value_or(Evidence::none);
  facts.as_expected = flag_field(claim, "as_expected");
  facts.contradiction = flag_field(claim, "contradiction");
  facts.twin_survived = a_twin_survived(claim);
  facts.reason = text_field(claim, "reason");
  facts.one_instance = !text_field(request, "task").empty();
  return judged(facts,
                claim::evidence_from(text_field(request, "require")).value_or(Evidence::none));
}

ClaimOutcome outcome_of(const claim::ClaimResult& claim, Evidence required) {
  return judged({claim.verdict, claim::expected_of(claim), claim.evidence, claim.as_expected,
                 claim.contradiction, claim.twin_survived, claim.reason, claim.claim->one_instance},
                required);
}

void Tally::add(const ClaimOutcome& outcome) {
  ++(outcome.outcome == Outcome::passed   ? passed
     : outcome.outcome == Outcome::failed ? failed
                                          : skipped);
  code = passed + failed + skipped == 1 ? outcome.code : worse(code, outcome.code);
}

std::string Tally::line() const {
  return fmt::format("{} passed, {} failed, {} skipped", passed, failed, skipped);
}

Tally tally_of(const json& document) {
  Tally tally;
  for (const json& claim : list_field(document, "claims"))
    tally.add(outcome_of(claim, field(document, "request")));
  return tally;
}

Tally tally_of(const claim::RunResult& run, Evidence required) {
  Tally tally;
  for (const claim::ClaimResult& claim : run.claims) tally.add(outcome_of(claim, required));
  return tally;
}

}  // namespace lemmascope::report
