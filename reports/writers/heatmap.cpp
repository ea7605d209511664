// Heatmaps: a matrix as a picture of one pixel a cell, with the theorem's predictions outlined and
// the maxima of rows marked.
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
#include "reports/writers/png.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Cell = std::pair<std::size_t, std::size_t>;

constexpr std::size_t kTabulated = 400;  ///< above, no table of numbers
constexpr double kPicture = 325;         ///< target width of the cell area
constexpr double kCompactPicture = 116;  ///< and of one of many snapshots
constexpr int kLevels = 254;             ///< colours of a scale, the ends included, less one

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

// The picture of values as shares of the colour scale, nothing where there is none: only colours
// that occur stand in its palette.
IndexedPicture picture_of(const std::vector<std::optional<double>>& shares, std::size_t width,
                          Scale scale) {
  std::map<int, unsigned char> used;
  std::vector<int> levels;
  for (const auto& share : shares) {
    levels.push_back(share ? static_cast<int>(std::lround(std::clamp(*share, 0.0, 1.0) * kLevels))
                           : -1);
    if (share) used[levels.back()] = 0;
  }
  IndexedPicture picture{width, shares.size() / width, {{0, 0, 0}}, {}};
  for (auto& [level, index] : used) {
    index = static_cast<unsigned char>(picture.colours.size());
    picture.colours.push_back(colour_bytes(scale, static_cast<double>(level) / kLevels));
  }
  for (const int level : levels)
    picture.pixels.push_back(level < 0 ? static_cast<unsigned char>(0) : used[level]);
  return picture;
}

std::string image(const IndexedPicture& picture, double width, double height,
                  const std::string& attributes) {
  return fmt::format(
      "<image {} width=\"{:g}\" height=\"{:g}\" preserveAspectRatio=\"none\" href=\"{}\"/>",
      attributes, width, height, data_address(picture));
}

std::string cells(const Grid& grid, double size) {
  std::vector<std::optional<double>> shares;
  for (const auto& row : grid.values) {
    for (const auto& value : row)
      shares.push_back(value ? std::optional(share(grid, *value)) : std::nullopt);
  }
  return image(picture_of(shares, grid.columns, grid.scale),
               size * static_cast<double>(grid.columns), size * static_cast<double>(grid.rows),
               "class=\"cells\"");
}

// Between cells on both sides of a value: one path of all edges; empty when there is none.
std::string level_line(const json& figure, const Grid& grid, double size) {
  const auto level = approximate(field(figure, "boundary"));
  if (!level) return "";
  const auto parts = [&](std::size_t i, std::size_t j, std::size_t k, std::size_t l) {
    if (k >= grid.rows || l >= grid.columns) return false;
    const auto &a = grid.values[i][j], &b = grid.values[k][l];
    return a && b && (*a < *level) != (*b < *level);
  };
  std::string path;
  for (std::size_t i = 0; i < grid.rows; ++i) {
    for (std::size_t j = 0; j < grid.columns; ++j) {
      const double x = size * static_cast<double>(j), y = size * static_cast<double>(i);
      if (parts(i, j, i, j + 1)) path += fmt::format("M{:g} {:g}v{:g}", x + size, y, size);
      if (parts(i, j, i + 1, j)) path += fmt::format("M{:g} {:g}h{:g}", x, y + size, size);
    }
  }
  return path.empty() ? "" : fmt::format("<path class=\"boundary\" d=\"{}\"/>", path);
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
  std::vector<std::optional<double>> shares;
  for (int k = kSteps - 1; k >= 0; --k) shares.emplace_back((k + 0.5) / kSteps);
  std::string out = image(picture_of(shares, 1, grid.scale), 12, height,
                          fmt::format("class=\"bar\" x=\"{:g}\"", x));
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

// Where labels leave the cells room.
struct Margins {
  double left = 1, top = 1, right = 1, bottom = 1;
};

Margins margins_of(const Grid& grid, bool compact) {
  if (compact) return {};
  const auto room = [](const std::vector<std::string>& labels) {
    return 6.5 * static_cast<double>(std::min<std::size_t>(longest_label(labels), 16));
  };
  return {30 + room(grid.row_labels), 27 + (upright(grid) ? room(grid.column_labels) : 11), 74, 10};
}

std::string axis_titles(const Grid& grid, const json& figure, double size, const Margins& room) {
  return fmt::format(
      "<text class=\"axis\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text><text "
      "class=\"axis\" transform=\"translate({:g} {:g}) rotate(-90)\" "
      "text-anchor=\"middle\">{}</text>",
      size * static_cast<double>(grid.columns) / 2, 14 - room.top,
      xml_escaped(text_field(figure, "column_axis")), 14 - room.left,
      size * static_cast<double>(grid.rows) / 2, xml_escaped(text_field(figure, "row_axis")));
}

// Outlines of a snapshot, in one path: it is one of many, and its maxima are not marked.
std::string outlines(const Grid& grid, double size) {
  std::string path;
  for (const auto& [i, j] : grid.outlined) {
    path += fmt::format("M{0:g} {1:g}h{2:g}v{2:g}h-{2:g}z", size * static_cast<double>(j),
                        size * static_cast<double>(i), size);
  }
  return path.empty() ? "" : fmt::format("<path class=\"outlines\" d=\"{}\"/>", path);
}

double cell_size(const Grid& grid, bool compact) {
  const double most = static_cast<double>(std::max(grid.rows, grid.columns));
  if (compact) return std::clamp(std::floor(kCompactPicture / most), 1.0, 18.0);
  // A strip may be twice as long as other pictures are wide: its cells would vanish.
  const bool strip = grid.columns > 4 * grid.rows;
  return std::clamp(std::floor((strip ? 2 : 1) * kPicture / most), 2.0, 34.0);
}

std::string facts_of(const Grid& grid) {
  std::string facts = verdict_on_outlines(grid);
  if (grid.clipped > 0) {
    facts += fmt::format("{}{} entries lie beyond the colour bar and are clipped",
                         facts.empty() ? "" : ". ", grid.clipped);
  }
  return facts;
}

}  // namespace

DrawnFigure draw_heatmap(const json& figure) {
  Grid grid;
  read_values(figure, grid);
  if (grid.rows == 0 || grid.columns == 0) return {"", "no values", ""};
  choose_range(figure, grid);
  const bool compact = flag_field(figure, "compact");
  const double size = cell_size(grid, compact);
  const double width = size * static_cast<double>(grid.columns);
  const double height = size * static_cast<double>(grid.rows);
  const Margins room = margins_of(grid, compact);
  const double full_width = room.left + width + room.right;
  const double full_height = room.top + (compact ? height : std::max(height, 40.0)) + room.bottom;
  std::string svg = fmt::format(
      "<svg class=\"heatmap\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"{2}\"><g transform=\"translate({3:g} {4:g})\">",
      full_width, full_height, xml_escaped(text_field(figure, "title")), room.left, room.top);
  svg += fmt::format("<rect class=\"masked\" width=\"{:g}\" height=\"{:g}\"/>", width, height);
  svg += cells(grid, size) + separators(list_field(figure, "column_blocks"), size, height, true) +
         separators(list_field(figure, "row_blocks"), size, width, false) +
         framed_blocks(figure, size) + level_line(figure, grid, size);
  if (compact) return {svg + outlines(grid, size) + "</g></svg>", facts_of(grid), ""};
  svg += marks(grid, size) + tick_labels(grid, size, width) +
         axis_titles(grid, figure, size, room) +
         colour_bar(grid, width + 14, std::max(height, 40.0)) + "</g></svg>";
  return {svg, facts_of(grid), table(grid, figure)};
}

std::string draw_colour_bar(const json& figure) {
  Grid grid;
  read_values(figure, grid);
  choose_range(figure, grid);
  constexpr double kHeight = 60, kWidth = 62;
  return fmt::format(
      "<svg class=\"colour-bar\" viewBox=\"0 -4 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "aria-hidden=\"true\">{2}</svg>",
      kWidth, kHeight + 8, colour_bar(grid, 0, kHeight));
}

}  // namespace lemmascope::report
