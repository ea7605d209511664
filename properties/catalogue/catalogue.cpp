#include "properties/catalogue/catalogue.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

#include "properties/claim/nearest_name.hpp"
#include "properties/statistics/ledger.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {

// Weak: what is linked without lemmascope_program(), as a test of the engine, has no papers.
[[gnu::weak]] std::vector<Paper> papers_of_program();
namespace {

using claim::Claim;

// A claim in place of one that could not be built: it says why, and every run of it is an error.
Claim broken(const std::string& id, const std::string& why) {
  Claim claim;
  claim.id = id;
  claim.statement = "This claim cannot be built: " + why;
  claim.source = {"", ""};
  claim.checks.push_back({"building", [why](const claim::RunContext&) {
                            claim::CheckResult result;
                            result.name = "building";
                            result.verdict = claim::Verdict::error;
                            result.reason = why;
                            return result;
                          }});
  return claim;
}

// Fills in the lines that the build found.
void locate(const std::vector<claim::Reference>& known, std::vector<claim::Reference>& wanted) {
  for (claim::Reference& reference : wanted) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& candidate) {
      return candidate.symbol == reference.symbol && candidate.place.file == reference.place.file;
    });
    if (found == known.end()) {
      refuse(
          fmt::format("it names {} in {}, which the build did not look up; expected one literal "
                      "\"file: symbol\"",
                      reference.symbol, reference.place.file));
    }
    reference.place.line = found->place.line;
  }
}

// The claims of all papers. What is wrong with one (its id twice, a used claim that does not come
// before it, an id that is not of its paper) is that claim's error.
std::vector<Claim> all_claims() {
  std::vector<Claim> claims;
  const auto known = [&claims](const std::string& id) {
    return std::any_of(claims.begin(), claims.end(), [&](const Claim& c) { return c.id == id; });
  };
  for (const Paper& paper : every_paper()) {
    std::vector<Claim> of_paper = paper.claims();
    require_within_ledger(paper, of_paper);
    for (Claim& claim : of_paper) {
      std::string wrong;
      if (!claim.id.starts_with(paper.key + "/")) {
        wrong = fmt::format("its id does not start with the key '{}/' of its paper", paper.key);
      }
      if (known(claim.id)) refuse(fmt::format("claim {} is listed twice", claim.id));
      for (const auto& used : claim.uses) {
        if (!known(used)) {
          wrong = fmt::format("it uses {}, which is not listed before it", used);
        }
      }
      claims.push_back(wrong.empty() ? std::move(claim) : broken(claim.id, wrong));
    }
  }
  return claims;
}

}  // namespace

const std::vector<Paper>& every_paper() {
  static const std::vector<Paper> papers = [] {
    std::vector<Paper> all;
    if (&papers_of_program != nullptr) all = papers_of_program();
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        require(all[i].key != all[j].key, "two papers of this program have the key " + all[i].key);
      }
    }
    return all;
  }();
  return papers;
}

const Paper* find_paper(std::string_view key_or_name) {
  for (const Paper& paper : every_paper()) {
    if (paper.key == key_or_name || paper.name == key_or_name ||
        paper.name.ends_with(" " + std::string(key_or_name))) {
      return &paper;
    }
  }
  return nullptr;
}

const Paper* paper_of(std::string_view claim_id) {
  return find_paper(claim_id.substr(0, claim_id.find('/')));
}

const std::vector<Claim>& every_claim() {
  static const std::vector<Claim> claims = all_claims();
  return claims;
}

const Claim* find_claim(std::string_view id) {
  for (const Claim& claim : every_claim()) {
    if (claim.id == id) return &claim;
  }
  for (const Claim& claim : every_claim()) {
    if (!claim.formerly.empty() && claim.formerly == id) return &claim;
  }
  return nullptr;
}

std::vector<const Claim*> select_claims(const std::vector<std::string>& globs, std::string_view tag,
                                        std::string_view paper) {
  std::vector<const Claim*> selected;
  for (const Claim& claim : every_claim()) {
    const bool matches =
        globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) {
          return fnmatch(glob.c_str(), claim.id.c_str(), 0) == 0 ||
                 (!claim.formerly.empty() && fnmatch(glob.c_str(), claim.formerly.c_str(), 0) == 0);
        });
    const bool has_tag =
        tag.empty() || std::find(claim.tags.begin(), claim.tags.end(), tag) != claim.tags.end();
    const bool has_paper = paper.empty() || paper_of(claim.id) == find_paper(paper) ||
                           claim.source.paper.find(paper) != std::string::npos;
    if (matches && has_tag && has_paper) selected.push_back(&claim);
  }
  return selected;
}

std::string nearest_claim(std::string_view id) {
  std::vector<std::string> ids;
  for (const Claim& claim : every_claim()) ids.push_back(claim.id);
  return claim::nearest_name(id, ids);
}

const std::vector<compute::Calculator>& every_calculator() {
  static const std::vector<compute::Calculator> calculators = [] {
    std::vector<compute::Calculator> all;
    for (const Paper& paper : every_paper()) {
      if (paper.quantities == nullptr) continue;
      for (auto& calculator : paper.quantities()) {
        calculator.paper = paper.key;
        all.push_back(std::move(calculator));
      }
    }
    return all;
  }();
  return calculators;
}

const compute::Calculator* find_calculator(std::string_view name) {
  const compute::Calculator* found = nullptr;
  std::vector<std::string> candidates;
  for (const compute::Calculator& calculator : every_calculator()) {
    const std::string long_name = calculator.paper + "/" + calculator.name;
    if (calculator.name != name && long_name != name) continue;
    found = &calculator;
    candidates.push_back(long_name);
  }
  if (candidates.size() > 1) {
    refuse(fmt::format("several papers have a quantity {}: write {}", compute::in_quotes(name),
                       compute::any_of(candidates)));
  }
  return found;
}

std::string short_name(const compute::Calculator& calculator) {
  const auto& all = every_calculator();
  const auto same = std::count_if(all.begin(), all.end(), [&](const compute::Calculator& other) {
    return other.name == calculator.name;
  });
  return same == 1 ? calculator.name : calculator.paper + "/" + calculator.name;
}

nlohmann::json figures_for(const std::vector<const Claim*>& claims) {
  nlohmann::json figures = nlohmann::json::array();
  for (const Paper& paper : every_paper()) {
    const bool selected = std::any_of(claims.begin(), claims.end(),
                                      [&](const Claim* c) { return paper_of(c->id) == &paper; });
    if (!selected || paper.figures == nullptr) continue;
    for (auto& figure : paper.figures()) figures.push_back(std::move(figure));
  }
  return figures;
}

void require_within_ledger(const Paper& paper, const std::vector<Claim>& claims) {
  int assertions = 0;
  for (const Claim& claim : claims) {
    for (const auto& check : claim.checks) assertions += check.assertions;
    for (const auto& twin : claim.twins) assertions += twin.assertions;
  }
  if (assertions > statistics::kMostAssertions) {
    refuse(
        fmt::format("paper {}: its claims make {} statistical assertions; its false-alarm ledger "
                    "allows {}",
                    paper.key, assertions, statistics::kMostAssertions));
  }
}

std::vector<Claim> built(const std::vector<ListedClaim>& list,
                         const std::vector<claim::Reference>& references) {
  std::vector<Claim> claims;
  for (const ListedClaim& listed : list) {
    try {
      Claim claim = listed.build();
      if (claim.id != listed.id) refuse(fmt::format("it calls itself {}", claim.id));
      locate(references, claim.code.mathematics);
      locate(references, claim.code.tests);
      claims.push_back(std::move(claim));
    } catch (const std::exception& error) {
      claims.push_back(broken(listed.id, error.what()));
    }
  }
  return claims;
}

}  // namespace lemmascope::catalogue
