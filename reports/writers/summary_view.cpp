#include "reports/writers/summary_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "properties/catalogue/catalogue.hpp"
#include "reports/model/papers_document.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;
using Test = std::function<bool(const json&)>;

// A longer list of expected refutations is folded.
constexpr std::size_t kOpenRefutations = 4;

json link_to(const json& view) { return {{"id", view.at("id")}, {"anchor", view.at("anchor")}}; }

json links_where(const json& claims, const Test& test) {
  json out = json::array();
  for (const json& view : claims) {
    if (test(view)) out.push_back(link_to(view));
  }
  return out;
}

bool is(const json& view, const char* key, const char* value) {
  return text_field(view, key) == value;
}

bool good(const json& view) { return !flag_field(view, "unexpected"); }

void add_banner(const json& claims, json& page) {
  const auto total = claims.size();
  const auto fine = static_cast<std::size_t>(std::count_if(claims.begin(), claims.end(), good));
  const auto count = [&](const char* verdict) {
    return std::count_if(claims.begin(), claims.end(),
                         [&](const json& v) { return is(v, "verdict", verdict) && good(v); });
  };
  if (total == 0) {
    page["banner"] = "No claim was checked.";
    page["banner_mark"] = "?";
    page["banner_class"] = "open";
    page["banner_detail"] = "";
    return;
  }
  const auto failed = std::count_if(claims.begin(), claims.end(),
                                    [](const json& v) { return is(v, "outcome", "failed"); });
  const auto skipped = static_cast<std::ptrdiff_t>(total - fine) - failed;
  page["banner"] = fine == total ? fmt::format("All {} claims came out as expected.", total)
                   : failed > 0  ? fmt::format("{} of {} claims failed.", failed, total)
                                 : fmt::format("{} of {} claims were skipped.", skipped, total);
  page["banner_mark"] = fine == total ? "✔" : failed > 0 ? "✘" : "?";
  page["banner_class"] = fine == total ? "good" : failed > 0 ? "bad" : "open";
  const auto refuted = count("refuted");
  page["banner_detail"] = fmt::format(
      "{} passed, {} failed, {} skipped. {} hold{}.", fine, failed, skipped, count("holds"),
      refuted > 0 ? fmt::format(", {} {} refuted as expected, with a counterexample", refuted,
                                refuted == 1 ? "is" : "are")
                  : "");
}

void add_strengths(const json& claims, json& page) {
  std::map<std::pair<int, int>, std::pair<json, int>> counts;
  for (const json& view : claims) {
    if (!good(view) || !is(view, "verdict", "holds")) continue;
    const std::string evidence = text_field(view, "evidence"), scope = text_field(view, "scope");
    auto& [row, count] = counts[{-evidence_rank(evidence), -scope_rank(scope)}];
    ++count;
    row = {{"evidence", evidence},
           {"code", evidence_code(evidence)},
           {"scope", scope},
           {"evidence_meaning", evidence_meaning(evidence)},
           {"scope_meaning", scope_meaning(scope)},
           {"count", std::to_string(count)}};
  }
  page["strengths"] = json::array();
  for (const auto& [key, value] : counts) page["strengths"].push_back(value.first);
  page["has_strengths"] = !page["strengths"].empty();
}

void add_selection_gaps(const json& document, json& gaps) {
  const json& request = field(document, "request");
  std::string chosen;
  for (const json& s : list_field(request, "selectors")) chosen += " " + number_text(s);
  for (const char* key : {"tag", "paper"}) {
    const std::string value = text_field(request, key);
    if (!value.empty()) chosen += fmt::format(" {} {}", key, value);
  }
  auto add = [&](const std::string& text) {
    gaps.push_back({{"text", text}, {"folded", false}, {"count", ""}, {"items", json::array()}});
  };
  if (!chosen.empty()) add("Only a selection of the claims ran:" + chosen + ".");
  const std::string profile = text_field(request, "profile");
  if (profile == "quick" || profile == "pr") {
    add(fmt::format("Larger families: {} cover them (this run: {}).",
                    profile == "quick" ? "--profile pr and nightly" : "--profile nightly",
                    profile));
  }
  add("Anything beyond the sizes named on each card.");
}

void add_gaps(const json& document, const json& claims, json& page) {
  json gaps = json::array();
  auto add = [&](const char* text, const Test& test) {
    json items = links_where(claims, test);
    constexpr std::size_t kListed = 1;
    if (!items.empty()) {
      gaps.push_back({{"text", text},
                      {"folded", items.size() > kListed},
                      {"count", std::to_string(items.size())},
                      {"items", items}});
    }
  };
  add("Skipped:", [](const json& v) { return is(v, "verdict", "skipped"); });
  add("Undecided:", [](const json& v) { return is(v, "verdict", "undecided"); });
  add("Hold, but not rigorously (many digits or sampling):", [](const json& v) {
    return is(v, "verdict", "holds") &&
           (is(v, "evidence", "precise") || is(v, "evidence", "statistical"));
  });
  add("Hold on listed instances or drawn samples only:", [](const json& v) {
    return is(v, "verdict", "holds") && (is(v, "scope", "instance") || is(v, "scope", "sample"));
  });
  add("Rest on something this run did not show:",
      [](const json& v) { return is(v, "verdict", "holds") && is(v, "path_evidence", "none"); });
  add("Rest on a claim shown more weakly:", [](const json& v) {
    return is(v, "verdict", "holds") && !is(v, "weakest", "") && !is(v, "path_evidence", "none");
  });
  add("A detail of the printed source is not confirmed:",
      [](const json& v) { return !list_field(v, "uncertain").empty(); });
  add_selection_gaps(document, gaps);
  page["gaps"] = gaps;
}

json item(bool passed, bool open, const std::string& question, const std::string& answer,
          json links) {
  for (json& link : links) link["text"] = link.value("id", "");
  constexpr std::size_t kListed = 4;
  return {{"item_class", passed ? "t-good"
                         : open ? "v-skipped"
                                : "t-bad"},
          {"item_mark", passed ? "✔"
                        : open ? "?"
                               : "✘"},
          {"item_word", passed ? "yes"
                        : open ? "look"
                               : "no"},
          {"question", question},
          {"answer", answer},
          {"folded", links.size() > kListed},
          {"count", fmt::format("{} claims", links.size())},
          {"links", links}};
}

// One question about every claim: passes when no claim fails the test.
json every_claim_item(const json& claims, const std::string& question, const std::string& yes,
                      const std::string& no, const Test& fails, bool open = false) {
  json failing = links_where(claims, fails);
  const bool passed = failing.empty();
  return item(passed, open, question, passed ? yes : no, failing);
}

bool vacuous(const json& view) {
  const json& checks = list_field(view, "checks");
  return std::any_of(checks.begin(), checks.end(), [](const json& c) {
    return text_field(c, "verdict") == "holds" && text_field(c, "met") == "0";
  });
}

json reproducible_item(const json& document) {
  const json& provenance = field(document, "provenance");
  const std::string commit = text_field(provenance, "commit");
  const bool clean = !commit.empty() && commit != "unknown" && !flag_field(provenance, "dirty");
  return item(clean, true, "Was the program built from a clean commit?",
              clean ? "Yes, " + commit + "."
                    : "No: " +
                          (commit.empty() ? "the commit is unknown"
                                          : commit.substr(0, 12) + " with local changes") +
                          ".",
              json::array());
}

json canary_item(const json& document) {
  const json& canary = list_field(field(document, "provenance"), "canary");
  const bool passed =
      !canary.empty() && std::all_of(canary.begin(), canary.end(),
                                     [](const json& c) { return flag_field(c, "passed"); });
  return item(passed, false, "Does outward rounding work on this machine?",
              passed ? fmt::format("Yes, all {} canaries passed.", canary.size())
                     : "The rounding canary failed or is missing: no verdict can be trusted.",
              json::array());
}

void flatten(const std::string& prefix, const json& value, json& rows) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      if (prefix.empty() && (key == "canary" || key == "seconds")) continue;
      // "libraries GMP" says no more than "GMP".
      flatten(prefix.empty() || prefix == "libraries" ? key : prefix + " " + key, inner, rows);
    }
  } else {
    rows.push_back({{"key", spaced(prefix)},
                    {"value", value.is_string() ? value.get<std::string>() : value.dump()}});
  }
}

std::string check_arguments(const json& request) {
  std::string out;
  for (const json& s : list_field(request, "selectors")) out += " " + shell_quoted(number_text(s));
  for (const char* key : {"tag", "paper", "profile", "seed", "require"}) {
    const std::string value = text_field(request, key);
    const bool is_default =
        value.empty() || (std::string(key) == "profile" && value == "quick") || value == "none";
    if (!is_default) out += fmt::format(" --{} {}", key, shell_quoted(value));
  }
  return out;
}

json place_row(const json& view) {
  json row;
  for (const char* key :
       {"where", "anchor", "id", "statement_html", "verdict", "verdict_words", "mark",
        "path_strength", "reach", "weakest", "weakest_anchor", "evidence", "unexpected"})
    row[key] = view.at(key);
  // The chip says what the words beside it say: the path's evidence, which may be weaker.
  const bool has_path = !text_field(view, "path_code").empty();
  row["code"] = view.at(has_path ? "path_code" : "code");
  if (has_path) row["evidence"] = view.at("path_evidence");
  return row;
}

// Theorems first, then what follows from them, then constructions, then steps of proofs.
constexpr int kStep = 3;
int place_rank(const json& row) {
  const std::string where = text_field(row, "where");
  constexpr std::pair<std::string_view, int> kRanks[] = {
      {"Theorem", 0}, {"theorem", 0}, {"Corollary", 1}, {"corollary", 1}, {"Construction ", 2}};
  for (const auto& [word, rank] : kRanks) {
    if (where.starts_with(word)) return rank;
  }
  return kStep;
}

// "10 claims: 7 ✔ hold, 3 ✘ refuted as expected"
std::string count_line(const std::vector<json>& rows) {
  std::map<std::string, int> counts;
  for (const json& row : rows) {
    const std::string mark = text_field(row, "mark"), verdict = text_field(row, "verdict_words");
    ++counts[verdict == "holds" ? mark + " hold" : mark + " " + verdict];
  }
  std::string out = fmt::format("{} claim{}", rows.size(), rows.size() == 1 ? "" : "s");
  const char* join = ": ";
  for (const auto& [words, count] : counts) {
    out += fmt::format("{}{} {}", join, count, words);
    join = ", ";
  }
  return out;
}

// Rows under the place of the paper they belong to; a place with many claims is folded.
json by_place(std::vector<json> rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const json& a, const json& b) {
    return std::pair(place_rank(a), text_field(a, "where")) <
           std::pair(place_rank(b), text_field(b, "where"));
  });
  constexpr std::size_t kUnfolded = 3;
  json places = json::array();
  for (std::size_t start = 0; start < rows.size();) {
    std::size_t end = start;
    const std::string where = text_field(rows[start], "where");
    while (end < rows.size() && text_field(rows[end], "where") == where) ++end;
    const std::vector<json> here(rows.begin() + static_cast<std::ptrdiff_t>(start),
                                 rows.begin() + static_cast<std::ptrdiff_t>(end));
    const bool all_expected = std::none_of(
        here.begin(), here.end(), [](const json& row) { return flag_field(row, "unexpected"); });
    places.push_back({{"where", where},
                      {"folded", here.size() > kUnfolded && all_expected},
                      {"count_line", count_line(here)},
                      {"rows", here}});
    start = end;
  }
  return places;
}

// The paper that a claim's source names; null when the document and the program know none.
json paper_named(const json& papers, const std::string& name) {
  for (const json& paper : papers) {
    if (text_field(paper, "name") == name) return paper;
  }
  const catalogue::Paper* known = catalogue::find_paper(name);
  return known == nullptr ? json() : to_json(*known);
}

}  // namespace

void add_summary(const json& document, const json& claims, json& page) {
  add_banner(claims, page);
  add_strengths(claims, page);
  page["failing"] = json::array();
  page["refuted"] = json::array();
  for (const json& view : claims) {
    if (!good(view)) {
      page["failing"].push_back(view);
    } else if (is(view, "verdict", "refuted")) {
      json entry = link_to(view);
      const json& links = list_field(view, "witness_links");
      entry["counterexample"] = links.empty() ? json("") : links.front().at("anchor");
      page["refuted"].push_back(entry);
    }
  }
  page["has_failing"] = !page["failing"].empty();
  page["has_refuted"] = !page["refuted"].empty();
  // A long list must not push the theorems off the first screen.
  page["refuted_open"] = page["refuted"].size() <= kOpenRefutations;
  page["refuted_line"] = fmt::format("{} claims", page["refuted"].size());
  add_gaps(document, claims, page);
}

void add_places(const json& papers, const json& claims, json& page) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<json>> rows;
  for (const json& view : claims) {
    const std::string paper = text_field(view, "paper");
    if (rows[paper].empty()) order.push_back(paper);
    rows[paper].push_back(place_row(view));
  }
  page["papers_places"] = json::array();
  page["papers"] = json::array();
  for (const std::string& name : order) {
    // What the paper states as a theorem stands on the first screen; steps of proofs and the rest
    // are folded.
    std::vector<json> main, rest;
    for (const json& row : rows[name]) (place_rank(row) < kStep ? main : rest).push_back(row);
    if (main.empty()) main.swap(rest);
    const json paper = paper_named(papers, name);
    const bool known = paper.is_object();
    page["papers_places"].push_back(
        {{"paper", name},
         {"paper_title", text_field(paper, "title")},
         // Where the paper stands in its own order, everything else of it stands too.
         {"paper_anchor",
          list_field(paper, "statements").empty() ? "" : anchor("paper", text_field(paper, "key"))},
         {"heading", !known             ? "From " + name
                     : order.size() > 1 ? "The theorems of " + name
                                        : "The theorems"},
         {"main", by_place(main)},
         {"has_rest", !rest.empty()},
         {"rest_line", "Steps of the proofs and everything else: " + count_line(rest)},
         {"rest", by_place(rest)}});
    if (!known) continue;
    page["papers"].push_back({{"name", name},
                              {"title", text_field(paper, "title")},
                              {"authors", text_field(paper, "authors")},
                              {"link", text_field(paper, "link")}});
  }
  page["paper_options"] = order;
  // More than two citations would push the theorems off the first screen: titles stand at theirs.
  page["many_papers"] = page["papers"].size() > 2;
}

void add_checklist(const json& document, const json& claims, json& page) {
  json list = json::array();
  list.push_back(every_claim_item(
      claims, "Does every claim say where it comes from and how it differs from print?",
      "Yes, on each card.",
      "Not these:", [](const json& v) { return is(v, "where", "") || is(v, "divergence", ""); }));
  list.push_back(every_claim_item(
      claims, "Is the printed source confirmed in every detail?", "Yes.",
      "Open details are listed on these cards:",
      [](const json& v) { return !list_field(v, "uncertain").empty(); }, true));
  list.push_back(every_claim_item(claims, "Did every check meet its hypotheses at least once?",
                                  "Yes; the cards count met and excluded cases.",
                                  "These passed on nothing:", vacuous));
  list.push_back(every_claim_item(
      claims, "Would the checks notice a false statement?",
      "Yes: every wrong twin was refuted and every control held.", "A twin survived at:",
      [](const json& v) { return text_field(v, "twins_caught") != text_field(v, "twins_total"); }));
  list.push_back(every_claim_item(
      claims, "Do two independent routes agree on every example?", "Yes.",
      "Not at:", [](const json& v) { return !is(v, "example_verdict", "holds"); }));
  list.push_back(every_claim_item(claims, "Was every refutation confirmed by an independent route?",
                                  "Yes, or nothing was refuted.", "Unconfirmed:",
                                  [](const json& v) { return is(v, "verdict", "suspect"); }));
  list.push_back(every_claim_item(
      claims, "Is every claim's path to the foundations shown in this run?", "Yes.",
      "These rest on something not shown:",
      [](const json& v) { return is(v, "verdict", "holds") && is(v, "path_evidence", "none"); },
      true));
  list.push_back(every_claim_item(
      claims, "Is everything that holds complete over a family or a region?", "Yes.",
      "Instances or samples only:",
      [](const json& v) {
        return is(v, "verdict", "holds") &&
               (is(v, "scope", "instance") || is(v, "scope", "sample"));
      },
      true));
  list.push_back(canary_item(document));
  list.push_back(reproducible_item(document));
  page["checklist"] = list;
}

void add_provenance(const json& document, json& page) {
  const json& provenance = field(document, "provenance");
  json rows = json::array();
  flatten("", provenance, rows);
  double total = 0;
  const json& seconds = field(provenance, "seconds");
  if (seconds.is_object()) {
    for (const auto& [id, value] : seconds.items()) total += approximate(value).value_or(0);
    rows.push_back({{"key", "seconds in all claims"}, {"value", fmt::format("{:.1f}", total)}});
  }
  const json& request = field(document, "request");
  if (!list_field(document, "claims").empty()) {
    rows.push_back({{"key", "profile"}, {"value", text_field(request, "profile")}});
  }
  rows.push_back({{"key", "seed"}, {"value", text_field(request, "seed")}});
  page["provenance"] = rows;
  const json& canary = list_field(provenance, "canary");
  std::string failed;
  for (const json& c : canary) {
    if (!flag_field(c, "passed")) failed += (failed.empty() ? "" : ", ") + text_field(c, "name");
  }
  page["canary_line"] = canary.empty()   ? "not recorded."
                        : failed.empty() ? fmt::format("all {} checks passed.", canary.size())
                                         : "FAILED: " + failed;
  page["check_arguments"] = check_arguments(request);
}

}  // namespace lemmascope::report
