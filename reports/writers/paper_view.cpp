#include "reports/writers/paper_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"
#include "reports/writers/prose_math.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::string statement_anchor(const json& paper, std::size_t k) {
  return anchor("statement", fmt::format("{}.{}", text_field(paper, "key"), k + 1));
}

// What a row of the list says of a claim.
json claim_row(const json& view) {
  json row;
  for (const char* key :
       {"id", "anchor", "mark", "verdict", "verdict_words", "code", "evidence", "path_strength"})
    row[key] = view.at(key);
  // The chip says what the words beside it say: the evidence of the path, which may be weaker.
  if (!text_field(view, "path_code").empty()) {
    row["code"] = view.at("path_code");
    row["evidence"] = view.at("path_evidence");
  }
  row["proved"] = !view.at("proof").empty();
  row["counterexample"] = "";
  if (const json& links = list_field(view, "witness_links"); !links.empty())
    row["counterexample"] = links.front().at("anchor");
  row["figures"] = view.at("figures_of");
  return row;
}

struct Coverage {
  std::size_t checked = 0, unchecked = 0, not_run = 0;
};

json statement_view(const json& statement, const std::map<std::string, const json*>& claims,
                    std::set<std::string>& listed, Coverage& coverage) {
  json view = {{"label", text_field(statement, "label")},
               {"place", text_field(statement, "place")},
               {"words_html", prose_html(text_field(statement, "words"))},
               {"reason_html", prose_html(text_field(statement, "unchecked_because"))},
               {"rows", json::array()},
               {"absent", json::array()}};
  const json& ids = list_field(statement, "claims");
  for (const json& id : ids) {
    if (!id.is_string()) continue;
    const auto found = claims.find(id.get<std::string>());
    listed.insert(id.get<std::string>());
    if (found == claims.end()) {
      view["absent"].push_back({{"id", id}});
    } else {
      view["rows"].push_back(claim_row(*found->second));
    }
  }
  ++(ids.empty() ? coverage.unchecked : view["rows"].empty() ? coverage.not_run : coverage.checked);
  view["has_absent"] = !view["absent"].empty();
  return view;
}

// "31 of 38 statements; 7 not, each with its reason below"
std::string coverage_line(const Coverage& c) {
  const std::size_t all = c.checked + c.unchecked + c.not_run;
  std::string line = fmt::format("{} of {} statements are checked", c.checked, all);
  if (c.unchecked > 0)
    line += fmt::format("; {} {} not, because of what stands there", c.unchecked,
                        c.unchecked == 1 ? "is" : "are");
  if (c.not_run > 0) line += fmt::format("; the claims of {} were not part of this run", c.not_run);
  return line + ".";
}

}  // namespace

std::map<std::string, json> statements_by_claim(const json& papers) {
  std::map<std::string, json> by_claim;
  for (const json& paper : papers) {
    const json& statements = list_field(paper, "statements");
    for (std::size_t k = 0; k < statements.size(); ++k) {
      for (const json& id : list_field(statements[k], "claims")) {
        if (!id.is_string()) continue;
        json& list = by_claim[id.get<std::string>()];
        if (list.is_null()) list = json::array();
        list.push_back({{"label", text_field(statements[k], "label")},
                        {"anchor", statement_anchor(paper, k)}});
      }
    }
  }
  return by_claim;
}

json paper_views(const json& papers, const json& claims) {
  std::map<std::string, const json*> by_id;
  for (const json& view : claims) by_id[text_field(view, "id")] = &view;
  json views = json::array();
  for (const json& paper : papers) {
    const json& statements = list_field(paper, "statements");
    if (statements.empty()) continue;
    Coverage coverage;
    std::set<std::string> listed;
    json rows = json::array(), others = json::array();
    for (std::size_t k = 0; k < statements.size(); ++k) {
      rows.push_back(statement_view(statements[k], by_id, listed, coverage));
      rows.back()["anchor"] = statement_anchor(paper, k);
    }
    const std::string key = text_field(paper, "key");
    for (const json& view : claims) {
      const std::string id = text_field(view, "id");
      if (id.starts_with(key + "/") && listed.count(id) == 0) others.push_back(claim_row(view));
    }
    views.push_back({{"key", key},
                     {"anchor", anchor("paper", key)},
                     {"name", text_field(paper, "name")},
                     {"title", text_field(paper, "title")},
                     {"authors", text_field(paper, "authors")},
                     {"link", text_field(paper, "link")},
                     {"coverage", coverage_line(coverage)},
                     {"statements", rows},
                     {"others", others},
                     {"has_others", !others.empty()}});
  }
  for (json& view : views) view["open"] = views.size() == 1;
  return views;
}

}  // namespace lemmascope::report
