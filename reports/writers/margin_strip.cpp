#include "reports/writers/margin_strip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr int kColumns = 100;
constexpr double kLeft = 70, kPlot = 560, kRight = 70, kBase = 96, kStep = 4, kDot = 1.8;

struct Mark {
  std::string id, check;
  double ratio = 0;
};

struct Strip {
  std::vector<Mark> marks;
  int attained = 0, empty = 0;
};

Strip strip_of(const json& claims) {
  Strip strip;
  for (const json& claim : claims) {
    if (text_field(claim, "verdict") != "holds") continue;
    for (const json& check : list_field(claim, "checks")) {
      const json& sharpness = field(check, "sharpness");
      const auto ratio = approximate(field(sharpness, "largest_ratio"));
      // Two sides that are claimed to be equal say nothing of a margin.
      if (!ratio || text_field(field(check, "tightest"), "op") == "=") continue;
      if (count_field(sharpness, "degenerate") == count_field(sharpness, "relations")) {
        ++strip.empty;
      } else if (*ratio >= 1) {
        ++strip.attained;
      } else {
        strip.marks.push_back({text_field(claim, "id"), text_field(check, "name"), *ratio});
      }
    }
  }
  return strip;
}

std::string label(double x, double y, const char* anchor_at, const std::string& text) {
  return fmt::format("<text class=\"tick\" x=\"{:g}\" y=\"{:g}\" text-anchor=\"{}\">{}</text>", x,
                     y, anchor_at, xml_escaped(text));
}

std::string axis() {
  std::string out =
      fmt::format("<path class=\"frame\" d=\"M{:g} {:g}H{:g}\"/>", kLeft, kBase + 4, kLeft + kPlot);
  for (const double value : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const double x = kLeft + kPlot * value;
    out += fmt::format("<path class=\"grid\" d=\"M{0:g} {1:g}v5\"/>", x, kBase + 4);
    out += label(x, kBase + 20, "middle", fmt::format("{:g}", value));
  }
  return out + label(kLeft + kPlot / 2, kBase + 38, "middle",
                     "largest ratio of the smaller to the larger side: 1 is the bound");
}

std::string stacked(const std::vector<Mark>& marks) {
  std::array<int, kColumns> height{};
  std::string out;
  for (const Mark& mark : marks) {
    const auto column = std::clamp(static_cast<int>(mark.ratio * kColumns), 0, kColumns - 1);
    const int level = height[static_cast<std::size_t>(column)]++;
    out += fmt::format(
        "<circle class=\"dot series-0\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:g}\"><title>{} {}: "
        "{:.4g}</title></circle>",
        kLeft + kPlot * (column + 0.5) / kColumns, kBase - kStep * level, kDot,
        xml_escaped(mark.id), xml_escaped(mark.check), mark.ratio);
  }
  return out;
}

}  // namespace

std::string margin_strip(const json& claims) {
  const Strip strip = strip_of(claims);
  if (strip.marks.empty() && strip.attained == 0) return "";
  const double width = kLeft + kPlot + kRight, height = kBase + 46;
  std::string out = fmt::format(
      "<svg class=\"strip\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "role=\"img\" aria-label=\"How near {2} checks of inequalities come to their bounds; {3} "
      "more attain them\">",
      width, height, strip.marks.size(), strip.attained);
  out += axis() + stacked(strip.marks);
  out += label(kLeft + kPlot + 10, kBase - 8, "start", fmt::format("{} attain", strip.attained));
  out += label(kLeft + kPlot + 10, kBase + 6, "start", "the bound");
  if (strip.empty > 0) {
    out += label(kLeft - 8, kBase - 8, "end", fmt::format("{} read", strip.empty));
    out += label(kLeft - 8, kBase + 6, "end", "0 = 0");
  }
  return out + "</svg>";
}

json slack_views(const json& document) {
  json views = json::array();
  for (const json& entry : list_field(field(document, "cross_checks"), "slack")) {
    views.push_back({{"id", text_field(entry, "claim")},
                     {"anchor", anchor("claim", text_field(entry, "claim"))},
                     {"check", text_field(entry, "check")},
                     {"ratio", short_number(field(entry, "largest_ratio"))}});
  }
  return views;
}

}  // namespace lemmascope::report
