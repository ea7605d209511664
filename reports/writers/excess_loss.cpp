#include "reports/writers/excess_loss.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

struct Line {
  double value = 0;
  std::string label;
};

// The references below `end`, the nearest first; of a band its middle.
std::vector<Line> lines_below(const json& figure, double end) {
  std::vector<Line> lines;
  for (const json& reference : list_field(figure, "references")) {
    const auto value = approximate(field(reference, "value")),
               upper = approximate(field(reference, "upper"));
    if (text_field(reference, "axis") == "x" || !value) continue;
    const double middle = upper ? (*value + *upper) / 2 : *value;
    if (middle < end) lines.push_back({middle, text_field(reference, "label")});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.value > b.value; });
  return lines;
}

}  // namespace

json excess_loss(const json& figure) {
  constexpr std::size_t kMostLines = 2;
  if (text_field(figure, "kind") != "curve" || !text_field(figure, "id").ends_with("/loss"))
    return json();
  const json& all = list_field(figure, "series");
  if (all.empty()) return json();
  const json &xs = list_field(all.front(), "x"), &ys = list_field(all.front(), "y");
  const auto end = ys.empty() ? std::nullopt : approximate(ys.back());
  if (!end) return json();
  std::vector<Line> lines = lines_below(figure, *end);
  if (lines.empty()) return json();
  if (lines.size() > kMostLines) lines.resize(kMostLines);
  json out = {{"id", text_field(figure, "id") + "-excess"},
              {"kind", "curve"},
              {"group", text_field(figure, "group")},
              {"title", "Loss above what it is held against"},
              {"caption",
               "The first curve of the loss minus each line; what reaches or passes a line "
               "cannot be shown on a logarithmic axis and is counted."},
              {"x", field(figure, "x")},
              {"y", {{"label", "loss − line"}, {"log", true}}},
              {"series", json::array()},
              {"references", json::array()}};
  for (const Line& line : lines) {
    json y = json::array();
    for (const json& value : ys) {
      const auto number = approximate(value);
      y.push_back(number ? json(*number - line.value) : json());
    }
    out["series"].push_back({{"name", "minus " + line.label}, {"x", xs}, {"y", y}});
  }
  for (const json& reference : list_field(figure, "references")) {
    if (text_field(reference, "axis") == "x") out["references"].push_back(reference);
  }
  return out;
}

}  // namespace lemmascope::report
