// lemmascope list and explain: what exists, and what one claim says.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/registry.hpp"
#include "properties/claim/result.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

void list_claims(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (const claim::Claim& c : claim::every_claim()) {
    if (json) {
      all.push_back(claim::record_json(c));
    } else {
      console.print(fmt::format("{:<44} {}", c.id, wrapped(c.statement, console.width(), 45)));
    }
  }
  if (json) console.print(all.dump(2));
}

void list_quantities(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (const compute::Calculator& c : compute::every_calculator()) {
    if (json) {
      all.push_back({{"name", c.name}, {"summary", c.summary}, {"formula", c.formula}});
    } else {
      console.print(fmt::format("{:<22} {}", c.name, wrapped(c.summary, console.width(), 23)));
    }
  }
  if (json) console.print(all.dump(2));
}

void list_graphs(bool json, const Console& console) {
  const std::pair<const char*, const char*> graphs[] = {
      {"chain", "every position's parent is the one before it"},
      {"pairs", "even positions are roots, each the parent of the next"},
      {"star", "every position a child of the first"},
      {"manual", "the parents given by --parents"}};
  nlohmann::json all = nlohmann::json::array();
  for (const auto& [name, meaning] : graphs) {
    if (json) {
      all.push_back({{"name", name}, {"meaning", meaning}});
    } else {
      console.print(fmt::format("{:<10} {}", name, meaning));
    }
  }
  if (json) console.print(all.dump(2));
}

void section(const Console& console, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  constexpr int kIndent = 14;
  console.print(fmt::format("{}{}", console.bold(fmt::format("{:<14}", name)),
                            wrapped(text, console.width(), kIndent)));
}

}  // namespace

int list(const std::string& kind, bool json, const Console& console) {
  if (kind == "claims") {
    list_claims(json, console);
  } else if (kind == "quantities") {
    list_quantities(json, console);
  } else if (kind == "graphs") {
    list_graphs(json, console);
  } else {
    refuse(fmt::format("list: expected claims, graphs or quantities, found '{}'", kind));
  }
  return kAsExpected;
}

int explain(const std::string& id, bool json, const Console& console) {
  const claim::Claim* found = claim::find_claim(id);
  if (found == nullptr) {
    const std::string near = claim::nearest_claim(id);
    refuse(near.empty() ? fmt::format("there is no claim '{}'; `lemmascope list claims` shows all", id)
                        : fmt::format("there is no claim '{}'; did you mean {}?", id, near));
  }
  const claim::Claim& c = *found;
  if (json) {
    console.print(claim::record_json(c).dump(2));
    return kAsExpected;
  }
  console.print(console.bold(c.id));
  console.print("");
  console.print(wrapped(c.statement, console.width(), 0));
  console.print("");
  console.print("    " + c.latex);
  console.print("");
  section(console, "Source", fmt::format("{}, {}", c.source.paper, c.source.where));
  section(console, "Formally", c.formal);
  section(console, "Difference", c.divergence);
  for (const auto& text : c.uncertain) section(console, "Not confirmed", text);
  for (const auto& h : c.hypotheses) section(console, "Assumes", h.name + ": " + h.statement);
  for (const auto& used : c.uses) section(console, "Uses", used);
  section(console, "Confirmed by", c.confirmation);
  for (const auto& t : c.twins) {
    section(console, t.kind == claim::Twin::Kind::wrong ? "Wrong twin" : "Control",
            t.name + (t.kind == claim::Twin::Kind::wrong ? " (must be refuted)" : " (must hold)"));
  }
  section(console, "Expected", std::string(claim::to_text(c.expected)));
  section(console, "Check it", "lemmascope check " + c.id);
  return kAsExpected;
}

}  // namespace lemmascope::report
