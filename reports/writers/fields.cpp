#include "reports/writers/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace lemmascope::report {
namespace {

using nlohmann::json;

const json kNull;
const json kEmptyList = json::array();

constexpr std::array<std::string_view, 6> kEvidence{"none",     "statistical", "precise",
                                                    "interval", "exact",       "machine-checked"};
constexpr std::array<std::string_view, 5> kScope{"instance", "sample", "family", "region",
                                                 "universal"};

template <std::size_t N>
int rank_in(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// Longer fractions say less than their decimal value; the exact text stays in the file.
constexpr std::size_t kReadableFraction = 24;

// The first digits of a long decimal, cut and not rounded, with "…" for the rest: what stands
// before it is certain when the number is.
std::string first_digits(const std::string& decimal) {
  constexpr int kDigits = 6;
  const std::size_t exponent = std::min(decimal.find_first_of("eE"), decimal.size());
  int significant = 0;
  for (std::size_t k = 0; k < exponent; ++k) {
    const char c = decimal[k];
    if (c < '0' || c > '9' || (c == '0' && significant == 0)) continue;
    if (++significant == kDigits && k + 1 < exponent)
      return decimal.substr(0, k + 1) + "…" + decimal.substr(exponent);
  }
  return decimal;
}

// "1.478373e-50" -> "1.5e-50", upwards so that the enclosure stays one.
std::string short_radius(const std::string& radius) {
  const double value = std::strtod(radius.c_str(), nullptr);
  if (!(value > 0) || !std::isfinite(value)) return radius;
  const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
  return fmt::format("{:.1e}", std::ceil(value / unit) * unit);
}

std::string ball_text(const json& q) {
  const std::string radius = text_field(q, "radius");
  const std::string middle = first_digits(text_field(q, "value"));
  if (std::strtod(radius.c_str(), nullptr) == 0) return middle;
  return middle + " ± " + short_radius(radius);
}

std::string tagged_text(const json& q, const std::string& kind) {
  const std::string value = text_field(q, "value");
  const auto middle = approximate(q);
  const std::string decimal = middle ? fmt::format("{:.6g}", *middle) : value;
  if (kind == "rational") return value.size() <= kReadableFraction ? value : "≈ " + decimal;
  if (kind == "ball") return ball_text(q);
  if (kind == "proportion") {
    return fmt::format("{} [{}, {}]", value, text_field(q, "lower"), text_field(q, "upper"));
  }
  return decimal;
}

}  // namespace

const json& field(const json& object, std::string_view key) {
  if (!object.is_object()) return kNull;
  const auto found = object.find(std::string(key));
  return found == object.end() ? kNull : *found;
}

std::string text_field(const json& object, std::string_view key) {
  const json& value = field(object, key);
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

std::string program_of(const nlohmann::json& document) {
  const std::string name = text_field(field(field(document, "provenance"), "program"), "name");
  return name.empty() ? "lemmascope" : name;
}

const json& list_field(const json& object, std::string_view key) {
  const json& value = field(object, key);
  return value.is_array() ? value : kEmptyList;
}

bool flag_field(const json& object, std::string_view key) {
  const json& value = field(object, key);
  return value.is_boolean() && value.get<bool>();
}

std::int64_t count_field(const json& object, std::string_view key) {
  const json& value = field(object, key);
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

std::string number_text(const json& quantity) {
  if (quantity.is_string()) return quantity.get<std::string>();
  if (quantity.is_number_integer()) return quantity.dump();
  if (quantity.is_number()) return fmt::format("{:.6g}", quantity.get<double>());
  if (quantity.is_boolean()) return quantity.get<bool>() ? "yes" : "no";
  const std::string kind = text_field(quantity, "kind");
  return kind.empty() ? std::string() : tagged_text(quantity, kind);
}

std::optional<double> approximate(const json& quantity) {
  const json& number = quantity.is_object() ? field(quantity, "approximate") : quantity;
  if (!number.is_number()) return std::nullopt;
  const double value = number.get<double>();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string grouped(std::int64_t count) {
  const std::string digits = std::to_string(count);
  std::string text;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (k > 0 && (digits.size() - k) % 3 == 0 && digits[k - 1] != '-') text += "\u202f";
    text += digits[k];
  }
  return text;
}

std::string verdict_mark(std::string_view verdict) {
  if (verdict == "holds") return "✔";
  if (verdict == "refuted") return "✘";
  if (verdict == "suspect") return "⚠";
  if (verdict == "undecided") return "?";
  if (verdict == "skipped") return "–";
  return "!";
}

std::string evidence_code(std::string_view evidence) {
  constexpr std::string_view kCodes = "NSPIEM";
  const int rank = evidence_rank(evidence);
  return rank < 0 ? "?" : std::string(1, kCodes[static_cast<std::size_t>(rank)]);
}

int evidence_rank(std::string_view evidence) { return rank_in(kEvidence, evidence); }
int scope_rank(std::string_view scope) { return rank_in(kScope, scope); }

std::vector<const json*> witnesses(const json& claim) {
  std::vector<const json*> found;
  for (const json& check : list_field(claim, "checks")) {
    if (field(check, "witness").is_object()) found.push_back(&check);
  }
  const json& attack = field(claim, "attack");
  if (field(attack, "witness").is_object()) found.push_back(&attack);
  return found;
}

CaseCount case_count(const json& claim) {
  CaseCount sum;
  for (const json& check : list_field(claim, "checks")) {
    const json& cases = field(check, "cases");
    sum.tried += count_field(cases, "tried");
    sum.met += count_field(cases, "met");
    sum.relations += count_field(cases, "relations");
  }
  return sum;
}

std::string short_number(const json& quantity) {
  const std::string text = number_text(quantity);
  constexpr std::size_t kShort = 10;
  const auto value = approximate(quantity);
  return text.size() <= kShort || !value ? text : fmt::format("≈ {:.4g}", *value);
}

std::string op_symbol(std::string_view op) {
  if (op == ">=") return "≥";
  if (op == "<=") return "≤";
  return std::string(op);
}

std::string relation_words(const json& finding) {
  if (!finding.is_object()) return "";
  const std::string site = text_field(finding, "site");
  return fmt::format("{}{}{} {} {}", site, site.empty() ? "" : ": ",
                     number_text(field(finding, "lhs")), op_symbol(text_field(finding, "op")),
                     number_text(field(finding, "rhs")));
}

std::string spaced(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
}

const json& decisive_finding(const json& claim) {
  if (text_field(claim, "verdict") != "holds") {
    for (const json& check : list_field(claim, "checks")) {
      if (text_field(check, "verdict") == text_field(claim, "verdict") &&
          field(check, "failing").is_object()) {
        return field(check, "failing");
      }
    }
  }
  const json* tightest = tightest_check(claim);
  return tightest == nullptr ? kNull : field(*tightest, "tightest");
}

const json* tightest_check(const json& claim) {
  const json* best = nullptr;
  std::optional<double> least;
  for (const json& check : list_field(claim, "checks")) {
    const auto margin = approximate(field(field(check, "tightest"), "margin"));
    if (margin && (!least || *margin < *least)) {
      least = margin;
      best = &check;
    }
  }
  return best;
}

std::int64_t twins_caught(const json& claim) {
  const json& twins = list_field(claim, "twins");
  return std::count_if(twins.begin(), twins.end(),
                       [](const json& t) { return flag_field(t, "caught"); });
}

std::string witness_file(std::string_view claim, std::string_view check) {
  std::string name(claim);
  std::replace(name.begin(), name.end(), '/', '.');
  return fmt::format("witness/{}.{}.json", name, check);
}

}  // namespace lemmascope::report
