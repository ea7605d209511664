#include "reports/writers/figures.hpp"

#include <nlohmann/json.hpp>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {

DrawnFigure draw_figure(const nlohmann::json& figure) {
  const std::string kind = text_field(figure, "kind");
  if (kind == "heatmap") return draw_heatmap(figure);
  if (kind == "curve") return draw_curve(figure);
  if (kind == "phase-map") return draw_phase_map(figure);
  if (kind == "small-multiples") return draw_small_multiples(figure);
  if (kind == "scrubber") return draw_scrubber(figure);
  if (kind == "table") return draw_table(figure);
  return {"", "this version does not know how to draw a figure of kind '" + kind + "'", ""};
}

std::string anchor(const std::string& prefix, const std::string& id) {
  std::string out = prefix + "-";
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    out += plain ? c : '.';
  }
  return out;
}

}  // namespace lemmascope::report
