#include "reports/model/sweep_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr const char* kRepetitions = "seed";
constexpr std::size_t kMostPanels = 24;

struct Axis {
  std::string name;
  std::vector<std::string> values;
};

using Settings = std::map<std::string, std::string>;

std::vector<Axis> axes_of(const json& sweep) {
  std::vector<Axis> axes;
  for (const json& axis : list_field(field(sweep, "plan"), "axes")) {
    Axis one{text_field(axis, "name"), {}};
    for (const json& value : list_field(axis, "values")) one.values.push_back(number_text(value));
    if (one.name != kRepetitions && one.values.size() > 1) axes.push_back(std::move(one));
  }
  return axes;
}

// Takes the axis with most values out of the list; of equals the last, which varies fastest.
Axis take_longest(std::vector<Axis>& axes) {
  const auto longest = std::max_element(
      axes.rbegin(), axes.rend(),
      [](const Axis& a, const Axis& b) { return a.values.size() < b.values.size(); });
  Axis taken = *longest;
  axes.erase(std::next(longest).base());
  return taken;
}

// Every combination of the values of `axes`, the last fastest.
std::vector<Settings> combinations(const std::vector<Axis>& axes) {
  std::vector<Settings> all(1);
  for (const Axis& axis : axes) {
    std::vector<Settings> longer;
    for (const Settings& start : all) {
      for (const std::string& value : axis.values) {
        longer.push_back(start);
        longer.back()[axis.name] = value;
      }
    }
    all.swap(longer);
  }
  return all;
}

// "graph chain, length 6"; "all cases" of nothing.
std::string title_of(const Settings& settings) {
  std::string title;
  for (const auto& [name, value] : settings)
    title += fmt::format("{}{} {}", title.empty() ? "" : ", ", spaced(name), value);
  return title;
}

/// The numbers of a sweep: sums over repetitions by the settings that are not.
class Table {
 public:
  Table(const json& sweep, const std::vector<Axis>& axes, const std::string& number) {
    for (const json& one : list_field(sweep, "cases")) {
      const auto value = approximate(field(field(one, "values"), number));
      if (!value) continue;
      Settings key;
      for (const Axis& axis : axes) key[axis.name] = text_field(field(one, "settings"), axis.name);
      auto& [sum, count] = cells_[key];
      sum += *value;
      ++count;
      most_ = std::max(most_, count);
    }
  }

  std::optional<double> mean(const Settings& at) const {
    const auto found = cells_.find(at);
    if (found == cells_.end()) return std::nullopt;
    return found->second.first / found->second.second;
  }
  int repetitions() const { return most_; }
  std::optional<std::pair<double, double>> range() const {
    std::optional<std::pair<double, double>> out;
    for (const auto& [key, cell] : cells_) {
      const double value = cell.first / cell.second;
      out = out ? std::pair(std::min(out->first, value), std::max(out->second, value))
                : std::pair(value, value);
    }
    return out;
  }

 private:
  std::map<Settings, std::pair<double, int>> cells_;
  int most_ = 0;
};

// The value of a setting that is a number or a fraction.
std::optional<double> as_number(const std::string& text) {
  char* end = nullptr;
  const double top = std::strtod(text.c_str(), &end);
  if (end == text.c_str()) return std::nullopt;
  if (*end == '\0') return top;
  if (*end != '/') return std::nullopt;
  const char* start = end + 1;
  const double bottom = std::strtod(start, &end);
  return end == start || *end != '\0' || bottom == 0 ? std::nullopt : std::optional(top / bottom);
}

bool is_numeric(const Axis& axis) {
  return std::all_of(axis.values.begin(), axis.values.end(),
                     [](const std::string& value) { return as_number(value).has_value(); });
}

json number_or_null(const std::optional<double>& value) { return value ? json(*value) : json(); }

json grid_panel(const Table& table, const Axis& rows, const Axis& columns, Settings at) {
  json panel = {{"title", title_of(at)},
                {"rows", rows.values},
                {"columns", columns.values},
                {"values", json::array()}};
  for (const std::string& row : rows.values) {
    json line = json::array();
    for (const std::string& column : columns.values) {
      at[rows.name] = row;
      at[columns.name] = column;
      line.push_back(number_or_null(table.mean(at)));
    }
    panel["values"].push_back(std::move(line));
  }
  return panel;
}

json grids(const Table& table, std::vector<Axis> axes) {
  const Axis columns = take_longest(axes), rows = take_longest(axes);
  const auto range = table.range();
  json figure = {{"kind", "small-multiples"},
                 {"row_axis", spaced(rows.name)},
                 {"column_axis", spaced(columns.name)},
                 {"scale", range && range->first < 0 ? "signed" : "sequential"},
                 {"panels", json::array()}};
  if (range) {
    const double most = std::max(std::abs(range->first), std::abs(range->second));
    figure["range"] =
        range->first < 0 ? json::array({-most, most}) : json::array({range->first, range->second});
  }
  for (const Settings& at : combinations(axes)) {
    if (figure["panels"].size() == kMostPanels) break;
    figure["panels"].push_back(grid_panel(table, rows, columns, at));
  }
  return figure;
}

json curve(const Table& table, const Axis& axis, const std::string& number) {
  json x = json::array(), y = json::array();
  for (const std::string& value : axis.values) {
    const auto mean = table.mean({{axis.name, value}});
    if (!mean) continue;
    x.push_back(*as_number(value));
    y.push_back(*mean);
  }
  return {{"kind", "curve"},
          {"x", {{"label", spaced(axis.name)}}},
          {"y", {{"label", spaced(number)}}},
          {"series", {{{"name", spaced(number)}, {"x", x}, {"y", y}}}}};
}

// One axis whose values are words: a strip of cells.
json strip(const Table& table, const Axis& axis) {
  json line = json::array();
  for (const std::string& value : axis.values)
    line.push_back(number_or_null(table.mean({{axis.name, value}})));
  return {{"kind", "heatmap"},
          {"rows", {""}},
          {"columns", axis.values},
          {"row_axis", ""},
          {"column_axis", spaced(axis.name)},
          {"values", json::array({line})},
          {"scale", "sequential"}};
}

std::vector<std::string> numbers_of(const json& sweep) {
  std::vector<std::string> names;
  for (const json& one : list_field(sweep, "cases")) {
    const json& values = field(one, "values");
    if (!values.is_object()) continue;
    for (const auto& [name, value] : values.items()) {
      if (approximate(value) && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
    }
  }
  return names;
}

}  // namespace

json sweep_figures(const json& sweep) {
  json figures = json::array();
  const std::vector<Axis> axes = axes_of(sweep);
  if (axes.empty()) return figures;
  for (const std::string& number : numbers_of(sweep)) {
    if (figures.size() == kMostNumbers) break;
    const Table table(sweep, axes, number);
    // What is the same everywhere has no picture; the table of cases says it.
    if (const auto range = table.range(); !range || range->first == range->second) continue;
    json figure = axes.size() > 1            ? grids(table, axes)
                  : is_numeric(axes.front()) ? curve(table, axes.front(), number)
                                             : strip(table, axes.front());
    figure["id"] = "sweep/" + number;
    figure["title"] = spaced(number);
    figure["caption"] =
        table.repetitions() > 1
            ? fmt::format("Means of {} repetitions; one colour scale for all.", table.repetitions())
            : std::string("One colour scale for all.");
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace lemmascope::report
