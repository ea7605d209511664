// lemmascope replay: one case again, verbose, by every route.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "properties/claim/registry.hpp"
#include "properties/claim/replay_token.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/model/result_file.hpp"
#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

const claim::Claim& claim_named(const std::string& id) {
  const claim::Claim* found = claim::find_claim(id);
  if (found == nullptr) {
    const std::string near = claim::nearest_claim(id);
    refuse(fmt::format("there is no claim '{}'{}", id,
                       near.empty() ? "" : "; did you mean " + near + "?"));
  }
  require(bool(found->replay), id +
                                   " cannot be replayed case by case: it is an experiment, not a "
                                   "law about instances; run `lemmascope check " +
                                   id + "`");
  return *found;
}

struct Replayed {
  const claim::Claim* claim = nullptr;
  json report;
  bool is_witness = false;
};

Replayed from_witness(const std::string& path) {
  const json witness = read_document(path, kWitnessSchema);
  const claim::Claim& claim = claim_named(text_field(witness, "claim"));
  return {&claim, claim.replay(field(witness, "instance")), true};
}

Replayed from_token(const std::string& text) {
  const claim::ReplayToken token = claim::parse_replay_token(text);
  const claim::Claim& claim = claim_named(token.claim);
  require(bool(claim.instance_at), token.claim + " has no numbered cases");
  claim::RunContext context;
  context.profile = token.profile;
  context.seed = token.seed;
  return {&claim, claim.replay(claim.instance_at(context, token.case_index)), false};
}

void print_instance(const json& instance, const Console& console) {
  for (const auto& [key, value] : instance.items()) {
    console.print(fmt::format("  {:<12} {}", key, value.dump()));
  }
}

void print_finding(const char* name, const json& finding, const Console& console) {
  if (!finding.is_object()) return;
  const std::string site = text_field(finding, "site");
  auto exact = [](const json& number) {
    const std::string text = text_field(number, "value"), radius = text_field(number, "radius");
    return radius.empty() ? text : text + " ± " + radius;
  };
  console.print(fmt::format("    {:<9} {}{} {} {}   (margin {})", name,
                            site.empty() ? "" : site + ": ", exact(field(finding, "lhs")),
                            text_field(finding, "op"), exact(field(finding, "rhs")),
                            exact(field(finding, "margin"))));
}

void print_report(const Replayed& replayed, const Console& console) {
  const json& report = replayed.report;
  console.print(console.bold(replayed.claim->id));
  console.print(wrapped(replayed.claim->statement, console.width(), 0));
  console.print("");
  console.print(fmt::format("{} {}", console.bold("Instance"), text_field(report, "summary")));
  print_instance(field(report, "instance"), console);
  for (const json& h : list_field(report, "hypotheses")) {
    console.print(fmt::format("{} {}: {} ({})", console.bold("Assumes"), text_field(h, "name"),
                              text_field(h, "statement"),
                              text_field(h, "met") == "yes" ? "met" : "NOT met"));
  }
  for (const json& route : list_field(report, "routes")) {
    const std::string holds = text_field(route, "holds");
    console.print(fmt::format("{} {}: {} in {} relations", console.bold("Route"),
                              text_field(route, "route"),
                              holds == "yes"  ? "holds"
                              : holds == "no" ? "is broken"
                                              : "cannot be decided",
                              text_field(route, "relations")));
    print_finding("tightest", field(route, "tightest"), console);
    print_finding("violated", field(route, "failing"), console);
  }
}

// All routes say the same, or some say yes where others say no.
int verdict_code(const Replayed& replayed) {
  const json& routes = list_field(replayed.report, "routes");
  auto any = [&](const char* answer) {
    return std::any_of(routes.begin(), routes.end(),
                       [&](const json& r) { return text_field(r, "holds") == answer; });
  };
  const json& hypotheses = list_field(replayed.report, "hypotheses");
  const bool met = std::all_of(hypotheses.begin(), hypotheses.end(),
                               [](const json& h) { return text_field(h, "met") == "yes"; });
  if (any("yes") && any("no")) return kContradiction;
  const bool broken = met && any("no") && !any("unknown");
  if (replayed.is_witness) return broken ? kAsExpected : kRegression;
  if (any("unknown")) return kRequirement;
  return broken && replayed.claim->expected != claim::Verdict::refuted ? kRefuted : kAsExpected;
}

std::string conclusion(const Replayed& replayed, int code) {
  if (code == kContradiction)
    return "the routes contradict each other: an alarm about the tool itself";
  if (replayed.is_witness)
    return code == kAsExpected ? "the counterexample stands: every hypothesis is met and every "
                                 "route finds the law broken"
                               : "the counterexample does not stand any more";
  if (code == kRequirement) return "the case cannot be decided";
  const json& first = list_field(replayed.report, "routes").front();
  return text_field(first, "holds") == "yes" ? "the law holds here"
                                             : "the law is broken here, or a hypothesis is not met";
}

}  // namespace

int replay(const std::string& token_or_file, bool json_output, const Console& console) {
  const bool is_file = std::filesystem::exists(token_or_file) || token_or_file.ends_with(".json");
  Replayed replayed = is_file ? from_witness(token_or_file) : from_token(token_or_file);
  const int code = verdict_code(replayed);
  if (json_output) {
    replayed.report["exit_code"] = code;
    console.print(replayed.report.dump(2));
    return code;
  }
  print_report(replayed, console);
  console.print("");
  console.print(conclusion(replayed, code));
  console.print(fmt::format("{} passed, {} failed, 0 skipped", code == kAsExpected ? 1 : 0,
                            code == kAsExpected ? 0 : 1));
  return code;
}

}  // namespace lemmascope::report
