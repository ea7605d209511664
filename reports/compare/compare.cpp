#include "reports/compare/compare.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "reports/compare/numbers.hpp"
#include "reports/writers/fields.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

struct Change {
  std::string kind;
  std::string detail;
};

// Were both runs asked the same? Otherwise the number of cases and the drawn samples say nothing.
struct Requests {
  bool same_profile = false;
  bool same_seed = false;
};

std::map<std::string, const json*> by_name(const json& list, const char* key) {
  std::map<std::string, const json*> out;
  for (const json& item : list) out.emplace(text_field(item, key), &item);
  return out;
}

std::string changed_record_field(const json& base, const json& fresh) {
  for (const char* key : {"statement", "latex", "formal", "hypotheses", "expected"}) {
    if (field(base, key) != field(fresh, key)) return key;
  }
  return "";
}

// The same tightest case of the same domain must have the same numbers.
std::string contradicting_value(const json& base, const json& fresh, const Requests& requests) {
  if (!requests.same_profile || field(base, "domain") != field(fresh, "domain")) return "";
  if (text_field(fresh, "scope") == "sample" && !requests.same_seed) return "";
  if (field(base, "cases") != field(fresh, "cases")) return "";
  const json &a = field(base, "tightest"), &b = field(fresh, "tightest");
  if (!a.is_object() || !b.is_object()) return "";
  if (agreement(field(a, "margin"), field(b, "margin")) == Agreement::disagree) {
    return fmt::format("the least margin was {} and is {}", number_text(field(a, "margin")),
                       number_text(field(b, "margin")));
  }
  const bool same_case = field(a, "case") == field(b, "case") &&
                         field(a, "instance") == field(b, "instance") &&
                         field(a, "site") == field(b, "site");
  for (const char* side : {"lhs", "rhs"}) {
    if (same_case && agreement(field(a, side), field(b, side)) == Agreement::disagree) {
      return fmt::format("{} at {} was {} and is {}", side, text_field(b, "site"),
                         number_text(field(a, side)), number_text(field(b, side)));
    }
  }
  return "";
}

std::string contradiction(const json& base, const json& fresh, const Requests& requests) {
  if (flag_field(fresh, "contradiction") && !flag_field(base, "contradiction"))
    return "two routes contradict each other now";
  const auto checks = by_name(list_field(fresh, "checks"), "name");
  for (const json& check : list_field(base, "checks")) {
    const auto found = checks.find(text_field(check, "name"));
    if (found == checks.end()) continue;
    const std::string text = contradicting_value(check, *found->second, requests);
    if (!text.empty()) return found->first + ": " + text;
  }
  return "";
}

// A digest stands for every number of a check: another one for the same cases means that some
// number changed, though neither the tightest case nor a verdict shows it.
std::string changed_digest(const json& base, const json& fresh, const Requests& requests) {
  if (!requests.same_profile || !requests.same_seed) return "";
  const auto checks = by_name(list_field(fresh, "checks"), "name");
  for (const json& check : list_field(base, "checks")) {
    const auto found = checks.find(text_field(check, "name"));
    if (found == checks.end() || field(check, "cases") != field(*found->second, "cases")) continue;
    const std::string was = text_field(check, "digest"), is = text_field(*found->second, "digest");
    if (!was.empty() && !is.empty() && was != is) {
      return fmt::format("{}: numbers changed (digest {} → {})", found->first, was, is);
    }
  }
  return "";
}

/// The first way in which `b` is weaker than `a`, or "".
std::string weaker(const json& a, const json& b, const Requests& requests) {
  auto rank = [](const json& x, bool evidence) {
    return evidence ? evidence_rank(text_field(x, "evidence")) : scope_rank(text_field(x, "scope"));
  };
  const bool refuted = text_field(a, "verdict") == "refuted";
  for (const bool evidence : {true, false}) {
    const char* key = evidence ? "evidence" : "scope";
    if (rank(b, evidence) < rank(a, evidence))
      return fmt::format("{} {} → {}", key, text_field(a, key), text_field(b, key));
    if (!refuted && rank(field(b, "path"), evidence) < rank(field(a, "path"), evidence)) {
      return fmt::format("{} along the path {} → {} (via {})", key,
                         text_field(field(a, "path"), key), text_field(field(b, "path"), key),
                         text_field(field(b, "path"), "weakest_link"));
    }
  }
  for (const char* list : {"checks", "twins"}) {
    const auto present = by_name(list_field(b, list), "name");
    for (const json& item : list_field(a, list)) {
      const std::string name = text_field(item, "name");
      const auto found = present.find(name);
      if (found == present.end())
        return fmt::format("{} '{}' is gone", std::string(list) == "checks" ? "check" : "twin",
                           name);
      if (std::string(list) != "checks" || !requests.same_profile || refuted) continue;
      const auto before = count_field(field(item, "cases"), "met"),
                 now = count_field(field(*found->second, "cases"), "met");
      if (now < before) return fmt::format("{}: {} → {} cases", name, before, now);
    }
  }
  return "";
}

Change change_of(const json& base, const json& fresh, const Requests& requests) {
  const std::string altered = changed_record_field(base, fresh);
  if (!altered.empty()) return {"not comparable", "the " + altered + " changed"};
  const std::string clash = contradiction(base, fresh, requests);
  if (!clash.empty()) return {"contradiction", clash};
  const bool was = flag_field(base, "as_expected"), is = flag_field(fresh, "as_expected");
  const std::string before = text_field(base, "verdict"), now = text_field(fresh, "verdict");
  const std::string arrow = before + " → " + now, reason = text_field(fresh, "reason");
  if (was && !is) {
    const bool open = now == "undecided" || now == "skipped" || now == "error";
    return {open ? "lost" : "broken", arrow + (reason.empty() ? "" : ": " + reason)};
  }
  if (!was && is) return {"repaired", arrow};
  if (!was && !is) {
    const bool worse = before != now && (now == "refuted" || now == "suspect");
    return {worse ? "broken" : "same", before == now ? "still " + now : arrow};
  }
  const std::string loss = weaker(base, fresh, requests);
  if (!loss.empty()) return {"downgrade", loss};
  const std::string digest = changed_digest(base, fresh, requests);
  if (!digest.empty()) return {"changed", digest};
  const std::string gain = weaker(fresh, base, requests);
  return gain.empty() ? Change{"same", ""} : Change{"improved", gain + " (read backwards)"};
}

// Would the run that gave `request` have looked at this claim? As select_claims, but of a claim
// that this program may not know any more.
bool is_selected(const json& claim, const json& request) {
  const std::string id = text_field(claim, "id"), tag = text_field(request, "tag"),
                    paper = text_field(request, "paper");
  const json &globs = list_field(request, "selectors"), &tags = list_field(claim, "tags");
  const bool matches =
      globs.empty() || std::any_of(globs.begin(), globs.end(), [&](const json& glob) {
        return fnmatch(number_text(glob).c_str(), id.c_str(), 0) == 0;
      });
  const bool has_tag = tag.empty() || std::find(tags.begin(), tags.end(), tag) != tags.end();
  const bool has_paper =
      paper.empty() || id.starts_with(paper + "/") ||
      text_field(field(claim, "source"), "paper").find(paper) != std::string::npos;
  return matches && has_tag && has_paper;
}

bool is_bad(const std::string& kind) {
  return kind != "repaired" && kind != "improved" && kind != "added" && kind != "same";
}

void add(json& comparison, const std::string& id, const Change& change) {
  json& count = comparison["counts"][change.kind];
  count = (count.is_null() ? 0 : count.get<int>()) + 1;
  comparison["changes"].push_back({{"id", id},
                                   {"class", change.kind},
                                   {"detail", change.detail},
                                   {"bad", is_bad(change.kind)}});
}

json empty_comparison() {
  return {{"schema", "lemmascope/comparison/1"},
          {"counts", json::object()},
          {"changes", json::array()}};
}

const json* value_at(const json& result, const std::string& path) {
  const json* at = &result;
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t dot = std::min(path.find('.', start), path.size());
    at = &field(*at, path.substr(start, dot - start));
    start = dot + 1;
  }
  return at->is_null() ? nullptr : at;
}

Change golden_change(const json& golden, const json& value) {
  const json& wanted = field(golden, "value");
  const std::string kind = text_field(golden, "class");
  const std::string both =
      fmt::format("golden {}, found {}", number_text(wanted), number_text(value));
  if (text_field(golden, "basis").empty() || text_field(golden, "reason").empty())
    return {"broken", "the golden value lacks its basis or reason"};
  if (kind == "exact") return wanted == value ? Change{"same", ""} : Change{"broken", both};
  if (kind == "enclosure")
    return agreement(wanted, value) == Agreement::agree ? Change{"same", ""}
                                                        : Change{"broken", both};
  const auto a = approximate(wanted), b = approximate(value),
             tolerance = approximate(field(golden, "tolerance"));
  if (kind == "at-least" && a && b) return *b >= *a ? Change{"same", ""} : Change{"broken", both};
  if (kind == "relative" && a && b && tolerance) {
    return std::abs(*a - *b) <= *tolerance * std::abs(*a) ? Change{"same", ""}
                                                          : Change{"broken", both};
  }
  return {"broken", "unknown class '" + kind + "' or a value that is no number"};
}

}  // namespace

json compare_results(const json& base, const json& fresh) {
  json comparison = empty_comparison();
  const json &a = field(base, "request"), &b = field(fresh, "request");
  const Requests requests{field(a, "profile") == field(b, "profile"),
                          field(a, "seed") == field(b, "seed")};
  const auto before = by_name(list_field(base, "claims"), "id");
  std::set<std::string> seen;
  for (const json& claim : list_field(fresh, "claims")) {
    const std::string id = text_field(claim, "id");
    seen.insert(id);
    const auto found = before.find(id);
    add(comparison, id,
        found == before.end() ? Change{"added", text_field(claim, "verdict")}
                              : change_of(*found->second, claim, requests));
  }
  int outside = 0;
  for (const json& claim : list_field(base, "claims")) {
    const std::string id = text_field(claim, "id");
    if (seen.count(id) > 0) continue;
    if (is_selected(claim, b)) {
      add(comparison, id, {"removed", "was " + text_field(claim, "verdict")});
    } else {
      ++outside;
    }
  }
  comparison["outside_selection"] = outside;
  return comparison;
}

json compare_golden(const json& golden, const json& result) {
  json comparison = empty_comparison();
  const auto claims = by_name(list_field(result, "claims"), "id");
  const json& request = field(result, "request");
  int outside = 0;
  for (const json& entry : list_field(golden, "values")) {
    const std::string id = text_field(entry, "claim"), check = text_field(entry, "check"),
                      path = text_field(entry, "field");
    const auto claim = claims.find(id);
    const json* value = nullptr;
    if (claim == claims.end() && !is_selected({{"id", id}}, request)) {
      ++outside;
      continue;
    }
    if (claim != claims.end()) {
      const auto checks = by_name(list_field(*claim->second, "checks"), "name");
      const auto found = checks.find(check);
      if (check.empty()) value = value_at(*claim->second, path);
      if (found != checks.end()) value = value_at(*found->second, path);
    }
    add(comparison, fmt::format("{} {} {}", id, check, path),
        value == nullptr ? Change{"orphan", "nothing in the result has this name"}
                         : golden_change(entry, *value));
  }
  comparison["outside_selection"] = outside;
  return comparison;
}

int comparison_exit_code(const json& comparison) {
  bool bad = false;
  for (const json& change : list_field(comparison, "changes")) {
    if (text_field(change, "class") == "contradiction") return 6;
    bad = bad || flag_field(change, "bad");
  }
  return bad ? 4 : 0;
}

}  // namespace lemmascope::report
