// Figures that are tables of text: numbers of a paper beside ours.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

std::string cells(const nlohmann::json& row, const char* element) {
  std::string out = "<tr>";
  for (const auto& cell : row) {
    const std::string text = cell.is_string() ? cell.get<std::string>() : number_text(cell);
    out += fmt::format("<{0}>{1}</{0}>", element, xml_escaped(text));
  }
  return out + "</tr>";
}

}  // namespace

DrawnFigure draw_table(const nlohmann::json& figure) {
  std::string out = "<table class=\"values-table\"><thead>";
  out += cells(list_field(figure, "columns"), "th") + "</thead><tbody>";
  for (const auto& row : list_field(figure, "rows")) {
    if (row.is_array()) out += cells(row, "td");
  }
  return {out + "</tbody></table>", "", ""};
}

}  // namespace lemmascope::report
