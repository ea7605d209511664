// Tables of a document as LaTeX: what a sweep or a calculator came to, for a paper.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/text_formats.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::string line_of(const json& cells, std::size_t columns) {
  std::string line;
  for (std::size_t k = 0; k < columns; ++k) {
    const std::string text = k < cells.size() ? number_text(cells[k]) : "";
    line += (k == 0 ? "" : " & ") + latex_escaped(text);
  }
  return line + " \\\\\n";
}

std::string tabular(const json& figure) {
  const json &columns = list_field(figure, "columns"), &rows = list_field(figure, "rows");
  std::string out =
      fmt::format("% {}\n\\begin{{tabular}}{{{}}}\n\\hline\n",
                  latex_escaped(text_field(figure, "title")), std::string(columns.size(), 'l'));
  out += line_of(columns, columns.size()) + "\\hline\n";
  for (const json& row : rows) {
    if (row.is_array()) out += line_of(row, columns.size());
  }
  return out + "\\hline\n\\end{tabular}\n";
}

}  // namespace

std::string latex_tables(const json& document) {
  std::string out;
  for (const json& figure : list_field(document, "figures")) {
    if (text_field(figure, "kind") == "table") out += (out.empty() ? "" : "\n") + tabular(figure);
  }
  return out;
}

}  // namespace lemmascope::report
