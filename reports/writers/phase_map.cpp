// Phase maps: where in a grid of settings a statement holds, with the margin in each cell.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr double kWidth = 46, kHeight = 26;

std::string status_of(const json& cell) {
  const std::string status = text_field(cell, "status");
  return status == "holds" || status == "fails" ? status : "unknown";
}

std::string margin_text(const json& cell) {
  const auto margin = approximate(field(cell, "margin"));
  if (!margin) return "";
  std::string text = fmt::format("{:.2g}", *margin);
  // "-1.8e-05" -> "-1.8e-5": a cell is narrow.
  const std::size_t exponent = text.find("e-0");
  if (exponent != std::string::npos) text.erase(exponent + 2, 1);
  return text;
}

std::string label_at(const json& list, std::size_t k) {
  return k < list.size() ? number_text(list[k]) : std::string();
}

std::string cell_svg(const json& panel, const json& cell, std::size_t i, std::size_t j) {
  const double x = kWidth * static_cast<double>(j), y = kHeight * static_cast<double>(i);
  const std::string status = status_of(cell), margin = margin_text(cell);
  const std::string note = text_field(cell, "note");
  const std::string title = fmt::format(
      "{} {}, {} {}: {}{}{}", text_field(panel, "row_axis"), label_at(list_field(panel, "rows"), i),
      text_field(panel, "column_axis"), label_at(list_field(panel, "columns"), j), status,
      margin.empty() ? "" : ", margin " + number_text(field(cell, "margin")),
      note.empty() ? "" : "; " + note);
  std::string out = fmt::format(
      "<g class=\"phase {}\"><title>{}</title><rect x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" "
      "height=\"{:g}\"/>",
      status, xml_escaped(title), x + 0.5, y + 0.5, kWidth - 1, kHeight - 1);
  const char* mark = status == "holds" ? "✔" : status == "fails" ? "✘" : "?";
  out += fmt::format(
      "<text class=\"phase-mark\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
      x + kWidth / 2, y + (margin.empty() ? 17 : 11), mark);
  if (!margin.empty()) {
    out += fmt::format(
        "<text class=\"phase-margin\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
        x + kWidth / 2, y + 22, xml_escaped(margin));
  }
  return out + "</g>";
}

// Between cells that hold and cells that fail: one path of all edges; empty when there is none.
std::string boundary_svg(const json& rows) {
  const auto status = [&rows](std::size_t i, std::size_t j) -> std::string {
    const bool there = i < rows.size() && rows[i].is_array() && j < rows[i].size();
    return there && rows[i][j].is_object() ? status_of(rows[i][j]) : "unknown";
  };
  const auto parts = [](const std::string& a, const std::string& b) {
    return a != b && a != "unknown" && b != "unknown";
  };
  std::string path;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; rows[i].is_array() && j < rows[i].size(); ++j) {
      const double x = kWidth * static_cast<double>(j), y = kHeight * static_cast<double>(i);
      if (parts(status(i, j), status(i, j + 1)))
        path += fmt::format("M{:g} {:g}v{:g}", x + kWidth, y, kHeight);
      if (parts(status(i, j), status(i + 1, j)))
        path += fmt::format("M{:g} {:g}h{:g}", x, y + kHeight, kWidth);
    }
  }
  if (path.empty()) return "";
  return fmt::format(
      "<path class=\"phase-boundary\" d=\"{}\" fill=\"none\" "
      "stroke=\"currentColor\" stroke-width=\"3\"/>",
      path);
}

struct Counts {
  int holds = 0, fails = 0, unknown = 0;
};

void count(const json& cell, Counts& counts) {
  const std::string status = status_of(cell);
  ++(status == "holds" ? counts.holds : status == "fails" ? counts.fails : counts.unknown);
}

std::string panel_svg(const json& panel, Counts& counts) {
  const json& rows = list_field(panel, "cells");
  std::size_t columns = 0;
  for (const json& row : rows) columns = std::max(columns, row.is_array() ? row.size() : 0);
  std::size_t longest = 1;
  for (const json& label : list_field(panel, "rows"))
    longest = std::max(longest, number_text(label).size());
  const double width = kWidth * static_cast<double>(columns),
               height = kHeight * static_cast<double>(rows.size());
  const double left = 26 + 7 * static_cast<double>(longest), top = 40;
  std::string out = fmt::format(
      "<svg class=\"phase-map\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"{2}\"><g transform=\"translate({3:g} {4:g})\">",
      left + width + 6, top + height + 6, xml_escaped(text_field(panel, "title")), left, top);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += fmt::format("<text class=\"tick\" x=\"-5\" y=\"{:g}\" text-anchor=\"end\">{}</text>",
                       kHeight * (static_cast<double>(i) + 0.5) + 4,
                       xml_escaped(label_at(list_field(panel, "rows"), i)));
    if (!rows[i].is_array()) continue;
    for (std::size_t j = 0; j < rows[i].size(); ++j) {
      if (!rows[i][j].is_object()) continue;
      count(rows[i][j], counts);
      out += cell_svg(panel, rows[i][j], i, j);
    }
  }
  out += boundary_svg(rows);
  for (std::size_t j = 0; j < columns; ++j) {
    out += fmt::format("<text class=\"tick\" x=\"{:g}\" y=\"-5\" text-anchor=\"middle\">{}</text>",
                       kWidth * (static_cast<double>(j) + 0.5),
                       xml_escaped(label_at(list_field(panel, "columns"), j)));
  }
  out += fmt::format("<text class=\"axis\" x=\"{:g}\" y=\"-24\" text-anchor=\"middle\">{}</text>",
                     width / 2, xml_escaped(text_field(panel, "column_axis")));
  out += fmt::format(
      "<text class=\"axis\" transform=\"translate({:g} {:g}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text></g></svg>",
      13 - left, height / 2, xml_escaped(text_field(panel, "row_axis")));
  return out;
}

}  // namespace

DrawnFigure draw_phase_map(const json& figure) {
  DrawnFigure drawn;
  Counts counts;
  for (const json& panel : list_field(figure, "panels")) {
    const std::string title = text_field(panel, "title");
    drawn.svg += "<div class=\"panel\">";
    if (!title.empty()) drawn.svg += "<p class=\"panel-title\">" + xml_escaped(title) + "</p>";
    drawn.svg += panel_svg(panel, counts) + "</div>";
  }
  const json& statuses = field(figure, "statuses");
  auto legend = [&](const char* mark, const char* status, int number) {
    if (number == 0) return;
    const std::string meaning = text_field(statuses, status);
    drawn.facts += fmt::format("{}{} {} in {} cells", drawn.facts.empty() ? "" : "; ", mark,
                               meaning.empty() ? status : meaning, number);
  };
  legend("✔", "holds", counts.holds);
  legend("✘", "fails", counts.fails);
  legend("?", "unknown", counts.unknown);
  if (!drawn.facts.empty()) drawn.facts += ". The small number in a cell is the margin";
  return drawn;
}

}  // namespace lemmascope::report
