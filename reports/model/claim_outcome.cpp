#include "reports/model/claim_outcome.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using claim::Evidence;
using claim::Verdict;
using nlohmann::json;

bool a_twin_survived(const json& claim) {
  const json& twins = list_field(claim, "twins");
  return std::any_of(twins.begin(), twins.end(), [](const json& twin) {
    return !flag_field(twin, "caught") && text_field(field(twin, "result"), "verdict") == "holds";
  });
}

}  // namespace

ClaimOutcome outcome_of(const json& claim, const json& request) {
  claim::OutcomeFacts facts;
  facts.verdict = claim::verdict_from(text_field(claim, "verdict")).value_or(Verdict::error);
  facts.expected = claim::verdict_from(text_field(claim, "expected")).value_or(Verdict::holds);
  facts.evidence = claim::evidence_from(text_field(claim, "evidence")).value_or(Evidence::none);
  facts.as_expected = flag_field(claim, "as_expected");
  facts.contradiction = flag_field(claim, "contradiction");
  facts.twin_survived = a_twin_survived(claim);
  facts.reason = text_field(claim, "reason");
  facts.one_instance = !text_field(request, "task").empty();
  return outcome_of(facts,
                    claim::evidence_from(text_field(request, "require")).value_or(Evidence::none));
}

Tally tally_of(const json& document) {
  Tally tally;
  for (const json& claim : list_field(document, "claims"))
    tally.add(outcome_of(claim, field(document, "request")));
  return tally;
}

}  // namespace lemmascope::report
