// lemmascope list and explain: what exists, and what one claim says.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/result.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/this_program.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

void list_claims(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (const claim::Claim& c : catalogue::every_claim()) {
    if (json) {
      all.push_back(claim::record_json(c));
    } else {
      const std::string mark = c.proved_by.theorems.empty() ? "" : " [proved in Coq]";
      console.print(
          fmt::format("{:<44} {}", c.id, wrapped(c.statement + mark, console.width(), 45)));
    }
  }
  if (json) console.print(all.dump(2));
}

nlohmann::json option_json(const compute::Option& option) {
  nlohmann::json json = {
      {"name", option.name}, {"help", option.help}, {"expects", compute::expectation_of(option)}};
  if (!option.usual.empty()) json["default"] = option.usual;
  if (option.required) json["required"] = true;
  if (option.repeatable) json["repeatable"] = true;
  if (!option.choices.empty()) json["choices"] = option.choices;
  if (!option.needs.empty()) json["needs_one_of"] = option.needs;
  if (!option.excludes.empty()) json["excludes"] = option.excludes;
  return json;
}

}  // namespace

nlohmann::json options_json(const std::vector<compute::Option>& options) {
  nlohmann::json all = nlohmann::json::array();
  for (const compute::Option& option : options) all.push_back(option_json(option));
  return all;
}

namespace {

void list_quantities(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (const compute::Calculator& c : catalogue::every_calculator()) {
    const std::string name = catalogue::short_name(c);
    if (json) {
      all.push_back({{"name", name},
                     {"paper", c.paper},
                     {"summary", c.summary},
                     {"formula", c.formula},
                     {"options", options_json(compute::every_option(c))}});
    } else {
      console.print(fmt::format("{:<22} {}", name, wrapped(c.summary, console.width(), 23)));
    }
  }
  if (json) console.print(all.dump(2));
}

// Trainings or reproductions, `line` says what one is.
template <class Item, class Line>
void list_items(const std::vector<catalogue::OfPaper<Item>>& items, bool json,
                const Console& console, Line line) {
  nlohmann::json all = nlohmann::json::array();
  for (const auto& one : items) {
    const std::string name = short_name(one), text = line(one.item);
    if (json) {
      all.push_back({{"name", name},
                     {"paper", one.paper->key},
                     {"summary", text},
                     {"options", options_json(one.item.options)}});
    } else {
      console.print(fmt::format("{:<22} {}", name, wrapped(text, console.width(), 23)));
    }
  }
  if (json) console.print(all.dump(2));
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::size_t unchecked(const catalogue::Paper& paper) {
  return static_cast<std::size_t>(
      std::count_if(paper.statements.begin(), paper.statements.end(),
                    [](const catalogue::Statement& s) { return s.claims.empty(); }));
}

// What each paper states and how much of it is checked.
void list_papers(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  constexpr auto kRow = "{:<12} {:<18} {:>10} {:>9} {:>6} {:>8} {:>10}  {}";
  if (!json) {
    console.print(fmt::format(kRow, "paper", "source", "statements", "unchecked", "claims",
                              "refuted", "quantities", "title"));
  }
  for (const catalogue::Paper& paper : catalogue::every_paper()) {
    const std::vector<claim::Claim> claims = paper.claims();
    const auto refuted = std::count_if(claims.begin(), claims.end(), [](const claim::Claim& c) {
      return c.expected == claim::Verdict::refuted;
    });
    const std::size_t quantities = paper.quantities == nullptr ? 0 : paper.quantities().size();
    if (json) {
      all.push_back({{"key", paper.key},
                     {"name", paper.name},
                     {"title", paper.title},
                     {"statements", paper.statements.size()},
                     {"unchecked", unchecked(paper)},
                     {"claims", claims.size()},
                     {"expected_refutations", refuted},
                     {"quantities", quantities}});
    } else {
      console.print(fmt::format(kRow, paper.key, paper.name, paper.statements.size(),
                                unchecked(paper), claims.size(), refuted, quantities, paper.title));
    }
  }
  if (json) console.print(all.dump(2));
}

// Every statement of every paper with its claims, or the reason why none checks it.
void list_statements(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (const catalogue::Paper& paper : catalogue::every_paper()) {
    if (!json) console.print(console.bold(fmt::format("{}, {}", paper.name, paper.title)));
    for (const catalogue::Statement& s : paper.statements) {
      if (json) {
        all.push_back({{"paper", paper.key},
                       {"label", s.label},
                       {"place", s.place},
                       {"words", s.words},
                       {"claims", s.claims},
                       {"unchecked_because", s.unchecked_because}});
        continue;
      }
      const std::string by =
          s.claims.empty() ? "not checked: " + s.unchecked_because : "claims: " + joined(s.claims);
      console.print(fmt::format(
          "{:<22} {}", s.label,
          wrapped(fmt::format("{} [{}] {}", s.words, s.place, by), console.width(), 23)));
    }
  }
  if (json) console.print(all.dump(2));
}

// The first declared option of that name that has choices; null when there is none.
const compute::Option* option_with_choices(const std::string& name) {
  for (const compute::Calculator& c : catalogue::every_calculator()) {
    const compute::Option* option = compute::find_option(c.options, name);
    if (option != nullptr && !option->choices.empty()) return option;
  }
  return nullptr;
}

// `list graphs`: what the option --graph can be.
void list_choices(const compute::Option& option, bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  for (std::size_t k = 0; k < option.choices.size(); ++k) {
    const std::string meaning = k < option.choice_help.size() ? option.choice_help[k] : "";
    if (json) {
      all.push_back({{"name", option.choices[k]}, {"meaning", meaning}});
    } else {
      console.print(fmt::format("{:<22} {}", option.choices[k], meaning));
    }
  }
  if (json) console.print(all.dump(2));
}

// A selection of claims with a name: what `check` runs when it is asked so.
struct Suite {
  std::string name, command;
  std::size_t claims = 0;
};

std::vector<Suite> every_suite() {
  std::map<std::string, std::size_t> areas, tags;
  std::vector<std::string> papers;
  const auto& claims = catalogue::every_claim();
  for (const claim::Claim& c : claims) {
    ++areas[c.id.substr(0, c.id.find('/'))];
    for (const auto& tag : c.tags) ++tags[tag];
    const std::string paper = c.source.paper.substr(c.source.paper.rfind(' ') + 1);
    if (std::find(papers.begin(), papers.end(), paper) == papers.end()) papers.push_back(paper);
  }
  std::vector<Suite> suites{{"default", command_line("check"), claims.size()}};
  for (const auto& paper : papers) {
    suites.push_back({"paper " + paper, command_line("check --paper " + paper),
                      catalogue::select_claims({}, "", paper).size()});
  }
  for (const auto& [area, count] : areas)
    suites.push_back({"area " + area, command_line(fmt::format("check '{}/*'", area)), count});
  for (const auto& [tag, count] : tags)
    suites.push_back({"tag " + tag, command_line("check --tag " + tag), count});
  return suites;
}

void list_suites(bool json, const Console& console) {
  nlohmann::json all = nlohmann::json::array();
  if (!json) console.print(fmt::format("{:<28} {:>6}  {}", "suite", "claims", "command"));
  for (const Suite& s : every_suite()) {
    if (json) {
      all.push_back({{"name", s.name}, {"claims", s.claims}, {"command", s.command}});
    } else {
      console.print(fmt::format("{:<28} {:>6}  {}", s.name, s.claims, s.command));
    }
  }
  if (json) {
    console.print(all.dump(2));
  } else {
    console.print(
        "every suite takes --profile quick (the default), pr or nightly: larger families");
  }
}

void section(const Console& console, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  constexpr int kIndent = 14;
  console.print(fmt::format("{}{}", console.bold(fmt::format("{:<14}", name)),
                            wrapped(text, console.width(), kIndent)));
}

// Entries of a list under one name.
void sections(const Console& console, const std::string& name,
              const std::vector<std::string>& texts) {
  for (std::size_t k = 0; k < texts.size(); ++k) section(console, k == 0 ? name : "", texts[k]);
}

// "theory/mine/some_law.hpp:24", as editors and compilers write it.
std::string place_text(const claim::Place& place) {
  return place.line > 0 ? fmt::format("{}:{}", place.file, place.line) : place.file;
}

std::vector<std::string> reference_texts(const std::vector<claim::Reference>& references) {
  std::vector<std::string> texts;
  for (const auto& r : references) {
    texts.push_back(fmt::format("{} ({})", place_text(r.place), r.symbol));
  }
  return texts;
}

void print_explained(const claim::Claim& c, const Console& console) {
  console.print(console.bold(c.id));
  console.print("");
  console.print(wrapped(c.statement, console.width(), 0));
  console.print("");
  console.print("    " + c.latex);
  console.print("");
  std::vector<std::string> assumed, twins, users;
  for (const auto& h : c.hypotheses) assumed.push_back(h.name + ": " + h.statement);
  for (const auto& t : c.twins) {
    const bool wrong = t.kind == claim::Twin::Kind::wrong;
    twins.push_back(fmt::format("{} ({})", t.name, wrong ? "must be refuted" : "must hold"));
  }
  for (const claim::Claim& other : catalogue::every_claim()) {
    if (std::find(other.uses.begin(), other.uses.end(), c.id) != other.uses.end())
      users.push_back(other.id);
  }
  section(console, "Source", fmt::format("{}, {}", c.source.paper, c.source.where));
  section(console, "Formally", c.formal);
  section(console, "Difference", c.divergence);
  sections(console, "Not confirmed", c.uncertain);
  sections(console, "Assumes", assumed);
  sections(console, "Uses", c.uses);
  sections(console, "Used by", users);
  section(console, "Confirmed by", c.confirmation);
  section(console, "Values by", c.values_route);
  section(console, "No values", c.values_uncompared);
  section(console, "Tautology", c.tautology);
  if (!c.proved_by.theorems.empty()) {
    section(console, "Proved by",
            fmt::format("{} (machine-checked in Coq, no axioms, for the stated definitions; "
                        "{} shows them)",
                        joined(c.proved_by.theorems), command_line("proofs " + c.id)));
    section(console, "Proof differs", c.proved_by.differs);
  }
  section(console, "Also proved", joined(c.proved_in_part));
  sections(console, "Twins", twins);
  section(console, "Attacked",
          is_attacked(c)
              ? fmt::format("with {} evaluations in quick, {} in pr, {} in nightly; by hand: "
                            "{}",
                            c.attack_effort.quick, c.attack_effort.pr, c.attack_effort.nightly,
                            command_line("attack " + c.id))
              : "no: it offers no continuous parameters to move");
  section(console, "Expected", std::string(claim::to_text(c.expected)));
  section(console, "Law", place_text(c.code.law));
  sections(console, "Mathematics", reference_texts(c.code.mathematics));
  sections(console, "Tests", reference_texts(c.code.tests));
  section(console, "Check it", command_line("check " + c.id));
}

}  // namespace

int list(const ListOptions& options, const Console& console) {
  const std::string& kind = options.kind;
  const bool json = options.json;
  require(options.result.empty() || kind == "findings",
          fmt::format("list: --result: expected with findings, found with {}",
                      compute::in_quotes(kind)));
  if (kind == "claims") {
    list_claims(json, console);
  } else if (kind == "papers") {
    list_papers(json, console);
  } else if (kind == "statements") {
    list_statements(json, console);
  } else if (kind == "findings") {
    list_findings(options.result, json, console);
  } else if (kind == "quantities") {
    list_quantities(json, console);
  } else if (kind == "trainings") {
    list_items(catalogue::every_training(), json, console,
               [](const catalogue::Training& t) { return t.summary; });
  } else if (kind == "reproductions") {
    list_items(
        catalogue::every_reproduction(), json, console,
        [](const catalogue::Reproduction& r) { return fmt::format("{}: {}", r.title, r.shows); });
  } else if (kind == "suites") {
    list_suites(json, console);
  } else {
    const auto* option =
        kind.ends_with("s") ? option_with_choices(kind.substr(0, kind.size() - 1)) : nullptr;
    if (option == nullptr) {
      refuse(fmt::format(
          "list: expected claims, papers, statements, findings, suites, quantities, trainings, "
          "reproductions or an option with choices such as graphs, found {}",
          compute::in_quotes(kind)));
    }
    list_choices(*option, json, console);
  }
  return kAsExpected;
}

int explain(const std::string& id, bool json, const Console& console) {
  const claim::Claim* found = catalogue::find_claim(id);
  if (found == nullptr) {
    const std::string near = catalogue::nearest_claim(id);
    refuse(fmt::format("there is no claim '{}'{}", id,
                       near.empty() ? fmt::format("; `{}` shows all", command_line("list claims"))
                                    : claim::did_you_mean(near)));
  }
  const claim::Claim& c = *found;
  if (json) {
    console.print(claim::record_json(c).dump(2));
    return kAsExpected;
  }
  print_explained(c, console);
  return kAsExpected;
}

}  // namespace lemmascope::report
