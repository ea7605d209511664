// Heatmaps: a matrix as cells, with the theorem's predictions outlined and the maxima of rows
// marked.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <vector>

#include "reports/writers/colour_scale.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Cell = std::pair<std::size_t, std::size_t>;

constexpr std::size_t kTitledCells = 64 * 64;  ///< above, cells are merged into one path a colour
constexpr std::size_t kTabulated = 400;        ///< above, no table of numbers
constexpr double kPicture = 325;               ///< target width of the cell area

struct Grid {
  std::vector<std::vector<std::optional<double>>> values;
  const json* source = nullptr;
  std::size_t rows = 0, columns = 0;
  std::set<Cell> outlined;
  std::vector<std::string> row_labels, column_labels;
  Scale scale = Scale::sequential;
  double low = 0, high = 1;
  int clipped = 0;
};

std::vector<std::string> labels(const json& list) {
  std::vector<std::string> out;
  for (const json& label : list)
    out.push_back(label.is_string() ? label.get<std::string>() : label.dump());
  return out;
}

void read_values(const json& figure, Grid& grid) {
  grid.source = &list_field(figure, "values");
  for (const json& row : *grid.source) {
    grid.values.emplace_back();
    if (!row.is_array()) continue;
    for (const json& value : row) grid.values.back().push_back(approximate(value));
    grid.columns = std::max(grid.columns, row.size());
  }
  grid.rows = grid.values.size();
  for (auto& row : grid.values) row.resize(grid.columns);
  grid.row_labels = labels(list_field(figure, "rows"));
  grid.column_labels = labels(list_field(figure, "columns"));
  grid.row_labels.resize(grid.rows);
  grid.column_labels.resize(grid.columns);
  for (const json& cell : list_field(figure, "outlined")) {
    if (!cell.is_array() || cell.size() != 2 || !cell[0].is_number_integer() ||
        !cell[1].is_number_integer())
      continue;
    const Cell at{cell[0].get<std::size_t>(), cell[1].get<std::size_t>()};
    if (at.first < grid.rows && at.second < grid.columns) grid.outlined.insert(at);
  }
}

void choose_range(const json& figure, Grid& grid) {
  grid.scale = text_field(figure, "scale") == "signed" ? Scale::signed_values : Scale::sequential;
  bool any = false;
  for (const auto& row : grid.values) {
    for (const auto& value : row) {
      if (!value) continue;
      grid.low = any ? std::min(grid.low, *value) : *value;
      grid.high = any ? std::max(grid.high, *value) : *value;
      any = true;
    }
  }
  if (!any) grid.low = 0, grid.high = 1;
  const json& range = list_field(figure, "range");
  if (range.size() == 2 && approximate(range[0]) && approximate(range[1])) {
    grid.low = *approximate(range[0]);
    grid.high = *approximate(range[1]);
  } else if (grid.scale == Scale::signed_values) {
    grid.high = std::max(std::abs(grid.low), std::abs(grid.high));
    grid.low = -grid.high;
  }
  if (!(grid.high > grid.low)) grid.high = grid.low + 1;
  for (const auto& row : grid.values) {
    for (const auto& value : row)
      grid.clipped += value && (*value < grid.low || *value > grid.high);
  }
}

double share(const Grid& grid, double value) { return (value - grid.low) / (grid.high - grid.low); }

std::optional<std::size_t> row_argmax(const Grid& grid, std::size_t i) {
  std::optional<std::size_t> best;
  for (std::size_t j = 0; j < grid.columns; ++j) {
    const auto& value = grid.values[i][j];
    if (value && (!best || *value > *grid.values[i][*best])) best = j;
  }
  return best;
}

std::set<std::size_t> rows_with_outlines(const Grid& grid) {
  std::set<std::size_t> rows;
  for (const auto& [i, j] : grid.outlined) rows.insert(i);
  return rows;
}

/// Hits, misses and the least margin of the outlined cells against the rest of their rows.
std::string verdict_on_outlines(const Grid& grid) {
  if (grid.outlined.empty()) return "";
  int hits = 0, alone = 0;
  std::optional<double> least;
  for (const auto& [i, j] : grid.outlined) {
    std::optional<double> rival;
    for (std::size_t k = 0; k < grid.columns; ++k) {
      const auto& value = grid.values[i][k];
      if (k != j && value && grid.outlined.count({i, k}) == 0)
        rival = rival ? std::max(*rival, *value) : *value;
    }
    if (!grid.values[i][j]) continue;
    if (!rival) {
      ++alone;
      continue;
    }
    const double margin = *grid.values[i][j] - *rival;
    hits += margin > 0;
    least = least ? std::min(*least, margin) : margin;
  }
  const int judged = static_cast<int>(grid.outlined.size()) - alone;
  const bool one_a_row = rows_with_outlines(grid).size() == grid.outlined.size();
  std::string text = fmt::format("{} of {} outlined entries exceed every {} of their row", hits,
                                 judged, one_a_row ? "other entry" : "entry that is not outlined");
  if (least) text += fmt::format("; least margin {:.4g}", *least);
  if (hits < judged) text += fmt::format("; {} missed", judged - hits);
  return text;
}

std::string cell_title(const Grid& grid, std::size_t i, std::size_t j) {
  return fmt::format("{}, {}: {}{}", grid.row_labels[i], grid.column_labels[j],
                     number_text((*grid.source)[i][j]),
                     grid.outlined.count({i, j}) != 0 ? " (outlined)" : "");
}

std::string titled_cells(const Grid& grid, double size) {
  std::string out;
  for (std::size_t i = 0; i < grid.rows; ++i) {
    for (std::size_t j = 0; j < grid.columns; ++j) {
      const auto& value = grid.values[i][j];
      if (!value) continue;
      out += fmt::format(
          "<rect x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" height=\"{:g}\" "
          "fill=\"{}\"><title>{}</title></rect>",
          size * static_cast<double>(j), size * static_cast<double>(i), size, size,
          colour(grid.scale, share(grid, *value)), xml_escaped(cell_title(grid, i, j)));
    }
  }
  return out;
}

// Many cells: one path a colour (64 levels), no titles.
std::string merged_cells(const Grid& grid, double size) {
  constexpr double kLevels = 64;
  std::map<int, std::string> paths;
  for (std::size_t i = 0; i < grid.rows; ++i) {
    for (std::size_t j = 0; j < grid.columns; ++j) {
      const auto& value = grid.values[i][j];
      if (!value) continue;
      const double level = std::clamp(share(grid, *value), 0.0, 1.0) * kLevels;
      paths[static_cast<int>(std::lround(level))] +=
          fmt::format("M{:g} {:g}h{:g}v{:g}h-{:g}z", size * static_cast<double>(j),
                      size * static_cast<double>(i), size, size, size);
    }
  }
  std::string out;
  for (const auto& [level, path] : paths) {
    out += fmt::format("<path d=\"{}\" fill=\"{}\"/>", path, colour(grid.scale, level / kLevels));
  }
  return out;
}

// Dots on row maxima (only rows with an outline are judged), frames around outlined cells.
std::string marks(const Grid& grid, double size) {
  std::string out;
  for (const std::size_t i : rows_with_outlines(grid)) {
    const auto best = row_argmax(grid, i);
    if (!best) continue;
    out += fmt::format(
        "<circle class=\"argmax\" data-row=\"{}\" data-column=\"{}\" cx=\"{:g}\" cy=\"{:g}\" "
        "r=\"{:g}\" fill=\"{}\"/>",
        i, *best, size * (static_cast<double>(*best) + 0.5), size * (static_cast<double>(i) + 0.5),
        std::max(1.0, size * 0.12), ink_on(grid.scale, share(grid, *grid.values[i][*best])));
  }
  for (const auto& [i, j] : grid.outlined) {
    out += fmt::format(
        "<rect class=\"outlined\" data-row=\"{}\" data-column=\"{}\" x=\"{:g}\" y=\"{:g}\" "
        "width=\"{:g}\" height=\"{:g}\"/>",
        i, j, size * static_cast<double>(j), size * static_cast<double>(i), size, size);
  }
  return out;
}

std::string separators(const json& blocks, double size, double length, bool vertical) {
  std::string out;
  double at = 0;
  for (std::size_t k = 0; k + 1 < blocks.size(); ++k) {
    at += size * static_cast<double>(count_field(blocks[k], "size"));
    out += vertical ? fmt::format("<path class=\"block\" d=\"M{:g} 0V{:g}\"/>", at, length)
                    : fmt::format("<path class=\"block\" d=\"M0 {:g}H{:g}\"/>", at, length);
  }
  return out;
}

// Where a block starts, and one past its end.
std::pair<double, double> block_span(const json& blocks, std::size_t k) {
  double start = 0;
  for (std::size_t b = 0; b < k; ++b) start += static_cast<double>(count_field(blocks[b], "size"));
  return {start, start + static_cast<double>(count_field(blocks[k], "size"))};
}

bool is_index(const json& pair, std::size_t k, std::size_t end) {
  return pair.is_array() && pair.size() == 2 && pair[k].is_number_integer() && pair[k] >= 0 &&
         pair[k] < end;
}

// Frames around the blocks the figure names, for example those the paper's reduced model keeps.
std::string framed_blocks(const json& figure, double size) {
  const json &rows = list_field(figure, "row_blocks"),
             &columns = list_field(figure, "column_blocks");
  std::string out;
  for (const json& pair : list_field(figure, "framed_blocks")) {
    if (!is_index(pair, 0, rows.size()) || !is_index(pair, 1, columns.size())) continue;
    const auto [top, bottom] = block_span(rows, pair[0].get<std::size_t>());
    const auto [left, right] = block_span(columns, pair[1].get<std::size_t>());
    out +=
        fmt::format("<rect class=\"framed\" x=\"{:g}\" y=\"{:g}\" width=\"{:g}\" height=\"{:g}\"/>",
                    size * left, size * top, size * (right - left), size * (bottom - top));
  }
  return out;
}

std::size_t longest_label(const std::vector<std::string>& labels) {
  std::size_t longest = 1;
  for (const auto& label : labels) longest = std::max(longest, label.size());
  return longest;
}

// Words do not fit side by side over narrow columns: they stand upright, short numbers do not.
bool upright(const Grid& grid) { return longest_label(grid.column_labels) > 2; }

// Labels thin out so that they do not overlap.
std::string tick_labels(const Grid& grid, double size, double width) {
  constexpr double kLabelHeight = 12;
  std::string out;
  const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil(kLabelHeight / size)));
  for (std::size_t i = 0; i < grid.rows; i += step) {
    out +=
        fmt::format("<text class=\"tick\" x=\"-5\" y=\"{:g}\" text-anchor=\"end\">{}</text>",
                    size * (static_cast<double>(i) + 0.5) + 3.5, xml_escaped(grid.row_labels[i]));
  }
  if (upright(grid)) {
    for (std::size_t j = 0; j < grid.columns; j += step) {
      out += fmt::format(
          "<text class=\"tick\" transform=\"translate({:g} -5) rotate(-90)\">{}</text>",
          size * (static_cast<double>(j) + 0.5) + 3.5, xml_escaped(grid.column_labels[j]));
    }
    return out;
  }
  const double needed = 7 * static_cast<double>(longest_label(grid.column_labels)) + 3;
  const auto stride =
      static_cast<std::size_t>(std::max(1.0, std::ceil(std::min(needed, width) / size)));
  for (std::size_t j = 0; j < grid.columns; j += stride) {
    out += fmt::format("<text class=\"tick\" x=\"{:g}\" y=\"-5\" text-anchor=\"middle\">{}</text>",
                       size * (static_cast<double>(j) + 0.5), xml_escaped(grid.column_labels[j]));
  }
  return out;
}

std::string colour_bar(const Grid& grid, double x, double height) {
  constexpr int kSteps = 32;
  std::string out;
  const double step = height / kSteps;
  for (int k = 0; k < kSteps; ++k) {
    out += fmt::format("<rect x=\"{:g}\" y=\"{:g}\" width=\"12\" height=\"{:g}\" fill=\"{}\"/>", x,
                       height - (k + 1) * step, step + 0.3, colour(grid.scale, (k + 0.5) / kSteps));
  }
  auto limit = [&](double y, double value) {
    out +=
        fmt::format("<text class=\"tick\" x=\"{:g}\" y=\"{:g}\">{:.3g}</text>", x + 17, y, value);
  };
  limit(8, grid.high);
  if (grid.scale == Scale::signed_values && grid.low == -grid.high && height > 60)
    limit(height / 2 + 4, 0);
  limit(height, grid.low);
  return out;
}

std::string table(const Grid& grid, const json& figure) {
  if (grid.rows * grid.columns > kTabulated) return "";
  std::string out = fmt::format("<table class=\"numbers\"><thead><tr><th>{} \\ {}</th>",
                                xml_escaped(text_field(figure, "row_axis")),
                                xml_escaped(text_field(figure, "column_axis")));
  for (const auto& label : grid.column_labels)
    out += "<th scope=\"col\">" + xml_escaped(label) + "</th>";
  out += "</tr></thead><tbody>";
  for (std::size_t i = 0; i < grid.rows; ++i) {
    out += "<tr><th scope=\"row\">" + xml_escaped(grid.row_labels[i]) + "</th>";
    for (std::size_t j = 0; j < grid.columns; ++j) {
      const bool is_outlined = grid.outlined.count({i, j}) != 0;
      out += is_outlined ? "<td class=\"outlined\">" : "<td>";
      if (grid.values[i][j]) out += xml_escaped(number_text((*grid.source)[i][j]));
      out += "</td>";
    }
    out += "</tr>";
  }
  return out + "</tbody></table>";
}

}  // namespace

DrawnFigure draw_heatmap(const json& figure) {
  Grid grid;
  read_values(figure, grid);
  if (grid.rows == 0 || grid.columns == 0) return {"", "no values", ""};
  choose_range(figure, grid);
  const double most = static_cast<double>(std::max(grid.rows, grid.columns));
  // A strip may be twice as long as other pictures are wide: its cells would vanish.
  const bool strip = grid.columns > 4 * grid.rows;
  const double size = std::clamp(std::floor((strip ? 2 : 1) * kPicture / most), 2.0, 34.0);
  const double width = size * static_cast<double>(grid.columns);
  const double height = size * static_cast<double>(grid.rows);
  const double left =
      30 + 6.5 * static_cast<double>(std::min<std::size_t>(longest_label(grid.row_labels), 16));
  const double over =
      upright(grid)
          ? 6.5 * static_cast<double>(std::min<std::size_t>(longest_label(grid.column_labels), 16))
          : 11;
  const double top = 27 + over;
  const double full_width = left + width + 74, full_height = top + std::max(height, 40.0) + 10;
  std::string svg = fmt::format(
      "<svg class=\"heatmap\" viewBox=\"0 0 {:g} {:g}\" width=\"{:g}\" height=\"{:g}\" "
      "role=\"img\" aria-label=\"{}\"><g transform=\"translate({:g} {:g})\">",
      full_width, full_height, full_width, full_height, xml_escaped(text_field(figure, "title")),
      left, top);
  svg += fmt::format(
      "<rect class=\"masked\" width=\"{:g}\" height=\"{:g}\"/><g shape-rendering=\"crispEdges\">",
      width, height);
  svg += grid.rows * grid.columns <= kTitledCells ? titled_cells(grid, size)
                                                  : merged_cells(grid, size);
  svg += separators(list_field(figure, "column_blocks"), size, height, true);
  svg += separators(list_field(figure, "row_blocks"), size, width, false);
  svg += "</g>" + framed_blocks(figure, size) + marks(grid, size) + tick_labels(grid, size, width);
  svg += fmt::format("<text class=\"axis\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>",
                     width / 2, -13 - over, xml_escaped(text_field(figure, "column_axis")));
  svg += fmt::format(
      "<text class=\"axis\" transform=\"translate({:g} {:g}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>",
      14 - left, height / 2, xml_escaped(text_field(figure, "row_axis")));
  svg += colour_bar(grid, width + 14, std::max(height, 40.0)) + "</g></svg>";
  std::string facts = verdict_on_outlines(grid);
  auto add = [&](const std::string& text) { facts += (facts.empty() ? "" : ". ") + text; };
  if (grid.clipped > 0)
    add(fmt::format("{} entries lie beyond the colour bar and are clipped", grid.clipped));
  return {svg, facts, table(grid, figure)};
}

}  // namespace lemmascope::report
