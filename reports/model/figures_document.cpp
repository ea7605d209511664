#include "reports/model/figures_document.hpp"

#include <nlohmann/json.hpp>

#include "reports/model/provenance.hpp"

namespace lemmascope::report {

using nlohmann::json;

json figures_document(const std::string& command, std::uint64_t seed, const json& figures) {
  json provenance = build_provenance();
  provenance["canary"] = canary_provenance();
  provenance["finished"] = timestamp();
  return {{"schema", "lemmascope/result/1"},
          {"request",
           {{"profile", "quick"},
            {"seed", std::to_string(seed)},
            {"selectors", json::array({command})},
            {"tag", ""},
            {"paper", ""},
            {"require", "none"}}},
          {"summary", {{"passed", 0}, {"failed", 0}, {"skipped", 0}, {"exit_code", 0}}},
          {"claims", json::array()},
          {"figures", figures},
          {"provenance", provenance}};
}

}  // namespace lemmascope::report
