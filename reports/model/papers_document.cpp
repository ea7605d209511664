#include "reports/model/papers_document.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "properties/catalogue/catalogue.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json papers_with(const std::set<std::string>& keys) {
  json papers = json::array();
  for (const catalogue::Paper& paper : catalogue::every_paper()) {
    if (keys.count(paper.key) > 0) papers.push_back(to_json(paper));
  }
  return papers;
}

std::string key_of(const std::string& claim_id) { return claim_id.substr(0, claim_id.find('/')); }

}  // namespace

json to_json(const catalogue::Paper& paper) {
  json statements = json::array();
  for (const catalogue::Statement& s : paper.statements) {
    statements.push_back({{"label", s.label},
                          {"place", s.place},
                          {"words", s.words},
                          {"claims", s.claims},
                          {"unchecked_because", s.unchecked_because}});
  }
  return {{"key", paper.key},         {"name", paper.name}, {"title", paper.title},
          {"authors", paper.authors}, {"link", paper.link}, {"statements", statements}};
}

json papers_of(const std::vector<const claim::Claim*>& claims) {
  std::set<std::string> keys;
  for (const claim::Claim* claim : claims) keys.insert(key_of(claim->id));
  return papers_with(keys);
}

json papers_of(const json& document) {
  if (field(document, "papers").is_array()) return document.at("papers");
  std::set<std::string> keys;
  for (const json& claim : list_field(document, "claims"))
    keys.insert(key_of(text_field(claim, "id")));
  return papers_with(keys);
}

}  // namespace lemmascope::report
