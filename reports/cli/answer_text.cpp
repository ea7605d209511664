#include "reports/cli/answer_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Row = std::vector<std::string>;

// A tagged number. Figures have a kind too, but no value.
bool is_quantity(const json& value) {
  return value.is_object() && value.contains("kind") && value.contains("value");
}

bool is_figure(const json& value) { return value.is_object() && value.contains("panels"); }

// A picture, or a table that a page shows and a terminal has already seen.
bool is_for_pages(const json& value) {
  return value.is_object() && value.contains("id") && value.contains("caption");
}

std::string text_of(const json& value) {
  if (value.is_null()) return "–";
  if (is_quantity(value)) {
    const std::string text = value.at("value").get<std::string>();
    return value.contains("radius") ? text + " ± " + value.at("radius").get<std::string>() : text;
  }
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Columns a text takes: characters of UTF-8, none of which is wide here.
std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
  }));
}

void print_aligned(const std::vector<Row>& rows, const Console& console) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    if (row.size() > widths.size()) widths.resize(row.size());
    for (std::size_t j = 0; j < row.size(); ++j) {
      widths[j] = std::max(widths[j], columns_of(row[j]));
    }
  }
  for (const Row& row : rows) {
    std::string line = " ";
    for (std::size_t j = 0; j < row.size(); ++j) {
      line += " " + std::string(widths[j] - columns_of(row[j]), ' ') + row[j] + " ";
    }
    console.print(line.substr(0, line.find_last_not_of(' ') + 1));
  }
}

Row numbers_to(std::size_t count) {
  Row row;
  for (std::size_t k = 0; k < count; ++k) row.push_back(std::to_string(k));
  return row;
}

// A table with a heading of its own: a first row of words.
bool has_heading(const json& rows) {
  return std::all_of(rows.front().begin(), rows.front().end(),
                     [](const json& cell) { return cell.is_string(); });
}

// "g[i][j]": what the numbers at the margins count.
std::string titled(const std::string& name, const compute::MatrixAxes& axes) {
  std::string title = name;
  for (const std::string& axis : {axes.rows, axes.columns}) {
    if (!axis.empty()) title += "[" + axis + "]";
  }
  return title;
}

void print_matrix(const json& matrix, const Console& console) {
  std::vector<Row> rows;
  const bool labelled = !has_heading(matrix);
  std::size_t widest = 0;
  for (const json& row : matrix) widest = std::max(widest, row.size());
  if (labelled) {
    rows.push_back(numbers_to(widest));
    rows.front().insert(rows.front().begin(), "");
  }
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    Row row;
    if (labelled) row.push_back(std::to_string(i));
    for (const json& cell : matrix[i]) row.push_back(text_of(cell));
    rows.push_back(std::move(row));
  }
  print_aligned(rows, console);
}

void print_vector(const json& vector, const Console& console) {
  std::vector<Row> rows{numbers_to(vector.size()), {}};
  for (const json& cell : vector) rows.back().push_back(text_of(cell));
  print_aligned(rows, console);
}

// A line for every entry of an object, names aligned.
void print_entries(const json& object, const Console& console) {
  std::size_t width = 0;
  for (const auto& [key, item] : object.items()) width = std::max(width, key.size());
  for (const auto& [key, item] : object.items()) {
    console.print(fmt::format("  {:<{}}  {}", key, width, text_of(item)));
  }
}

// Records of the same fields as a table.
void print_records(const json& records, const Console& console) {
  std::vector<Row> rows{{}};
  for (const auto& [key, item] : records.front().items()) rows.front().push_back(key);
  for (const json& record : records) {
    Row row;
    for (const auto& [key, item] : record.items()) row.push_back(text_of(item));
    rows.push_back(std::move(row));
  }
  print_aligned(rows, console);
}

// A cell of a panel: its status and its margin to three digits; the file has all of them.
std::string cell_text(const json& cell) {
  const std::string status = cell.value("status", "");
  const json margin = cell.value("margin", json());
  if (!is_quantity(margin)) return status;
  return fmt::format("{} {:+.2g}", status, margin.at("approximate").get<double>());
}

void print_figure(const json& figure, const Console& console) {
  console.print(console.bold(figure.value("title", "")));
  console.print(wrapped(figure.value("caption", ""), console.width(), 0));
  for (const json& panel : figure.at("panels")) {
    console.print("");
    console.print(console.bold(panel.value("title", "")));
    std::vector<Row> rows{
        {fmt::format("{}\\{}", panel.value("row_axis", ""), panel.value("column_axis", ""))}};
    for (const json& column : panel.at("columns")) rows.front().push_back(text_of(column));
    for (std::size_t i = 0; i < panel.at("cells").size(); ++i) {
      Row row{text_of(panel.at("rows").at(i))};
      for (const json& cell : panel.at("cells").at(i)) row.push_back(cell_text(cell));
      rows.push_back(std::move(row));
    }
    print_aligned(rows, console);
  }
}

void print_field(const std::string& name, const json& value, const compute::MatrixAxes& axes,
                 const Console& console) {
  if (is_figure(value)) {
    print_figure(value, console);
  } else if (is_for_pages(value)) {
    console.print(console.dim(
        fmt::format("{}: {}; `report` shows what --json writes", name, value.value("title", ""))));
  } else if (is_quantity(value) || !value.is_structured() || value.empty()) {
    console.print(fmt::format("{} = {}", console.bold(name), text_of(value)));
  } else if (value.is_object()) {
    console.print(console.bold(name));
    print_entries(value, console);
  } else {
    console.print(console.bold(titled(name, axes)));
    if (value.front().is_array()) {
      print_matrix(value, console);
    } else if (value.front().is_object() && !is_quantity(value.front())) {
      print_records(value, console);
    } else {
      print_vector(value, console);
    }
  }
}

}  // namespace

void print_answer(const json& answer, const std::map<std::string, compute::MatrixAxes>& axes,
                  const Console& console) {
  for (const auto& [name, value] : answer.items()) {
    const auto found = axes.find(name);
    print_field(name, value, found == axes.end() ? compute::MatrixAxes() : found->second, console);
  }
}

json plain_answer(const json& answer) {
  if (is_quantity(answer)) return text_of(answer);
  if (!answer.is_structured()) return answer;
  json result = answer.is_array() ? json::array() : json::object();
  for (const auto& [key, item] : answer.items()) {
    if (answer.is_array()) {
      result.push_back(plain_answer(item));
    } else {
      result[key] = plain_answer(item);
    }
  }
  return result;
}

}  // namespace lemmascope::report
