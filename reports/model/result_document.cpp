#include "reports/model/result_document.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/result.hpp"
#include "reports/model/false_alarm_budget.hpp"
#include "reports/model/provenance.hpp"

namespace lemmascope::report {

nlohmann::json result_document(const claim::RunResult& run, const RunRequest& request,
                               int exit_code) {
  nlohmann::json claims = nlohmann::json::array();
  nlohmann::json seconds = nlohmann::json::object();
  std::vector<const claim::Claim*> selected;
  for (const auto& result : run.claims) {
    claims.push_back(claim::to_json(result));
    seconds[result.claim->id] = result.seconds;
    selected.push_back(result.claim);
  }
  nlohmann::json provenance = build_provenance();
  provenance["canary"] = canary_provenance();
  provenance["finished"] = timestamp();
  if (!reproducible_timestamps()) {
    provenance["seconds"] = seconds;
    provenance["jobs"] = run.context.jobs;
  }
  nlohmann::json document = {{"schema", "lemmascope/result/1"},
                             {"request",
                              {{"profile", claim::to_text(run.context.profile)},
                               {"seed", std::to_string(run.context.seed)},
                               {"selectors", request.selectors},
                               {"tag", request.tag},
                               {"paper", request.paper},
                               {"require", claim::to_text(request.require)}}},
                             {"summary",
                              {{"passed", run.passed()},
                               {"failed", run.failed()},
                               {"skipped", run.skipped()},
                               {"exit_code", exit_code}}},
                             {"claims", claims},
                             {"figures", catalogue::figures_for(selected)},
                             {"provenance", provenance}};
  const nlohmann::json budget = false_alarm_budget(run);
  if (!budget.is_null()) document["ledger"] = budget;
  return document;
}

void write_atomically(const std::string& path, const std::string& content) {
  const std::filesystem::path target(path);
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path());
  const std::string temporary = path + ".partial";
  {
    std::ofstream out(temporary, std::ios::binary);
    out << content;
    out.flush();
    if (!out) throw std::system_error(errno, std::generic_category(), "cannot write " + path);
  }
  std::filesystem::rename(temporary, target);
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::system_error(errno, std::generic_category(), "cannot read " + path);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

}  // namespace lemmascope::report
