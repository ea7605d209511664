#include "properties/claim/refutation.hpp"

#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <string_view>

#include "properties/claim/transcript.hpp"

namespace lemmascope::claim {
namespace {

// A shrunk witness keeps at least this share of the original's violation margin (one tenth), so
// that a counterexample does not fade while it gets simpler.
constexpr double kKeptMarginShare = 0.1;

// Evaluations a shrink may spend; a bound, never reached by the small instances of the suite.
constexpr int kShrinkBudget = 20000;

/// A counterexample on its way to the smallest one.
struct Shrunk {
  Instance instance;
  CaseOutcome outcome;
  int accepted = 0;
  int tried = 0;
  int threw = 0;
};

// The outcome if the candidate meets every hypothesis and breaks the law by at least `least`.
std::optional<CaseOutcome> still_fails(const FailingCase& at, const Instance& candidate,
                                       double least, int& threw) {
  try {
    if (first_unmet(at.hypotheses, candidate) != nullptr) return std::nullopt;
    CaseOutcome outcome = at.law(candidate);
    if (outcome.holds != Truth::no || -outcome.failing->margin.approximate < least) {
      return std::nullopt;
    }
    return outcome;
  } catch (const std::exception&) {
    ++threw;
    return std::nullopt;
  }
}

// Walks to simpler instances greedily: the first that meets every hypothesis, still breaks the law
// and keeps kKeptMarginShare of the original margin is taken, until none is left.
Shrunk shrink(const FailingCase& at, const Instance& original) {
  Shrunk best{original, at.law(original)};
  const double least = -kKeptMarginShare * best.outcome.failing->margin.approximate;
  for (bool moved = true; moved;) {
    moved = false;
    for (const Instance& candidate : best.instance.simpler()) {
      if (++best.tried > kShrinkBudget) return best;
      auto outcome = still_fails(at, candidate, least, best.threw);
      if (!outcome) continue;
      best.outcome = *std::move(outcome);
      best.instance = candidate;
      ++best.accepted;
      moved = true;
      break;
    }
  }
  return best;
}

/// What the independent route says about a counterexample: `holds` of the law, or what it threw.
struct SecondOpinion {
  Truth holds = Truth::unknown;
  std::string threw;
};

SecondOpinion second_opinion(const Evaluation<Instance>& confirmation, const Instance& instance) {
  try {
    return {confirmation(instance).holds, ""};
  } catch (const std::exception& failure) {
    return {Truth::unknown, failure.what()};
  }
}

// How many coordinates a site has.
std::size_t coordinates_of(const Site& site) {
  std::size_t count = 0;
  for (const auto& coordinate : site.coordinates) count += coordinate.name != nullptr ? 1 : 0;
  return count;
}

bool alike(const Site& a, const Site& b) {
  for (std::size_t k = 0; k < 2; ++k) {
    if (std::string_view(a.coordinates[k].name) != b.coordinates[k].name) return false;
  }
  return true;
}

// All relations of the law on an instance as {names, op, cells: [{at, lhs, rhs, holds}]}: the
// matrix in which it breaks. Null where its sites are no pairs of the same two coordinates or are
// too many to be read.
nlohmann::json sites_of(const Evaluation<Instance>& law, const Instance& instance) {
  constexpr std::size_t kLeast = 2, kMost = 144;
  const Transcript transcript(Transcript::Keep::entries);
  law(instance);
  const auto& entries = transcript.entries();
  if (entries.size() < kLeast || entries.size() > kMost) return {};
  nlohmann::json cells = nlohmann::json::array();
  const TranscriptEntry& first = entries.front();
  for (const TranscriptEntry& entry : entries) {
    if (coordinates_of(entry.site) != 2 || !alike(entry.site, first.site) || entry.op != first.op)
      return {};
    const auto& at = entry.site.coordinates;
    cells.push_back({{"at", {at[0].value, at[1].value}},
                     {"lhs", quantity_of(*entry.lhs).approximate},
                     {"rhs", quantity_of(*entry.rhs).approximate},
                     {"holds", to_text(entry.answer)}});
  }
  return {{"names", {first.site.coordinates[0].name, first.site.coordinates[1].name}},
          {"op", to_text(first.op)},
          {"cells", std::move(cells)}};
}

nlohmann::json witness_of(const FailingCase& at, const Instance& original,
                          const Finding& original_finding, const Shrunk& smallest,
                          const SecondOpinion& second, const std::string& token) {
  nlohmann::json met = nlohmann::json::array();
  for (const auto& h : at.hypotheses) met.push_back({{"name", h.name}, {"met", true}});
  nlohmann::json witness = {
      {"schema", "lemmascope/witness/1"},
      {"claim", at.record.id},
      {"statement", at.record.statement},
      {"instance", smallest.instance.to_json()},
      {"summary", smallest.instance.summary()},
      {"violated", to_json(*smallest.outcome.failing)},
      {"hypotheses", met},
      {"original",
       {{"instance", original.to_json()},
        {"summary", original.summary()},
        {"violated", to_json(original_finding)}}},
      {"shrink",
       {{"accepted", smallest.accepted},
        {"tried", smallest.tried},
        {"kept_margin_share", kKeptMarginShare}}},
      {"confirmation",
       {{"route", at.record.confirmation}, {"agrees", std::string(to_text(!second.holds))}}}};
  if (!token.empty()) witness["replay"] = token;
  nlohmann::json sites = sites_of(at.law, smallest.instance);
  if (!sites.is_null()) witness["sites"] = std::move(sites);
  if (smallest.threw > 0) witness["shrink"]["threw"] = smallest.threw;
  if (!second.threw.empty()) witness["confirmation"]["threw"] = second.threw;
  return witness;
}

}  // namespace

void conclude_refutation(const FailingCase& at, CheckResult& result) {
  const Instance& original = at.original;
  const std::string& token = at.token;
  const Finding original_finding = result.failing->finding;
  Shrunk smallest = shrink(at, original);
  SecondOpinion second = second_opinion(at.confirmation, smallest.instance);
  if (!second.threw.empty() && smallest.accepted > 0) {
    smallest.instance = original;
    smallest.outcome = at.law(original);
    smallest.accepted = 0;
    second = second_opinion(at.confirmation, original);
  }
  result.failing->instance = smallest.instance.summary();
  result.failing->finding = *smallest.outcome.failing;
  result.witness = std::make_shared<const nlohmann::json>(
      witness_of(at, original, original_finding, smallest, second, token));
  if (second.holds == Truth::no) {
    result.verdict = Verdict::refuted;
    result.reason = fmt::format("{} ({})", to_text(result.failing->finding), token);
    return;
  }
  result.verdict = Verdict::suspect;
  result.contradiction = second.holds == Truth::yes && result.evidence >= Evidence::interval;
  result.reason = second.threw.empty()
                      ? fmt::format("one route says no, the independent route says {} ({})",
                                    second.holds == Truth::yes ? "yes" : "neither", token)
                      : fmt::format("one route says no, the independent route threw: {} ({})",
                                    second.threw, token);
}

}  // namespace lemmascope::claim
