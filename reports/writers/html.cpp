#include "reports/writers/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "reports/model/papers_document.hpp"
#include "reports/model/result_document.hpp"
#include "reports/writers/about_view.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/claim_views.hpp"
#include "reports/writers/dependency_graph.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/excess_loss.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"
#include "reports/writers/finding_view.hpp"
#include "reports/writers/instance_view.hpp"
#include "reports/writers/lean_html.hpp"
#include "reports/writers/margin_strip.hpp"
#include "reports/writers/packed.hpp"
#include "reports/writers/paper_view.hpp"
#include "reports/writers/summary_view.hpp"
#include "reports/writers/template.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// Figures in the order of the document, those of one group together.
void add_figures(const json& document, json& page) {
  std::vector<std::string> order;
  std::map<std::string, json> groups;
  json figures = list_field(document, "figures");
  if (json beside = beside_published(document); beside.is_object()) {
    // It stands for a paper's own table of the same, which says less, under the name that links
    // know.
    const auto own = std::find_if(figures.begin(), figures.end(), [&](const json& figure) {
      return text_field(figure, "kind") == "table" &&
             text_field(figure, "title") == beside["title"];
    });
    if (own != figures.end()) {
      beside["id"] = text_field(*own, "id");
      figures.erase(own);
    }
    figures.insert(figures.begin(), std::move(beside));
  }
  for (std::size_t k = 0; k < figures.size(); ++k) {
    if (json excess = excess_loss(figures[k]); excess.is_object())
      figures.insert(figures.begin() + static_cast<std::ptrdiff_t>(k) + 1, std::move(excess));
  }
  for (const json& figure : figures) {
    const std::string group = text_field(figure, "group");
    if (groups.find(group) == groups.end()) {
      order.push_back(group);
      groups[group] = json::array();
    }
    const DrawnFigure drawn = draw_figure(figure);
    groups[group].push_back({{"anchor", anchor("figure", text_field(figure, "id"))},
                             {"kind", anchor("", text_field(figure, "kind")).substr(1)},
                             {"title", text_field(figure, "title")},
                             {"caption", text_field(figure, "caption")},
                             {"svg", drawn.svg},
                             {"facts", drawn.facts},
                             {"table", drawn.table}});
  }
  page["groups"] = json::array();
  for (const auto& name : order)
    page["groups"].push_back({{"heading", name}, {"figures", groups[name]}});
  page["has_figures"] = !order.empty();
}

// Decisions that spend from the false-alarm budget, side by side. They all record the same fields.
std::string decision_row(const json& claim, const json& check, const json& m) {
  auto text = [&](const char* key) { return xml_escaped(short_number(field(m, key))); };
  const std::string successes = text("successes"), trials = text("trials");
  const std::string verdict = text_field(check, "verdict");
  return fmt::format(
      "<tr><th scope=\"row\" data-label=\"Claim\"><a href=\"#{}\">{}</a></th><td "
      "data-label=\"Verdict\"><span class=\"v-{}\">{}</span></td><td "
      "data-label=\"Counted\">{}</td><td class=\"n\" data-label=\"Bounds\">{}</td><td class=\"n\" "
      "data-label=\"Asserted\">{}</td><td data-label=\"Rule\">{}</td><td class=\"n\" "
      "data-label=\"False alarm\">{}</td><td class=\"n\" data-label=\"Power\">{}</td><td "
      "class=\"n\" data-label=\"Smallest seen\">{}</td><td data-label=\"Needed\">{} for "
      "{}</td></tr>",
      xml_escaped(anchor("claim", text_field(claim, "id"))), xml_escaped(text_field(claim, "id")),
      xml_escaped(verdict), verdict_mark(verdict),
      trials.empty() ? text("samples") + " samples" : successes + " of " + trials,
      text("lower") + (text("upper").empty() ? "" : " – " + text("upper")), text("least_share"),
      text("rule"), text("error_rate"), text("power"), text("smallest_detectable_discrepancy"),
      text("samples_needed"), xml_escaped(text_field(m, "samples_needed_for")));
}

std::string decisions_table(const json& document) {
  std::string rows;
  for (const json& claim : list_field(document, "claims")) {
    for (const json& check : list_field(claim, "checks")) {
      const json& m = field(check, "measured");
      if (!approximate(field(m, "error_rate")) || text_field(m, "rule").empty()) continue;
      rows += decision_row(claim, check, m);
    }
  }
  if (rows.empty()) return "";
  return "<table class=\"measurements\"><thead><tr><th scope=\"col\">Claim</th><th "
         "scope=\"col\"><span class=\"visually-hidden\">Verdict</span></th><th "
         "scope=\"col\">Counted</th><th scope=\"col\" class=\"n\">Bounds</th><th scope=\"col\" "
         "class=\"n\">Asserted</th><th scope=\"col\">Rule</th><th scope=\"col\" class=\"n\">False "
         "alarm</th><th scope=\"col\" class=\"n\">Power</th><th scope=\"col\" class=\"n\">Smallest "
         "seen</th><th scope=\"col\">Needed</th></tr></thead><tbody>" +
         rows +
         "</tbody></table><p>“Smallest seen” is the smallest discrepancy the check detects with "
         "its power; “needed” are the trials or samples for what is said. The budget's total "
         "counts these checks and their twins.</p>";
}

void add_statistics(const json& document, json& page) {
  page["statistics"] = json::array();
  json twins = json::array();
  for (const json& claim : list_field(document, "claims")) {
    for (const json& check : list_field(claim, "checks")) {
      if (text_field(check, "evidence") != "statistical" && field(check, "measured").is_null())
        continue;
      const std::string verdict = text_field(check, "verdict");
      page["statistics"].push_back({{"id", text_field(claim, "id")},
                                    {"anchor", anchor("claim", text_field(claim, "id"))},
                                    {"name", text_field(check, "name")},
                                    {"domain", text_field(check, "domain")},
                                    {"verdict", verdict},
                                    {"mark", verdict_mark(verdict)},
                                    {"reason", text_field(check, "reason")},
                                    {"measured", measured_html(field(check, "measured"))}});
    }
  }
  std::size_t all = 0;
  for (const json& view : page.at("claims")) {
    for (const json& twin : view.at("twins")) {
      ++all;
      // Cards tell of all of them.
      if (flag_field(twin, "survived")) twins.push_back(twin);
    }
  }
  page["has_statistics"] = !page["statistics"].empty();
  page["measurements"] = decisions_table(document);
  page["twins_line"] =
      fmt::format("{} of {} came out as they must; each card says how.", all - twins.size(), all);
  page["survivors"] = twins;
  page["has_survivors"] = !twins.empty();
  const json& ledger = field(document, "ledger");
  page["ledger"] = ledger.is_null() ? "" : "<h3>False-alarm budget</h3>" + measured_html(ledger);
}

void add_changes(const json& comparison, json& page) {
  page["has_changes"] = comparison.is_object();
  page["changes"] = json::array();
  page["changes_line"] = "";
  if (!comparison.is_object()) return;
  std::map<std::string, int> counts;
  for (const json& change : list_field(comparison, "changes")) {
    const std::string kind = text_field(change, "class");
    ++counts[kind];
    if (kind == "same") continue;
    page["changes"].push_back({{"id", text_field(change, "id")},
                               {"class", kind},
                               {"detail", text_field(change, "detail")},
                               {"bad", flag_field(change, "bad")}});
  }
  std::string line;
  for (const auto& [kind, count] : counts)
    line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, kind);
  page["changes_line"] = "Against the baseline: " + line + ".";
}

// A witness that comes without its claim, as the claim it is of.
json claim_around(const json& witness) {
  return {{"id", text_field(witness, "claim")},
          {"verdict", "refuted"},
          {"hypotheses", list_field(witness, "hypotheses")},
          {"checks", {{{"name", "witness"}, {"verdict", "refuted"}, {"witness", witness}}}}};
}

void add_sections(json& page) {
  auto section = [&](const char* id, const char* name, std::size_t count = 0) {
    page["sections"].push_back(
        {{"id", id}, {"name", name}, {"count", count == 0 ? "" : std::to_string(count)}});
  };
  page["sections"] = json::array();
  std::size_t figures = 0;
  for (const json& group : page.at("groups")) figures += group.at("figures").size();
  section("summary", "Summary");
  if (page.at("has_claims")) {
    if (page.at("has_findings")) section("findings", "Findings", page.at("findings_count"));
    if (page.at("has_papers_in_order"))
      section("papers", "Paper by paper", page.at("papers_in_order").size());
    section("claims", "Claims", page.at("claims").size());
    section("dependencies", "What rests on what");
    section("cards", "Claim by claim");
  }
  if (page.at("shows_counterexamples"))
    section("counterexamples", "Counterexamples", page.at("counterexamples").size());
  if (page.at("shows_figures")) section("figures", "Figures", figures);
  if (page.at("has_claims")) {
    section("numerics", "Two routes");
    section("statistics", "Statistics and twins");
  }
  if (page.at("shows_changes")) section("changes", "Changes", page.at("changes").size());
  if (page.at("has_claims")) {
    section("checklist", "Reviewer checklist");
  }
  if (page.at("shows_provenance")) section("provenance", "Provenance");
  section("reproduce", "How to reproduce");
}

// What each paper states, what is wrong in it, and how near the bounds are.
void add_papers(const json& document, const json& papers, json& page) {
  page["findings"] = finding_groups(document);
  page["has_findings"] = !page["findings"].empty();
  std::size_t count = 0;
  for (const json& group : page["findings"]) count += group.at("findings").size();
  page["findings_count"] = count;
  page["papers_in_order"] = paper_views(papers, page.at("claims"));
  page["has_papers_in_order"] = !page["papers_in_order"].empty();
  page["margin_strip"] = margin_strip(list_field(document, "claims"));
  page["slack"] = slack_views(document);
  page["has_slack"] = !page["slack"].empty();
  page["slack_count"] = std::to_string(page["slack"].size());
}

json options_of(const json& claims, const char* key) {
  std::set<std::string> values;
  for (const json& view : claims) values.insert(text_field(view, key));
  values.erase("");
  return values;
}

// Which program made the document, when, and what it was told; nothing of a document that does not
// say.
std::string run_line(const json& document, bool has_claims) {
  const json& provenance = field(document, "provenance");
  const json& request = field(document, "request");
  const std::string version = text_field(provenance, "version"),
                    finished = text_field(provenance, "finished");
  if (version.empty()) return "";
  std::string line = fmt::format("lemmascope {} · commit {}{}", version,
                                 text_field(provenance, "commit").substr(0, 12),
                                 flag_field(provenance, "dirty") ? " with local changes" : "");
  if (has_claims) {
    line += fmt::format(" · profile {} · seed {}", text_field(request, "profile"),
                        text_field(request, "seed"));
  }
  return finished.empty() ? line : line + " · " + finished;
}

void add_head(const json& document, json& page) {
  const json& provenance = field(document, "provenance");
  const json& papers = page.at("papers");
  const std::string only = papers.size() == 1 ? text_field(papers.front(), "title") : "";
  const json& request = field(document, "request");
  std::string asked;
  for (const json& s : list_field(request, "selectors"))
    asked += (asked.empty() ? "" : " ") + number_text(s);
  const bool has_claims = page.at("has_claims").get<bool>();
  const json& about = page.at("about");
  page["kicker"] = has_claims ? "verification report" : text_field(about, "kicker");
  page["headline"] = !has_claims    ? text_field(about, "headline")
                     : only.empty() ? "How well do the theorems hold?"
                                    : only;
  page["asked"] = asked;
  page["title"] = "Lemmascope: " + (has_claims ? page.at("banner").get<std::string>()
                                               : text_field(about, "headline"));
  page["version"] = text_field(provenance, "version");
  page["run_line"] = run_line(document, has_claims);
  const EmbeddedFile &style = embedded_file("style.css"), &script = embedded_file("enhance.js");
  page["style"] = style.text;
  page["style_hash"] = policy_hash(style);
  page["script"] = script.text;
  page["script_hash"] = policy_hash(script);
}

// How the page's commands are typed. Lemmascope's own page is for readers of its checkout, where
// the program lies in the build folder.
void add_program(const json& document, json& page) {
  const std::string program = program_of(document);
  const bool own = program == "lemmascope";
  page["own"] = own;
  page["program_name"] = program;
  page["program"] = own ? "build/release/lemmascope" : program;
  page["first_command"] = own ? "./bootstrap check" : program + " check";
  page["where"] = own ? "On Debian 12, in a checkout of the commit above"
                      : "With " + program + " as its project builds it, at the commit above";
}

// The claim and the counterexample that the commands at the end of the page use.
void add_commands(json& page) {
  page["some_claim"] = page.at("claims").empty() ? json("") : page.at("claims").back().at("id");
  page["some_witness"] = "";
  for (const json& counterexample : page.at("counterexamples")) {
    if (!counterexample.at("has_token").get<bool>()) continue;
    page["some_claim"] = counterexample.at("id");
    page["some_witness"] = counterexample.at("token_quoted");
    break;
  }
}

}  // namespace

std::string html_report(const json& document) {
  return html_report(document, field(document, "comparison"));
}

std::string html_report(const json& document, const json& comparison) {
  const json papers = papers_of(document);
  const json& claims = list_field(document, "claims");
  json page = {{"claims", claim_views(document, papers, comparison)},
               {"counterexamples", json::array()}};
  for (const json& claim : claims) {
    for (json& view : counterexample_views(claim))
      page["counterexamples"].push_back(std::move(view));
  }
  page["about"] = about_view(document);
  page["has_claims"] = page["about"].is_null();
  for (const json& witness : list_field(document, "witnesses")) {
    for (json& view : counterexample_views(claim_around(witness))) {
      view["claim_anchor"] = "";  // its card is on no such page
      page["counterexamples"].push_back(std::move(view));
    }
  }
  page["has_counterexamples"] = !page["counterexamples"].empty();
  add_program(document, page);
  add_changes(comparison, page);
  add_summary(document, page.at("claims"), page);
  add_places(papers, page.at("claims"), page);
  add_checklist(document, page.at("claims"), page);
  add_provenance(document, page);
  add_figures(document, page);
  add_statistics(document, page);
  add_papers(document, papers, page);
  // A long list of cards is folded, so that the page can be skimmed.
  constexpr std::size_t kOpenCards = 40;
  for (json& view : page["claims"])
    view["card_open"] = claims.size() <= kOpenCards || view.at("unexpected").get<bool>();
  page["verdict_options"] = options_of(page.at("claims"), "verdict");
  page["evidence_options"] = options_of(page.at("claims"), "evidence");
  page["part_options"] = options_of(page.at("claims"), "where");
  page["definitions"] = definition_views(document);
  page["has_definitions"] = !page["definitions"].empty();
  page["dependency_graph"] = dependency_graph(claims);
  page["dependency_list"] = dependency_list(claims);
  const bool has_claims = page["has_claims"].get<bool>();
  page["shows_counterexamples"] = has_claims || page["has_counterexamples"].get<bool>();
  page["shows_changes"] = has_claims || page["has_changes"].get<bool>();
  page["shows_figures"] = has_claims || page["has_figures"].get<bool>();
  page["shows_provenance"] = has_claims || !field(document, "provenance").empty();
  add_sections(page);
  add_head(document, page);
  add_commands(page);
  page["result_packed"] = packed(document.dump());
  json witnesses = json::object();
  for (const json& view : page["counterexamples"])
    witnesses[text_field(view, "download")] = view.at("text");
  page["witnesses_packed"] = packed(witnesses.dump());
  return lean_html(render_template("report", page));
}

}  // namespace lemmascope::report
