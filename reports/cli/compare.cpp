// lemmascope compare: what changed since a baseline, or against golden values.
#include "reports/compare/compare.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/result_file.hpp"

namespace lemmascope::report {

int compare(const CompareOptions& options, const Console& console) {
  const nlohmann::json base =
      read_document(options.base, std::string(kResultSchema) + "|" + std::string(kGoldenSchema));
  const nlohmann::json fresh = read_document(options.fresh, kResultSchema);
  const nlohmann::json comparison = base.at("schema") == kGoldenSchema
                                        ? compare_golden(base, fresh)
                                        : compare_results(base, fresh);
  if (options.json) {
    console.print(comparison.dump(2));
    return comparison_exit_code(comparison);
  }
  int good = 0, bad = 0;
  for (const auto& change : comparison.at("changes")) {
    const bool is_bad = change.at("bad").get<bool>();
    (is_bad ? bad : good) += 1;
    if (change.at("class") == "same") continue;
    console.print(fmt::format(
        "{} {:<15} {} {}", is_bad ? "✘" : "✔", change.at("class").get<std::string>(),
        change.at("id").get<std::string>(), console.dim(change.at("detail").get<std::string>())));
  }
  const int outside = comparison.value("outside_selection", 0);
  if (outside > 0) {
    console.note(fmt::format(
        "{} claims of the baseline were not selected in the new run and are not compared",
        outside));
  }
  console.print(fmt::format("{} passed, {} failed, {} skipped", good, bad, outside));
  return comparison_exit_code(comparison);
}

}  // namespace lemmascope::report
