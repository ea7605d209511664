#include "reports/python/pictures.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "reports/model/nesting.hpp"
#include "reports/model/papers_document.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/claim_views.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"
#include "reports/writers/template.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report::python {
namespace {

using nlohmann::json;

const json& claim_in(const json& document, const std::string& id) {
  for (const json& claim : list_field(document, "claims")) {
    if (text_field(claim, "id") == id) return claim;
  }
  refuse(fmt::format("the result has no claim '{}'", id));
}

// One card: `kind` is claims or counterexamples. Commands on it are typed as the user of the module
// would.
std::string piece(const char* kind, json view) {
  return render_template("piece", {{"program", this_program().name}, {kind, {std::move(view)}}});
}

std::vector<std::string> cards_of_witnesses(const json& claim) {
  std::vector<std::string> cards;
  for (json& view : counterexample_views(claim))
    cards.push_back(piece("counterexamples", std::move(view)));
  return cards;
}

}  // namespace

Picture picture(const std::string& figure) {
  const json parsed = parse_json(figure, "figure");
  const DrawnFigure drawn = draw_figure(parsed);
  require(!drawn.svg.empty() || !drawn.table.empty(), "figure: " + drawn.facts);
  return {drawn.svg, drawn.facts, drawn.table};
}

std::string claim_card(const std::string& document, const std::string& claim) {
  const json parsed = parse_json(document, "result");
  claim_in(parsed, claim);
  for (json& view : claim_views(parsed, papers_of(parsed), json())) {
    if (text_field(view, "id") != claim) continue;
    view["card_open"] = true;
    return piece("claims", std::move(view));
  }
  refuse(fmt::format("the result has no claim '{}'", claim));
}

std::vector<std::string> counterexample_cards(const std::string& document,
                                              const std::string& claim) {
  const json parsed = parse_json(document, "result");
  return cards_of_witnesses(claim_in(parsed, claim));
}

std::string witness_card(const std::string& witness) {
  const json parsed = parse_json(witness, "witness");
  const json around = {
      {"id", text_field(parsed, "claim")},
      {"verdict", "refuted"},
      {"hypotheses", list_field(parsed, "hypotheses")},
      {"checks", {{{"name", "witness"}, {"verdict", "refuted"}, {"witness", parsed}}}}};
  std::string cards;
  for (const std::string& card : cards_of_witnesses(around)) cards += card;
  return cards;
}

std::string style_sheet() { return embedded_file("style.css").text; }

}  // namespace lemmascope::report::python
