// lemmascope report: render a document in any format.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"
#include "reports/compare/compare.hpp"
#include "reports/model/files.hpp"
#include "reports/model/renderable.hpp"
#include "reports/model/result_file.hpp"
#include "reports/sweep/sweep_document.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/html.hpp"
#include "reports/writers/text_formats.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {

std::string rendered(const std::string& format, const Renderable& it,
                     const nlohmann::json& comparison) {
  const nlohmann::json& document = it.document;
  if (format == "html")
    return comparison.is_null() ? html_report(document) : html_report(document, comparison);
  if (format == "md") return markdown_report(document, comparison);
  if (format == "json") return it.source.dump(2) + "\n";
  if (format == "csv" && it.kind == "sweep") return sweep_csv(it.source);
  if (format == "tex" && list_field(document, "claims").empty()) {
    const std::string tables = latex_tables(document);
    if (!tables.empty()) return tables;
  }
  for (const char* known : {"junit", "csv", "tex", "badge", "badge-json"}) {
    // These say how claims fared: of a training they would say nothing, and look like success.
    const bool without_claims = list_field(document, "claims").empty() &&
                                (it.kind != "result" || !list_field(document, "figures").empty());
    require(format != known || !without_claims,
            fmt::format("report: {}{} have no claims to render as {}; use html, md or json",
                        it.kind == "result" ? "training" : it.kind,
                        it.kind == "witness" ? "es" : "s", format));
  }
  if (format == "junit") return junit_report(document);
  if (format == "csv") return csv_report(document);
  if (format == "tex") return latex_macros(document);
  if (format == "badge") return badge_svg(document);
  if (format == "badge-json") return badge_endpoint(document);
  refuse(fmt::format(
      "report: expected format html, md, junit, csv, tex, badge, badge-json or json, found '{}'",
      format));
}

int report(const ReportOptions& options, const Console& console) {
  const Renderable read = read_renderable(options.result);
  nlohmann::json comparison;
  if (!options.baseline.empty()) {
    require(read.kind == "result",
            fmt::format("report: --baseline: expected a result to compare, found a {}", read.kind));
    comparison = compare_results(read_document(options.baseline, kResultSchema), read.document);
  }
  const std::string text = rendered(options.format, read, comparison);
  if (options.output.empty() || options.output == "-") {
    console.print_raw(text);
  } else {
    write_atomically(options.output, text);
    console.note("wrote " + options.output);
  }
  return kAsExpected;
}

}  // namespace lemmascope::report
