#include "reports/writers/claim_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/model/claim_outcome.hpp"
#include "reports/writers/attack_trace.hpp"
#include "reports/writers/escape.hpp"
#include "reports/writers/fields.hpp"
#include "reports/writers/figures.hpp"
#include "reports/writers/instance_view.hpp"
#include "reports/writers/mathml.hpp"
#include "reports/writers/prose_math.hpp"
#include "reports/writers/reach.hpp"
#include "reports/writers/sites_view.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

std::string excluded_words(const json& check) {
  std::string out;
  const json& excluded = field(field(check, "cases"), "excluded");
  if (!excluded.is_object()) return out;
  for (const auto& [name, count] : excluded.items()) {
    if (!count.is_number_integer()) continue;
    out += fmt::format("{}{} by '{}'", out.empty() ? "" : ", ", grouped(count.get<std::int64_t>()),
                       name);
  }
  return out;
}

std::string finding_words(const json& finding) {
  if (!finding.is_object()) return "";
  const std::string instance = text_field(finding, "instance");
  return relation_words(finding) + (instance.empty() ? "" : " (" + instance + ")");
}

// The token that replays the tightest case of the k-th check, for members of families: cases are
// numbered through the checks of a claim, so every earlier check must have gone through all of its
// own. A drawn case may be too large for the brute-force route; a region has no numbered cases.
std::string tightest_token(const json& claim, std::size_t k, const ViewContext& context) {
  const json& checks = list_field(claim, "checks");
  const json& tightest = field(checks[k], "tightest");
  const std::string instance = text_field(tightest, "instance");
  const bool is_case =
      instance.find('=') != std::string::npos && instance.find(' ') == std::string::npos;
  if (text_field(claim, "confirmation").empty() || !is_case ||
      text_field(checks[k], "scope") != "family" || text_field(checks[k], "verdict") != "holds")
    return "";
  std::int64_t index = count_field(tightest, "case");
  for (std::size_t e = 0; e < k; ++e) {
    if (text_field(checks[e], "verdict") != "holds") return "";
    index += count_field(field(checks[e], "cases"), "tried");
  }
  return fmt::format("{}@{}/{}/seed={}/case={}", text_field(claim, "id"), instance, context.profile,
                     context.seed, index);
}

json check_view(const json& check) {
  const json& cases = field(check, "cases");
  const std::string verdict = text_field(check, "verdict"),
                    evidence = text_field(check, "evidence");
  const bool failed = field(check, "failing").is_object() && verdict != "holds";
  const std::string domain = text_field(check, "domain");
  return {{"domain", domain.empty() ? text_field(check, "name") : domain},
          {"evidence", evidence},
          {"code", evidence_code(evidence)},
          {"scope", text_field(check, "scope")},
          {"verdict", verdict},
          {"mark", verdict_mark(verdict)},
          {"reason", text_field(check, "reason")},
          {"met", grouped(count_field(cases, "met"))},
          {"counted", counted_words(check)},
          {"sharpness", sharpness_words(check)},
          {"excluded", excluded_words(check)},
          {"tightest", finding_words(field(check, failed ? "failing" : "tightest"))}};
}

json twin_view(const json& twin, const json& claim) {
  const bool wrong = text_field(twin, "kind") != "control", caught = flag_field(twin, "caught");
  const json& result = field(twin, "result");
  const std::string verdict = text_field(result, "verdict"), name = text_field(twin, "name");
  const json& finding = field(result, wrong ? "failing" : "tightest");
  return {
      {"id", text_field(claim, "id")},
      {"anchor", anchor("claim", text_field(claim, "id"))},
      {"name", name},
      {"wanted", wrong ? "refuted" : "held"},
      {"verdict", verdict},
      {"survived", !caught},
      {"twin_class", caught ? "t-good" : "t-bad"},
      {"twin_mark", caught ? "✔" : "✘"},
      {"by", finding_words(finding)},
      {"twin_words", fmt::format("{}“{}” {}.", wrong ? "" : "control ", name,
                                 caught ? (wrong ? "refuted" : "holds") : "came out " + verdict)}};
}

json used_view(const json& used, const ViewContext& context) {
  const std::string id = used.is_string() ? used.get<std::string>() : "";
  const auto found = context.claims.find(id);
  const std::string verdict =
      found == context.claims.end() ? "skipped" : text_field(*found->second, "verdict");
  return {{"id", id},
          {"anchor", anchor("claim", id)},
          {"verdict", verdict},
          {"mark", verdict_mark(verdict)}};
}

json figures_of(const std::string& id, const ViewContext& context) {
  json out = json::array();
  if (context.figures == nullptr) return out;
  for (const json& figure : *context.figures) {
    for (const json& owner : list_field(figure, "claims")) {
      if (owner == id) {
        out.push_back({{"anchor", anchor("figure", text_field(figure, "id"))},
                       {"text", text_field(figure, "title")}});
      }
    }
  }
  return out;
}

// How hard the law was attacked, in words; empty when it was not.
std::string attack_words(const json& claim) {
  const json &result = field(claim, "attack"), &record = field(result, "attack");
  if (!record.is_object()) return text_field(result, "reason");
  std::string words = fmt::format(
      "{} evaluations on {} charts, {} restarts ({} outside the hypotheses{})",
      grouped(count_field(record, "evaluations")), grouped(count_field(record, "charts")),
      grouped(count_field(record, "restarts")), grouped(count_field(record, "outside")),
      count_field(record, "undecided") > 0
          ? fmt::format(", {} undecided", grouped(count_field(record, "undecided")))
          : "");
  words = (flag_field(record, "found") ? "Broken after " : "Survived ") + words;
  const json& nearest = field(record, "nearest");
  if (!nearest.is_object()) return words + ". No instance with a relation met the hypotheses";
  words +=
      fmt::format(". Smallest relative margin {:.3g} on {}",
                  field(nearest, "relative_margin").get<double>(), text_field(nearest, "chart"));
  const json& slack = field(record, "slack");
  if (!slack.is_object()) return words;
  return words + fmt::format(", {:.3g} from leaving “{}”", field(slack, "value").get<double>(),
                             text_field(slack, "hypothesis"));
}

std::string expected_note(const json& claim) {
  const std::string verdict = text_field(claim, "verdict"),
                    expected = text_field(claim, "expected");
  if (expected.empty()) return "";  // a witness without its claim
  if (flag_field(claim, "as_expected")) return verdict == "holds" ? "" : "as expected";
  return verdict == expected ? "not as expected" : "expected " + expected;
}

json witness_links(const json& claim) {
  json links = json::array();
  for (const json* check : witnesses(claim)) {
    const std::string id = text_field(claim, "id"), name = text_field(*check, "name");
    const std::string file = witness_file(id, name);
    links.push_back({{"anchor", anchor("counterexample", id + "." + name)},
                     {"file", file.substr(file.find('/') + 1)}});
  }
  return links;
}

// What differs from check to check, row to row.
void add_evidence(const json& claim, json& view) {
  const json& path = field(claim, "path");
  const std::string path_evidence = text_field(path, "evidence"),
                    weakest = text_field(path, "weakest_link");
  const bool weaker_elsewhere = !weakest.empty() && weakest != text_field(claim, "id");
  // What does not hold rests on its counterexample alone.
  const bool has_path = text_field(claim, "verdict") == "holds" && !path_evidence.empty();
  view["path_evidence"] = path_evidence;
  view["path_code"] = has_path ? evidence_code(path_evidence) : "";
  view["path_scope"] = text_field(path, "scope");
  view["weakest"] = weaker_elsewhere ? weakest : "";
  view["weakest_anchor"] = anchor("claim", weakest);
  view["path_strength"] = path_strength_words(claim);
  view["reach"] = reach_words(claim);
  view["counted"] = counted_words_of_claim(claim);
  const json& finding = decisive_finding(claim);
  view["margin"] = short_number(field(finding, "margin"));
  view["tightest"] = finding_words(finding);
  view["twins_caught"] = std::to_string(twins_caught(claim));
  view["twins_total"] = std::to_string(list_field(claim, "twins").size());
  view["attack_words"] = attack_words(claim);
  view["attack_trace"] = attack_trace(field(field(claim, "attack"), "measured"));
  const json& nearest = field(field(field(claim, "attack"), "attack"), "nearest");
  // Priors of many chains stay in the result document.
  constexpr std::size_t kLongestShown = 200;
  const std::string instance = nearest.is_object() ? field(nearest, "instance").dump() : "";
  view["attack_instance"] = instance.size() <= kLongestShown ? instance : "";
  const json& example = field(claim, "example");
  const std::string example_verdict = text_field(example, "verdict");
  view["example_verdict"] = example_verdict.empty() ? "skipped" : example_verdict;
  view["example_mark"] = example_verdict.empty() ? "–" : verdict_mark(example_verdict);
  const std::string reason = text_field(example, "reason");
  view["example_words"] = example_verdict == "holds" ? "agree: " + text_field(example, "domain")
                          : reason.empty()           ? example_verdict
                                                     : reason;
}

void add_lists(const json& claim, const ViewContext& context, json& view) {
  view["uncertain"] = list_field(claim, "uncertain");
  view["hypotheses"] = json::array();
  for (const json& h : list_field(claim, "hypotheses")) {
    view["hypotheses"].push_back({{"label", view["hypotheses"].empty() ? "Assumes" : ""},
                                  {"name", text_field(h, "name")},
                                  {"statement_html", prose_html(text_field(h, "statement"))}});
  }
  view["uses"] = json::array();
  for (const json& used : list_field(claim, "uses"))
    view["uses"].push_back(used_view(used, context));
  view["has_uses"] = !view["uses"].empty();
  view["checks"] = json::array();
  view["replays"] = json::array();
  const json& checks = list_field(claim, "checks");
  for (std::size_t k = 0; k < checks.size(); ++k) {
    view["checks"].push_back(check_view(checks[k]));
    const std::string token = tightest_token(claim, k, context);
    if (!token.empty()) view["replays"].push_back({{"token", shell_quoted(token)}});
  }
  view["twins"] = json::array();
  for (const json& twin : list_field(claim, "twins"))
    view["twins"].push_back(twin_view(twin, claim));
  view["has_twins"] = !view["twins"].empty();
  view["witness_links"] = witness_links(claim);
  view["figures_of"] = figures_of(text_field(claim, "id"), context);
  view["has_figures_of"] = !view["figures_of"].empty();
  const auto stated = context.statements.find(text_field(claim, "id"));
  view["stated"] = stated == context.statements.end() ? json::array() : stated->second;
  view["has_stated"] = !view["stated"].empty();
  view["tags"] = list_field(claim, "tags");
  view["has_tags"] = !view["tags"].empty();
}

// How far the claimed relation is from true: "5/36"; nothing where a strict one fails by equality.
std::string false_by(const json& violated) {
  std::string text = number_text(field(violated, "margin"));
  const std::size_t sign = text.find('-');
  // The sign of the number, not that of an exponent.
  if (sign == 0 || (sign != std::string::npos && text[sign - 1] == ' ')) text.erase(sign, 1);
  return text == "0" ? "" : text;
}

std::string shrink_line(const json& shrink, bool shrunk) {
  const std::string tried = text_field(shrink, "tried");
  if (!shrunk) {
    return fmt::format(
        "The first case found is already the smallest: none of the {} simpler cases breaks the law "
        "as clearly.",
        tried);
  }
  return fmt::format(
      "{} of {} simpler cases were taken; each meets every hypothesis and keeps at least {} of the "
      "original violation.",
      text_field(shrink, "accepted"), tried, text_field(shrink, "kept_margin_share"));
}

// The hypotheses that the witness was checked against, by name: the card says what they are.
std::string hypotheses_met(const json& witness) {
  std::string names;
  for (const json& h : list_field(witness, "hypotheses"))
    names += (names.empty() ? "" : "; ") + text_field(h, "name");
  return names;
}

}  // namespace

std::string evidence_meaning(const std::string& evidence) {
  if (evidence == "machine-checked")
    return "machine-checked in Coq, no axioms, for the stated definitions";
  if (evidence == "exact") return "exact arithmetic";
  if (evidence == "interval") return "interval enclosures";
  if (evidence == "precise") return "many digits, not rigorous";
  if (evidence == "statistical") return "sampling with stated error rates";
  return "nothing";
}

std::string scope_meaning(const std::string& scope) {
  if (scope == "universal") return "every instance of those definitions";
  if (scope == "region") return "every point of a continuum";
  if (scope == "family") return "every member of a finite family";
  if (scope == "instance") return "the listed instances only";
  if (scope == "sample") return "drawn cases only";
  return "";
}

std::string strength_words(const json& claim) {
  const std::string verdict = text_field(claim, "verdict"),
                    evidence = text_field(claim, "evidence");
  if (verdict == "refuted") return "one confirmed counterexample, " + evidence_meaning(evidence);
  if (verdict != "holds") return "not shown";
  return evidence_meaning(evidence) + ", " + scope_meaning(text_field(claim, "scope"));
}

std::string shell_quoted(const std::string& word) {
  const std::string safe =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=,@+-";
  if (!word.empty() && word.find_first_not_of(safe) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

namespace {

// "file: name", as keys of definitions are: both parts.
std::pair<std::string, std::string> definition_name(const std::string& key) {
  const std::size_t colon = key.find(": ");
  if (colon == std::string::npos) return {"", key};
  return {key.substr(0, colon), key.substr(colon + 2)};
}

}  // namespace

json definition_views(const json& document) {
  std::set<std::string> named;
  for (const json& claim : list_field(document, "claims")) {
    for (const json& id : list_field(field(claim, "proved_by"), "theorems")) {
      if (!id.is_string()) continue;
      const json& theorem = field(field(document, "theorems"), id.get<std::string>());
      for (const json& key : list_field(theorem, "definitions")) {
        if (key.is_string()) named.insert(key.get<std::string>());
      }
    }
  }
  json views = json::array();
  for (const std::string& key : named) {
    const auto [file, name] = definition_name(key);
    views.push_back({{"anchor", anchor("definition", key)},
                     {"file", file},
                     {"name", name},
                     {"text", text_field(field(document, "definitions"), key)}});
  }
  return views;
}

// What Coq said of the proofs, in a sentence.
std::string proof_words(const json& claim) {
  const json& proof = field(claim, "proof");
  const std::string verdict = text_field(proof, "verdict"), reason = text_field(proof, "reason");
  if (verdict != "holds")
    return fmt::format("not checked by Coq in this run ({}): {}", verdict, reason);
  const json& cases = field(proof, "cases");
  const std::int64_t certificates = count_field(cases, "tried");
  return fmt::format(
      "machine-checked in Coq, no axioms, for the stated definitions{}",
      certificates == 0
          ? std::string("; no evaluator compares the program's numbers with them")
          : fmt::format(". Coq accepted {} numbers of the program on {} instances as those of the "
                        "definitions",
                        grouped(count_field(cases, "relations")), grouped(certificates)));
}

// The theorems that a claim names, with all that a referee needs to read.
void add_proof(const json& claim, const ViewContext& context, json& view) {
  const json& proved_by = field(claim, "proved_by");
  view["proof"] = json::array();
  if (!proved_by.is_object()) return;
  json theorems = json::array();
  std::set<std::string> definitions;  // several theorems rest on the same ones
  for (const json& id : list_field(proved_by, "theorems")) {
    if (!id.is_string() || context.theorems == nullptr) continue;
    const json& theorem = field(*context.theorems, id.get<std::string>());
    for (const json& key : list_field(theorem, "definitions")) {
      if (key.is_string()) definitions.insert(key.get<std::string>());
    }
    theorems.push_back({{"id", id},
                        {"says", text_field(theorem, "says")},
                        {"leaves_out", text_field(theorem, "leaves_out")},
                        {"file", text_field(theorem, "file")},
                        {"statement", text_field(theorem, "statement")}});
  }
  json links = json::array();
  for (const std::string& key : definitions) {
    links.push_back({{"anchor", anchor("definition", key)}, {"name", definition_name(key).second}});
  }
  view["proof"].push_back({{"definitions", links},
                           {"proof_words", proof_words(claim)},
                           {"proof_verdict", text_field(field(claim, "proof"), "verdict")},
                           {"proof_differs", text_field(proved_by, "differs")},
                           {"theorems", theorems}});
}

// Places in code, those of one file together: "theory/a.hpp:18 some_function, :24 another".
std::string places_html(const json& entries) {
  std::string out, last;
  for (const json& entry : entries) {
    const std::string file = text_field(entry, "file");
    if (file.empty()) continue;
    const auto line = count_field(entry, "line");
    if (file != last) out += (out.empty() ? "" : "; ") + xml_escaped(file);
    if (file == last) out += ", ";
    if (line > 0) out += fmt::format(":{}", line);
    const std::string symbol = text_field(entry, "symbol");
    if (!symbol.empty()) out += " " + xml_escaped(symbol);
    last = file;
  }
  return out;
}

// Where a reader finds the code of the law, of its mathematics and of its tests.
void add_code(const json& claim, json& view) {
  const json& code = field(claim, "code");
  std::string all;
  for (const auto& [what, places] :
       {std::pair<std::string, std::string>{"law ", places_html(json::array({field(code, "law")}))},
        {"mathematics ", places_html(list_field(code, "mathematics"))},
        {"tests ", places_html(list_field(code, "test"))}}) {
    if (!places.empty()) all += (all.empty() ? "" : "<br>") + what + places;
  }
  view["code_places"] = all;
}

json claim_view(const json& claim, const ViewContext& context) {
  const std::string id = text_field(claim, "id"), verdict = text_field(claim, "verdict");
  const std::string evidence = text_field(claim, "evidence"), latex = text_field(claim, "latex");
  const ClaimOutcome outcome = outcome_of(claim, *context.request);
  const bool passed = outcome.outcome == Outcome::passed;
  json view = {{"id", id},
               {"anchor", anchor("claim", id)},
               {"statement", text_field(claim, "statement")},
               {"statement_html", prose_html(text_field(claim, "statement"))},
               {"latex", latex},
               {"formula", mathml(latex).value_or("")},
               {"paper", text_field(field(claim, "source"), "paper")},
               {"where", text_field(field(claim, "source"), "where")},
               {"formal_html", prose_html(text_field(claim, "formal"))},
               {"divergence", text_field(claim, "divergence")},
               {"divergence_html", prose_html(text_field(claim, "divergence"))},
               {"confirmation", text_field(claim, "confirmation")},
               {"verdict", verdict},
               {"verdict_words",
                verdict + (expected_note(claim).empty() ? "" : ", " + expected_note(claim))},
               {"mark", verdict_mark(verdict)},
               {"expected", text_field(claim, "expected")},
               {"expected_note", expected_note(claim)},
               {"unexpected", !passed},
               {"outcome", to_text(outcome.outcome)},
               {"reason", !passed              ? outcome.reason
                          : verdict == "holds" ? ""
                                               : text_field(claim, "reason")},
               {"evidence", evidence},
               {"code", evidence_code(evidence)},
               {"scope", text_field(claim, "scope")},
               {"strength", strength_words(claim)}};
  const auto change = context.changes.find(id);
  view["change"] = change == context.changes.end() ? "" : change->second;
  view["changed"] = change != context.changes.end() && change->second != "same";
  add_evidence(claim, view);
  add_lists(claim, context, view);
  add_code(claim, view);
  add_proof(claim, context, view);
  return view;
}

json counterexample_views(const json& claim) {
  json views = json::array();
  for (const json* check : witnesses(claim)) {
    const json& w = field(*check, "witness");
    const json &violated = field(w, "violated"), &original = field(w, "original"),
               &shrink = field(w, "shrink");
    const json& confirmation = field(w, "confirmation");
    const std::string id = text_field(claim, "id"),
                      file = witness_file(id, text_field(*check, "name"));
    const std::string verdict = text_field(*check, "verdict");
    const json& before = field(original, "violated");
    const bool shrunk = field(original, "instance") != field(w, "instance");
    views.push_back(
        {{"id", id},
         {"anchor", anchor("counterexample", id + "." + text_field(*check, "name"))},
         {"claim_anchor", anchor("claim", id)},
         {"verdict", verdict},
         {"mark", verdict_mark(verdict)},
         {"expected_note", expected_note(claim)},
         {"statement_html", prose_html(text_field(w, "statement"))},
         {"summary", text_field(w, "summary")},
         {"instance", instance_html(field(w, "instance"), text_field(violated, "site"))},
         {"sites", sites_html(field(w, "sites"), text_field(claim, "latex"))},
         {"claimed", relation_words(violated)},
         {"margin", false_by(violated)},
         {"shrunk", shrunk},
         {"original_summary", text_field(original, "summary")},
         {"original_instance",
          shrunk ? instance_html(field(original, "instance"), text_field(before, "site")) : ""},
         {"original_claimed", relation_words(before)},
         {"original_margin", false_by(before)},
         {"shrink_line", shrink_line(shrink, shrunk)},
         {"route", text_field(confirmation, "route")},
         {"agrees", text_field(confirmation, "agrees") == "yes"  ? "✘ broken, too"
                    : text_field(confirmation, "agrees") == "no" ? "✔ holds: the routes differ"
                                                                 : "? cannot be decided"},
         {"hypotheses_met", hypotheses_met(w)},
         {"has_hypotheses_met", !list_field(w, "hypotheses").empty()},
         {"has_token", !text_field(w, "replay").empty()},
         {"token_quoted", shell_quoted(text_field(w, "replay"))},
         {"file", file},
         {"download", file.substr(file.find('/') + 1)},
         {"text", w.dump(2) + "\n"}});
  }
  return views;
}

}  // namespace lemmascope::report
