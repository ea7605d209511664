#include "reports/writers/attack_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

constexpr double kWidth = 220, kHeight = 34, kTop = 4;

using Trace = std::vector<std::pair<double, double>>;

Trace trace_of(const json& measured) {
  Trace trace;
  for (const json& point : list_field(measured, "trace")) {
    if (!point.is_array() || point.size() != 2) continue;
    const auto evaluations = approximate(point[0]), margin = approximate(point[1]);
    if (evaluations && margin) trace.emplace_back(*evaluations, *margin);
  }
  return trace;
}

/// Heights of margins: from zero, or by powers of ten where they fall far.
struct Heights {
  double high = 0, low = 0;
  bool log = false;

  double at(double margin) const {
    if (margin <= 0) return kTop + kHeight;
    const double share = log ? std::log(margin / low) / std::log(high / low) : margin / high;
    // Above the line of a violation even where it is the smallest.
    return kTop + kHeight * (1 - std::max(0.06, share));
  }
};

Heights heights_of(const Trace& trace) {
  Heights heights;
  for (const auto& [evaluations, margin] : trace) {
    if (margin <= 0) continue;
    heights.high = std::max(heights.high, margin);
    heights.low = heights.low > 0 ? std::min(heights.low, margin) : margin;
  }
  constexpr double kFar = 20;
  heights.log = heights.low > 0 && heights.high / heights.low > kFar;
  return heights;
}

}  // namespace

std::string attack_trace(const json& measured) {
  const Trace trace = trace_of(measured);
  if (trace.size() < 2) return "";
  const Heights heights = heights_of(trace);
  const double most = trace.back().first;
  std::string path;
  for (const auto& [evaluations, margin] : trace) {
    const double x = kWidth * evaluations / most, y = heights.at(margin);
    path +=
        path.empty() ? fmt::format("M{:.0f} {:.0f}", x, y) : fmt::format("H{:.0f}V{:.0f}", x, y);
  }
  const bool broken = trace.back().second <= 0;
  return fmt::format(
      "<svg class=\"trace{}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" "
      "aria-label=\"Smallest relative margin, {:.3g} at first, {:.3g} after {:.0f} "
      "evaluations{}\"><path "
      "d=\"M0 {}H{}\"/><path d=\"{}\"/></svg>",
      broken ? " broken" : "", kWidth, kTop + kHeight + 2, kWidth, kTop + kHeight + 2,
      trace.front().second, trace.back().second, most, heights.log ? ", by powers of ten" : "",
      kTop + kHeight, kWidth, path);
}

}  // namespace lemmascope::report
