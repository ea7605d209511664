#include "reports/writers/sites_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/mathml.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

struct Cell {
  double lhs = 0, rhs = 0;
  bool broken = false;
};

using Cells = std::map<std::pair<int, int>, Cell>;

Cells cells_of(const json& sites) {
  Cells cells;
  for (const json& one : list_field(sites, "cells")) {
    const json& at = list_field(one, "at");
    const auto lhs = approximate(field(one, "lhs")), rhs = approximate(field(one, "rhs"));
    if (at.size() != 2 || !at[0].is_number_integer() || !at[1].is_number_integer() || !lhs || !rhs)
      continue;
    cells[{at[0].get<int>(), at[1].get<int>()}] = {*lhs, *rhs, text_field(one, "holds") == "no"};
  }
  return cells;
}

// Is this side the same all along every row?
bool constant_in_rows(const Cells& cells, double Cell::*side) {
  std::map<int, double> seen;
  return std::all_of(cells.begin(), cells.end(), [&](const auto& entry) {
    return seen.try_emplace(entry.first.first, entry.second.*side).first->second ==
           entry.second.*side;
  });
}

std::string number(double value) { return fmt::format("{:.5g}", value); }

/// What stands where: a side that is the same along rows stands before them.
struct Layout {
  bool left_first = false, right_first = false;

  std::string cell(const Cell& c, const std::string& op) const {
    if (left_first) return number(c.rhs);
    if (right_first) return number(c.lhs);
    return fmt::format("{} {} {}", number(c.lhs), xml_escaped(op), number(c.rhs));
  }
};

std::string row_html(int row, const std::set<int>& columns, const Cells& cells,
                     const Layout& layout, const std::string& op) {
  std::string out = fmt::format("<tr><th scope=\"row\">{}</th>", row);
  if (layout.left_first || layout.right_first) {
    const auto any = std::find_if(cells.begin(), cells.end(),
                                  [row](const auto& c) { return c.first.first == row; });
    out += fmt::format("<td class=\"first\">{}</td>",
                       number(layout.left_first ? any->second.lhs : any->second.rhs));
  }
  for (const int column : columns) {
    const auto found = cells.find({row, column});
    if (found == cells.end()) {
      out += "<td></td>";
      continue;
    }
    const std::string text = layout.cell(found->second, op);
    out += found->second.broken ? fmt::format("<td class=\"ringed\"><span>{}</span> ✘</td>", text)
                                : fmt::format("<td>{}</td>", text);
  }
  return out + "</tr>";
}

// The words of a side: its formula, or which side it is.
std::string named(const std::string& latex, const char* otherwise) {
  return latex.empty() ? otherwise : inline_mathml(latex).value_or(otherwise);
}

// Relations outside braces, as operators of ours.
constexpr std::pair<std::string_view, std::string_view> kRelations[] = {
    {"\\geq", ">="}, {"\\ge", ">="}, {"\\leq", "<="}, {"\\le", "<="},
    {">", ">"},      {"<", "<"},     {"=", "="}};

std::string trimmed(std::string text) {
  const char* blanks = " \n\t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// A header in words and, where there is one, in the formula's symbols: a formula alone is no text.
std::string headed(const std::string& side, const std::string& formula, const std::string& shown) {
  return formula.empty() ? shown : fmt::format("{} side, {}", side, shown);
}

}  // namespace

FormulaSides sides_of_formula(const std::string& latex, const std::string& op) {
  int depth = 0;
  std::optional<std::pair<std::size_t, std::size_t>> at;  // where the relation is, and its length
  std::size_t end = latex.size();
  for (std::size_t k = 0; k < end; ++k) {
    const std::string_view rest = std::string_view(latex).substr(k);
    if (rest.front() == '{') ++depth;
    if (rest.front() == '}') --depth;
    if (depth > 0) continue;
    // What follows says for whom it holds.
    if (rest.starts_with("\\quad") || rest.starts_with("\\qquad") || rest.starts_with("\\text")) {
      end = k;
      break;
    }
    const auto* const found =
        std::find_if(std::begin(kRelations), std::end(kRelations), [&](const auto& relation) {
          const bool word = relation.first.front() == '\\';
          const std::size_t size = relation.first.size();
          return rest.starts_with(relation.first) &&
                 (!word || size == rest.size() ||
                  std::isalpha(static_cast<unsigned char>(rest[size])) == 0);
        });
    if (found == std::end(kRelations)) continue;
    if (at || found->second != op) return {};
    at = {k, found->first.size()};
    k += found->first.size() - 1;
  }
  if (!at) return {};
  std::string right = trimmed(latex.substr(at->first + at->second, end - at->first - at->second));
  while (!right.empty() && (right.back() == ',' || right.back() == '.')) right.pop_back();
  return {trimmed(latex.substr(0, at->first)), right};
}

std::string sites_html(const json& sites, const std::string& latex) {
  const Cells cells = cells_of(sites);
  const json& names = list_field(sites, "names");
  if (cells.empty() || names.size() != 2) return "";
  const std::string op = text_field(sites, "op");
  Layout layout;
  layout.left_first = constant_in_rows(cells, &Cell::lhs);
  layout.right_first = !layout.left_first && constant_in_rows(cells, &Cell::rhs);
  std::set<int> rows, columns;
  for (const auto& [at, cell] : cells) rows.insert(at.first), columns.insert(at.second);
  const FormulaSides sides = sides_of_formula(latex, op);
  const std::string left = named(sides.left, "left side"), right = named(sides.right, "right side");
  const std::string first = number_text(names[0]), second = number_text(names[1]);
  std::string head = fmt::format("<th scope=\"col\">{}</th>", xml_escaped(first));
  if (layout.left_first || layout.right_first)
    head += fmt::format(
        "<th scope=\"col\" class=\"first\">{}</th>",
        layout.left_first ? headed("left", sides.left, left) : headed("right", sides.right, right));
  for (const int column : columns)
    head += fmt::format("<th scope=\"col\">{} = {}</th>", xml_escaped(second), column);
  std::string body;
  for (const int row : rows) body += row_html(row, columns, cells, layout, op);
  const std::string inside = layout.left_first ? right
                             : layout.right_first
                                 ? left
                                 : left + " " + xml_escaped(op_symbol(op)) + " " + right;
  return fmt::format(
      "<p class=\"sides\">Claimed in every cell: {} {} {}. Cells hold {}, rounded; ringed: where "
      "it "
      "breaks.</p><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"The relation at "
      "every {} and {}\"><table class=\"sites\"><thead><tr>{}</tr></thead><tbody>{}</tbody>"
      "</table></div>",
      left, xml_escaped(op_symbol(op)), right, inside, xml_escaped(first), xml_escaped(second),
      head, body);
}

}  // namespace lemmascope::report
