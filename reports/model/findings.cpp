#include "reports/model/findings.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// By tag, the more telling first.
constexpr std::pair<std::string_view, const char*> kKinds[] = {
    {"released", "released code"},
    {"printed", "print"},
    {"necessary-assumption", "condition"},
    {"necessary", "condition"}};

std::string kind_of(const json& claim) {
  for (const auto& [tag, kind] : kKinds) {
    for (const json& carried : list_field(claim, "tags")) {
      if (carried.is_string() && carried.get_ref<const std::string&>() == tag) return kind;
    }
  }
  return "reading";
}

// Of all counterexamples the one that takes least room to write down; null when there is none.
json smallest_counterexample(const json& claim) {
  json smallest;
  std::size_t least = 0;
  for (const json* check : witnesses(claim)) {
    const json& witness = field(*check, "witness");
    const std::size_t size = field(witness, "instance").dump().size();
    if (!smallest.is_null() && size >= least) continue;
    least = size;
    smallest = {{"check", text_field(*check, "name")},
                {"instance", text_field(witness, "summary")},
                {"relation", relation_words(field(witness, "violated"))},
                {"replay", text_field(witness, "replay")}};
  }
  return smallest;
}

}  // namespace

json findings(const json& claims) {
  json found = json::array();
  if (!claims.is_array()) return found;
  for (const json& claim : claims) {
    if (text_field(claim, "expected") != "refuted") continue;
    const json& source = field(claim, "source");
    json one = {{"claim", text_field(claim, "id")},
                {"paper", text_field(source, "paper")},
                {"where", text_field(source, "where")},
                {"kind", kind_of(claim)},
                {"statement", text_field(claim, "statement")},
                {"instead", text_field(claim, "divergence")},
                {"verdict", text_field(claim, "verdict")},
                {"check", "check " + text_field(claim, "id")}};
    if (json smallest = smallest_counterexample(claim); !smallest.is_null())
      one["counterexample"] = std::move(smallest);
    found.push_back(std::move(one));
  }
  return found;
}

std::string finding_heading(const std::string& kind) {
  if (kind == "released code") return "Wrong in released code";
  if (kind == "print") return "Wrong as printed";
  if (kind == "condition") return "Needs a condition that a reader may miss";
  return "Does not hold as it may be read";
}

}  // namespace lemmascope::report
