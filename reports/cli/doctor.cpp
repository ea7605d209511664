// lemmascope doctor: versions, canaries, known answers.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/provenance.hpp"

namespace lemmascope::report {

int doctor(bool json, const Console& console) {
  nlohmann::json report = build_provenance();
  report["canary"] = canary_provenance();
  bool healthy = true;
  for (const auto& check : report["canary"]) healthy = healthy && check.at("passed").get<bool>();
  if (json) {
    console.print(report.dump(2));
    return healthy ? kAsExpected : kInternal;
  }
  console.print(fmt::format(
      "lemmascope {} ({}{}), {}, {}", version(), report["commit"].get<std::string>().substr(0, 12),
      report["dirty"].get<bool>() ? ", modified" : "", report["compiler"].get<std::string>(),
      report["build_type"].get<std::string>()));
  for (const auto& [name, value] : report["libraries"].items()) {
    console.print(fmt::format("  {:<8} {}", name, value.get<std::string>()));
  }
  int passed = 0, failed = 0;
  for (const auto& check : report["canary"]) {
    const bool good = check["passed"].get<bool>();
    (good ? passed : failed) += 1;
    console.print(fmt::format("  {} {}{}", good ? "✔" : "✘", check["name"].get<std::string>(),
                              good ? "" : ": " + check["detail"].get<std::string>()));
  }
  console.print(fmt::format("{} passed, {} failed, 0 skipped", passed, failed));
  return healthy ? kAsExpected : kInternal;
}

}  // namespace lemmascope::report
