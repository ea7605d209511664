#include "reports/model/false_alarm_budget.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/statistics/ledger.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

void draw(const claim::CheckResult& check, const std::string& name,
          statistics::FalseAlarmLedger& ledger) {
  if (!check.measured || !check.measured->contains("error_rate")) return;
  const double stated = check.measured->at("error_rate").get<double>();
  const double share = ledger.draw(name);
  require(stated == share, fmt::format("{} states the error rate {}, its share of the budget is {}",
                                       name, stated, share));
}

}  // namespace

nlohmann::json false_alarm_budget(const claim::RunResult& run) {
  statistics::FalseAlarmLedger ledger;
  for (const auto& result : run.claims) {
    for (const auto& check : result.checks) {
      draw(check, result.claim->id + ", " + check.name, ledger);
    }
    for (const auto& twin : result.twins) {
      draw(twin.result, result.claim->id + ", twin " + twin.name, ledger);
    }
  }
  if (ledger.entries().empty()) return nullptr;
  return {{"budget", ledger.budget()},
          {"each", statistics::kAssertionRate},
          {"assertions", ledger.entries().size()},
          {"at_most", statistics::kMostAssertions},
          {"spent", ledger.spent()}};
}

}  // namespace lemmascope::report
