// lemmascope report: render a result in any format.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/compare/compare.hpp"
#include "reports/model/result_document.hpp"
#include "reports/model/result_file.hpp"
#include "reports/writers/html.hpp"
#include "reports/writers/text_formats.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

std::string rendered(const std::string& format, const nlohmann::json& document,
                     const nlohmann::json& comparison) {
  if (format == "html") return html_report(document, comparison);
  if (format == "md") return markdown_report(document, comparison);
  // These say how claims fared: of a training they would say nothing, and look like success.
  const bool trainings = document["claims"].empty() && !document["figures"].empty();
  require(!trainings || format == "json",
          fmt::format("report: trainings have no claims to render as {}; use html, md or json",
                      format));
  if (format == "junit") return junit_report(document);
  if (format == "csv") return csv_report(document);
  if (format == "tex") return latex_macros(document);
  if (format == "badge") return badge_svg(document);
  if (format == "badge-json") return badge_endpoint(document);
  if (format == "json") return document.dump(2) + "\n";
  refuse(fmt::format(
      "report: expected format html, md, junit, csv, tex, badge, badge-json or json, found '{}'",
      format));
}

}  // namespace

int report(const ReportOptions& options, const Console& console) {
  const nlohmann::json document = read_document(options.result, kResultSchema);
  nlohmann::json comparison;
  if (!options.baseline.empty()) {
    comparison = compare_results(read_document(options.baseline, kResultSchema), document);
  }
  const std::string text = rendered(options.format, document, comparison);
  if (options.output.empty() || options.output == "-") {
    console.print_raw(text);
  } else {
    write_atomically(options.output, text);
    console.note("wrote " + options.output);
  }
  return kAsExpected;
}

}  // namespace lemmascope::report
