#include "reports/writers/reach.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "reports/writers/claim_view.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

// "63.9 %", cut and not rounded: what is said of a lower bound stays one.
std::string percent(double share) {
  const double tenths = std::floor(share * 1000 + 1e-9);
  return fmt::format("{:g}\u00a0%", tenths / 10);
}

// Domains of the checks that decide the verdict, each once, the strongest evidence first.
std::vector<std::string> domains_of(const json& claim) {
  std::vector<std::pair<int, std::string>> found;
  for (const json& check : list_field(claim, "checks")) {
    const std::string domain = text_field(check, "domain");
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const auto& f) { return f.second == domain; });
    if (text_field(check, "verdict") != text_field(claim, "verdict") || domain.empty() || known)
      continue;
    found.emplace_back(-evidence_rank(text_field(check, "evidence")), domain);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> domains;
  for (auto& [rank, domain] : found) domains.push_back(std::move(domain));
  return domains;
}

}  // namespace

std::string path_strength_words(const json& claim) {
  if (text_field(claim, "verdict") != "holds") return strength_words(claim);
  const json& path = field(claim, "path");
  const std::string evidence = text_field(path, "evidence"), scope = text_field(path, "scope");
  if (evidence.empty()) return strength_words(claim);
  if (evidence == "none") return "rests on what this run did not show";
  return evidence_meaning(evidence) + ", " + scope_meaning(scope);
}

std::string reach_words(const json& claim) {
  constexpr std::size_t kLine = 150;
  std::string line;
  std::size_t shown = 0;
  const std::vector<std::string> domains = domains_of(claim);
  for (const std::string& domain : domains) {
    if (!line.empty() && line.size() + domain.size() > kLine) break;
    line += (line.empty() ? "" : "; ") + domain;
    ++shown;
  }
  if (shown < domains.size()) line += fmt::format("; and {} more", domains.size() - shown);
  return line;
}

std::string counted_words(const json& check) {
  const json& measured = field(check, "measured");
  const std::string successes = text_field(measured, "successes"),
                    trials = text_field(measured, "trials");
  if (!successes.empty() && !trials.empty()) {
    std::string words = successes + " of " + trials;
    if (const auto lower = approximate(field(measured, "lower")))
      words += ", at least " + percent(*lower);
    if (const auto needed = approximate(field(measured, "least_share")))
      words += ", needed " + percent(*needed);
    return words;
  }
  const json& cases = field(check, "cases");
  return grouped(count_field(cases, "met")) + "\u00a0/\u00a0" +
         grouped(count_field(cases, "tried"));
}

std::string counted_words_of_claim(const json& claim) {
  for (const json& check : list_field(claim, "checks")) {
    if (!text_field(field(check, "measured"), "successes").empty()) return counted_words(check);
  }
  const CaseCount cases = case_count(claim);
  return grouped(cases.met) + "\u00a0/\u00a0" + grouped(cases.tried);
}

std::string sharpness_words(const json& check) {
  const json& sharpness = field(check, "sharpness");
  const std::int64_t relations = count_field(sharpness, "relations"),
                     degenerate = count_field(sharpness, "degenerate");
  if (relations == 0) return "";
  if (degenerate == relations) return "every relation reads 0 = 0";
  const auto nearest = approximate(field(sharpness, "largest_ratio"));
  std::string words;
  if (nearest) {
    words = *nearest >= 1 ? "attained: the two sides meet"
                          : fmt::format("nearest {:.4g} of the bound", *nearest);
  }
  if (degenerate == 0) return words;
  return fmt::format("{}{}{} of {} read 0 = 0", words, words.empty() ? "" : "; ",
                     grouped(degenerate), grouped(relations));
}

}  // namespace lemmascope::report
