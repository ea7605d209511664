// Small multiples: heatmaps of one kind side by side, on one colour scale, so that they can be
// compared.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {

DrawnFigure draw_small_multiples(const nlohmann::json& figure) {
  DrawnFigure drawn;
  const nlohmann::json& panels = list_field(figure, "panels");
  for (std::size_t k = 0; k < panels.size(); ++k) {
    const nlohmann::json& source = panels[k];
    if (!source.is_object()) continue;
    nlohmann::json panel = source;
    for (const char* shared : {"row_axis", "column_axis", "scale", "range", "boundary"}) {
      if (!panel.contains(shared) && figure.contains(shared)) panel[shared] = figure[shared];
    }
    const DrawnFigure one = draw_heatmap(panel);
    const std::string title = xml_escaped(text_field(panel, "title"));
    drawn.svg += fmt::format(
        "<div class=\"panel\" data-panel=\"{}\"><p class=\"panel-title\">{}</p>{}</div>", k, title,
        one.svg);
    if (!one.table.empty()) drawn.table += fmt::format("<p>{}</p>{}", title, one.table);
  }
  if (drawn.svg.empty()) drawn.facts = "no values";
  return drawn;
}

}  // namespace lemmascope::report
