// lemmascope replay: one case again, verbose, by every route.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "properties/claim/exit_codes.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/claim/replay_token.hpp"
#include "reports/cli/commands.hpp"
#include "reports/model/result_file.hpp"
#include "reports/model/schema_check.hpp"
#include "reports/model/this_program.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

const claim::Claim& claim_named(const std::string& id) {
  const claim::Claim* found = catalogue::find_claim(id);
  if (found == nullptr) {
    refuse(fmt::format("there is no claim '{}'{}", id,
                       claim::did_you_mean(catalogue::nearest_claim(id))));
  }
  require(bool(found->replay), id +
                                   " cannot be replayed case by case: it is an experiment, not a "
                                   "law about instances; run `" +
                                   command_line("check " + id) + "`");
  return *found;
}

struct Replayed {
  const claim::Claim* claim = nullptr;
  json report;
  bool is_witness = false;
};

// The routes on an instance that somebody may have written by hand.
json replay_of(const claim::Claim& claim, const json& instance, const std::string& path) {
  try {
    return claim.replay(instance);
  } catch (const json::exception&) {
    refuse(fmt::format("{}: instance: expected an instance of {}", path, claim.id));
  } catch (const PreconditionError& failure) {
    refuse(fmt::format("{}: instance: {}", path, failure.what()));
  }
}

Replayed from_witness(const std::string& path) {
  const json witness = read_document(path, kWitnessSchema);
  require_schema(witness, "witness", path);
  const claim::Claim& claim = claim_named(text_field(witness, "claim"));
  json report = replay_of(claim, field(witness, "instance"), path);
  const std::string told = text_field(witness, "summary"), found = text_field(report, "summary");
  require(told == found,
          fmt::format("{}: the summary says {}, the instance is {}", path, told, found));
  return {&claim, std::move(report), true};
}

// The instance an attack finds, found again: the same steps lead to it.
json attacked_instance(const claim::Claim& claim, claim::RunContext context,
                       std::int64_t evaluations) {
  require(claim::is_attacked(claim), claim.id + " is not attacked");
  context.attack_evaluations = evaluations;
  const claim::CheckResult found = claim.attack(context);
  require(found.attack && found.attack->instance != nullptr,
          fmt::format("{}: no instance of the attack met every hypothesis", claim.id));
  return *found.attack->instance;
}

json named_instance(const claim::Claim& claim, const claim::ReplayToken& token) {
  claim::RunContext context;
  context.profile = token.profile;
  context.seed = token.seed;
  if (token.attack_evaluations > 0)
    return attacked_instance(claim, context, token.attack_evaluations);
  require(bool(claim.instance_at), token.claim + " has no numbered cases");
  return claim.instance_at(context, token.case_index);
}

Replayed from_token(const std::string& text) {
  const claim::ReplayToken token = claim::parse_replay_token(text);
  const claim::Claim& claim = claim_named(token.claim);
  json report = claim.replay(named_instance(claim, token));
  const std::string found = text_field(report, "summary");
  require(
      token.summary == found,
      fmt::format("{} {} of {} (profile {}, seed {}) is {}, the token says {}: it is of "
                  "another version of the program, or was changed",
                  token.attack_evaluations > 0 ? "attack" : "case",
                  token.attack_evaluations > 0 ? token.attack_evaluations : token.case_index,
                  token.claim, claim::to_text(token.profile), token.seed, found, token.summary));
  return {&claim, std::move(report), false};
}

bool is_matrix(const json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(),
                     [](const json& row) { return row.is_array() && !row.empty(); });
}

std::string entry_text(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Rows under each other, columns flush right.
void print_matrix(const std::string& name, const json& rows, const Console& console) {
  std::size_t widest = 1;
  for (const json& row : rows) {
    for (const json& entry : row) widest = std::max(widest, entry_text(entry).size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string line = fmt::format("  {:<20}", i == 0 ? name : "");
    for (const json& entry : rows[i]) line += fmt::format(" {:>{}}", entry_text(entry), widest);
    console.print(line);
  }
}

// "0 root, 1 from 0, 2 query"
std::string graph_words(const json& parents) {
  std::string out;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    const json& p = parents[i];
    const bool root = p.is_array() ? p.empty() : p.is_number_integer() && p.get<long>() < 0;
    out += fmt::format("{} {}, ", i, root ? "root" : "from " + p.dump());
  }
  return out + fmt::format("{} query", parents.size());
}

void print_instance(const json& instance, const Console& console) {
  for (const auto& [key, value] : instance.items()) {
    if (key == "parents" && value.is_array()) {
      console.print(fmt::format("  {:<20} {}", "graph", graph_words(value)));
    } else if (key == "prior" && value.is_array()) {
      for (const json& atom : value) {
        const std::string weight = text_field(atom, "weight");
        print_matrix(weight == "1" ? "chain" : "chain of weight " + weight, field(atom, "chain"),
                     console);
      }
    } else if (is_matrix(value)) {
      print_matrix(key, value, console);
    } else {
      console.print(fmt::format("  {:<20} {}", key, entry_text(value)));
    }
  }
}

void print_finding(const char* name, const json& finding, const Console& console) {
  if (!finding.is_object()) return;
  const std::string site = text_field(finding, "site");
  auto exact = [](const json& number) {
    const std::string text = text_field(number, "value"), radius = text_field(number, "radius");
    return radius.empty() ? text : text + " ± " + radius;
  };
  console.print(fmt::format("      {:<9} {}{} {} {}   (margin {})", name,
                            site.empty() ? "" : "at " + site + ": ", exact(field(finding, "lhs")),
                            text_field(finding, "op"), exact(field(finding, "rhs")),
                            exact(field(finding, "margin"))));
}

// "holds in all 6 relations", "is broken"
std::string route_words(const json& route) {
  const std::string holds = text_field(route, "holds"), relations = text_field(route, "relations");
  if (holds == "yes")
    return relations == "1" ? "holds in its one relation"
                            : "holds in all " + relations + " relations";
  return holds == "no" ? "is broken" : "cannot be decided";
}

// The hypotheses that are not met, in quotes; empty when all are.
std::string unmet(const json& report) {
  std::string names;
  for (const json& h : list_field(report, "hypotheses")) {
    if (text_field(h, "met") != "yes")
      names += fmt::format("{}'{}'", names.empty() ? "" : ", ", text_field(h, "name"));
  }
  return names;
}

void print_report(const Replayed& replayed, const Console& console) {
  const json& report = replayed.report;
  console.print(console.bold(replayed.claim->id));
  console.print(wrapped(replayed.claim->statement, console.width(), 0));
  console.print("");
  console.print(fmt::format("{} {}", console.bold("Instance"), text_field(report, "summary")));
  print_instance(field(report, "instance"), console);
  console.print("");
  console.print(console.bold("Hypotheses"));
  if (list_field(report, "hypotheses").empty()) console.print("  the claim has none");
  for (const json& h : list_field(report, "hypotheses")) {
    const bool met = text_field(h, "met") == "yes";
    console.print("  " + wrapped(fmt::format("{:<8} {}: {}", met ? "met" : "NOT met",
                                             text_field(h, "name"), text_field(h, "statement")),
                                 console.width() - 2, 11));
  }
  console.print("");
  console.print(console.bold("Routes"));
  if (list_field(report, "routes").empty())
    console.print("  not asked: the law is stated where every hypothesis is met");
  int k = 0;
  for (const json& route : list_field(report, "routes")) {
    const std::string name = text_field(route, "route");
    console.print(fmt::format("  {}. {}: {}", ++k, name == "law" ? "the law" : name,
                              console.bold(route_words(route))));
    const bool broken = field(route, "failing").is_object();
    if (!broken) print_finding("tightest", field(route, "tightest"), console);
    print_finding("claimed", field(route, "failing"), console);
  }
}

struct Conclusion {
  int code = kAsExpected;
  std::string words;
};

// A file claims to hold a counterexample: anything else is a change for the worse.
Conclusion about_witness(const Replayed& replayed, bool broken, bool undecided) {
  const std::string missing = unmet(replayed.report);
  if (!missing.empty())
    return {kRegression, "no counterexample: the hypothesis " + missing + " is not met"};
  if (undecided) return {kRequirement, "the case cannot be decided"};
  if (!broken)
    return {kRegression, "the law holds here, by every route: this file shows no counterexample"};
  return {
      kAsExpected,
      "the counterexample stands: every hypothesis is met and every route finds the law broken"};
}

Conclusion about_case(const Replayed& replayed, bool broken, bool undecided) {
  const std::string missing = unmet(replayed.report);
  if (!missing.empty())
    return {kAsExpected,
            fmt::format("the hypothesis {} is not met: the claim says nothing about this case",
                        missing)};
  if (undecided) return {kRequirement, "the case cannot be decided"};
  if (!broken) return {kAsExpected, "the law holds here, by every route"};
  const bool expected = replayed.claim->expected == claim::Verdict::refuted;
  return {expected ? kAsExpected : kRefuted,
          fmt::format("the law is broken here by every route{}",
                      expected ? ", as expected: the claim is there to be refuted" : "")};
}

Conclusion conclusion(const Replayed& replayed) {
  const json& routes = list_field(replayed.report, "routes");
  auto any = [&](const char* answer) {
    return std::any_of(routes.begin(), routes.end(),
                       [&](const json& r) { return text_field(r, "holds") == answer; });
  };
  if (any("yes") && any("no"))
    return {kContradiction, "the routes contradict each other: an alarm about the tool itself"};
  return replayed.is_witness ? about_witness(replayed, any("no"), any("unknown"))
                             : about_case(replayed, any("no"), any("unknown"));
}

}  // namespace

int replay(const std::string& token_or_file, bool json_output, const Console& console) {
  const bool is_file = std::filesystem::exists(token_or_file) || token_or_file.ends_with(".json");
  Replayed replayed = is_file ? from_witness(token_or_file) : from_token(token_or_file);
  const auto [code, words] = conclusion(replayed);
  if (json_output) {
    replayed.report["exit_code"] = code;
    replayed.report["conclusion"] = words;
    console.print(replayed.report.dump(2));
    return code;
  }
  print_report(replayed, console);
  console.print("");
  console.print(words);
  console.print(fmt::format("{} passed, {} failed, {} skipped", code == kAsExpected ? 1 : 0,
                            code != kAsExpected && code != kRequirement ? 1 : 0,
                            code == kRequirement ? 1 : 0));
  return code;
}

}  // namespace lemmascope::report
