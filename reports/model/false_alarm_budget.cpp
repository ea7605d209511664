#include "reports/model/false_alarm_budget.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "properties/statistics/ledger.hpp"

namespace lemmascope::report {
namespace {

using statistics::FalseAlarmLedger;

void draw(const claim::CheckResult& check, const std::string& name, FalseAlarmLedger& ledger) {
  if (check.measured && check.measured->contains("error_rate")) ledger.draw(name);
}

// Every paper with statistical assertions in this run has a ledger of its own.
std::map<std::string, FalseAlarmLedger> ledgers_of(const claim::RunResult& run) {
  std::map<std::string, FalseAlarmLedger> ledgers;
  for (const auto& result : run.claims) {
    const std::string& id = result.claim->id;
    FalseAlarmLedger& ledger = ledgers[id.substr(0, id.find('/'))];
    for (const auto& check : result.checks) draw(check, id + ", " + check.name, ledger);
    for (const auto& twin : result.twins) draw(twin.result, id + ", twin " + twin.name, ledger);
  }
  std::erase_if(ledgers, [](const auto& entry) { return entry.second.entries().empty(); });
  return ledgers;
}

}  // namespace

nlohmann::json false_alarm_budget(const claim::RunResult& run) {
  const auto ledgers = ledgers_of(run);
  if (ledgers.empty()) return nullptr;
  nlohmann::json papers = nlohmann::json::object();
  double budget = 0, spent = 0;
  std::size_t assertions = 0;
  for (const auto& [paper, ledger] : ledgers) {
    papers[paper] = {{"budget", ledger.budget()},
                     {"assertions", ledger.entries().size()},
                     {"at_most", statistics::kMostAssertions},
                     {"spent", ledger.spent()}};
    budget += ledger.budget();
    spent += ledger.spent();
    assertions += ledger.entries().size();
  }
  return {{"budget", budget},
          {"each", statistics::kAssertionRate},
          {"assertions", assertions},
          {"at_most", statistics::kMostAssertions * static_cast<int>(ledgers.size())},
          {"spent", spent},
          {"papers", papers}};
}

}  // namespace lemmascope::report
