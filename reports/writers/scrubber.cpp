// A matrix in the course of a training: snapshots as small multiples beside the curve of its loss.
// With scripts one snapshot is shown at a time and a cursor on the curve says when it was taken;
// without, and on paper, all of them are.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// What panels share stands in the figure.
json panel_of(const json& figure, const json& source) {
  json panel = source;
  for (const char* shared : {"rows", "columns", "row_axis", "column_axis", "scale", "range",
                             "outlined", "row_blocks", "column_blocks"}) {
    if (!panel.contains(shared) && figure.contains(shared)) panel[shared] = figure[shared];
  }
  panel["compact"] = true;
  return panel;
}

std::string snapshot(const json& panel, std::size_t k, const std::optional<double>& place) {
  return fmt::format("<li data-panel=\"{}\"{}><p class=\"panel-title\">{}</p>{}</li>", k,
                     place ? fmt::format(" data-at=\"{:.1f}\"", *place) : "",
                     xml_escaped(text_field(panel, "title")), draw_heatmap(panel).svg);
}

}  // namespace

DrawnFigure draw_scrubber(const json& figure) {
  std::vector<json> panels;
  std::vector<double> steps;
  for (const json& source : list_field(figure, "panels")) {
    if (!source.is_object() || list_field(source, "values").empty()) continue;
    panels.push_back(panel_of(figure, source));
    steps.push_back(approximate(field(source, "step")).value_or(0));
  }
  if (panels.empty()) return {"", "no values", ""};
  json curve = field(figure, "curve");
  DrawnFigure drawn, curved;
  std::vector<std::optional<double>> at(steps.size());
  if (curve.is_object()) {
    curve["marks"] = steps;
    at = curve_places(curve, steps).at;
    curved = draw_curve(curve);
  }
  drawn.svg = fmt::format(
      "<div class=\"scrubber\"><div class=\"course\" tabindex=\"0\" role=\"group\" "
      "aria-label=\"The course of the training\">{}</div><div class=\"taken\">"
      "<p class=\"scrub\" hidden><label>Snapshot <input type=\"range\" min=\"0\" max=\"{}\" "
      "value=\"{}\" step=\"1\"></label> <output></output> <button type=\"button\">Show all "
      "{}</button></p><div class=\"key-of-cells\">{}<p>Down: {}. Across: {}.</p></div>"
      "<ol class=\"snapshots\">",
      curved.svg, panels.size() - 1, panels.size() - 1, panels.size(),
      draw_colour_bar(panels.back()), xml_escaped(text_field(panels.back(), "row_axis")),
      xml_escaped(text_field(panels.back(), "column_axis")));
  for (std::size_t k = 0; k < panels.size(); ++k) drawn.svg += snapshot(panels[k], k, at[k]);
  drawn.svg += "</ol></div></div>";
  json last = panels.back();
  last.erase("compact");
  const DrawnFigure whole = draw_heatmap(last);
  drawn.facts = "Last snapshot: " + (whole.facts.empty() ? text_field(last, "title") : whole.facts);
  if (!curved.facts.empty()) drawn.facts += ". " + curved.facts;
  if (!whole.table.empty()) {
    drawn.table = fmt::format("<p>{}</p>{}", xml_escaped(text_field(last, "title")), whole.table);
  }
  return drawn;
}

}  // namespace lemmascope::report
