#include "properties/claim/result.hpp"

#include <nlohmann/json.hpp>

namespace lemmascope::claim {
namespace {

nlohmann::json to_json(const CaseFinding& f) {
  nlohmann::json json = to_json(f.finding);
  json["case"] = f.case_index;
  json["instance"] = f.instance;
  json["text"] = to_text(f.finding);
  return json;
}

std::string_view name(Twin::Kind kind) { return kind == Twin::Kind::wrong ? "wrong" : "control"; }

}  // namespace

nlohmann::json record_json(const Claim& claim) {
  nlohmann::json hypotheses = nlohmann::json::array();
  for (const auto& h : claim.hypotheses) {
    hypotheses.push_back({{"name", h.name}, {"statement", h.statement}});
  }
  nlohmann::json twins = nlohmann::json::array();
  for (const auto& t : claim.twins) twins.push_back({{"name", t.name}, {"kind", name(t.kind)}});
  return {{"id", claim.id},
          {"statement", claim.statement},
          {"latex", claim.latex},
          {"source", {{"paper", claim.source.paper}, {"where", claim.source.where}}},
          {"formal", claim.formal},
          {"divergence", claim.divergence},
          {"uncertain", claim.uncertain},
          {"hypotheses", hypotheses},
          {"uses", claim.uses},
          {"tags", claim.tags},
          {"expected", to_text(claim.expected)},
          {"confirmation", claim.confirmation},
          {"twins", twins}};
}

nlohmann::json to_json(const CheckResult& r) {
  nlohmann::json json = {{"name", r.name},
                         {"domain", r.domain},
                         {"evidence", to_text(r.evidence)},
                         {"scope", to_text(r.scope)},
                         {"verdict", to_text(r.verdict)},
                         {"reason", r.reason},
                         {"cases",
                          {{"tried", r.tried},
                           {"met", r.met},
                           {"relations", r.relations},
                           {"excluded", r.excluded}}}};
  if (r.tightest) json["tightest"] = to_json(*r.tightest);
  if (r.failing) json["failing"] = to_json(*r.failing);
  if (r.witness) json["witness"] = *r.witness;
  if (r.measured) json["measured"] = *r.measured;
  if (r.contradiction) json["contradiction"] = true;
  return json;
}

nlohmann::json to_json(const ClaimResult& r) {
  nlohmann::json json = record_json(*r.claim);
  json["verdict"] = to_text(r.verdict);
  json["evidence"] = to_text(r.evidence);
  json["scope"] = to_text(r.scope);
  json["reason"] = r.reason;
  json["as_expected"] = r.as_expected;
  json["contradiction"] = r.contradiction;
  json["path"] = {{"evidence", to_text(r.path.evidence)},
                  {"scope", to_text(r.path.scope)},
                  {"weakest_link", r.path.weakest_link}};
  json["checks"] = nlohmann::json::array();
  for (const auto& check : r.checks) json["checks"].push_back(to_json(check));
  json["example"] = to_json(r.example);
  json["twins"] = nlohmann::json::array();
  for (const auto& twin : r.twins) {
    json["twins"].push_back({{"name", twin.name},
                             {"kind", name(twin.kind)},
                             {"caught", twin.caught},
                             {"result", to_json(twin.result)}});
  }
  return json;
}

}  // namespace lemmascope::claim
