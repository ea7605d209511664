#include "reports/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/sweep/settings.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

/// More than a week of one-second cases on a core; a larger product is a typing error.
constexpr std::size_t kMostCases = 1000000;

// Runs `body` and puts the place before its complaint.
template <class Body>
auto at(const std::string& place, Body body) {
  try {
    return body();
  } catch (const PreconditionError& failure) {
    refuse(fmt::format("{}: {}", place, failure.what()));
  }
}

// The settings in the order of the key, as "T=20/S=10".
std::string key_part(const std::vector<compute::Option>& order,
                     const std::map<std::string, std::string>& settings,
                     const std::vector<std::string>& left_out) {
  std::string key;
  for (const compute::Option& s : order) {
    const auto found = settings.find(s.name);
    if (found == settings.end()) continue;
    if (std::find(left_out.begin(), left_out.end(), s.name) != left_out.end()) continue;
    key += fmt::format("/{}={}", symbol_of(s), found->second);
  }
  return key;
}

// 64 bits from a text: FNV-1a, then the finaliser of SplitMix64 so that near keys give far seeds.
std::uint64_t hashed(std::uint64_t root, const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : fmt::format("{}/{}", root, text)) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ull;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebull;
  return hash ^ (hash >> 31);
}

bool has_axis(const SweepPlan& plan, const std::string& name) {
  return std::any_of(plan.axes.begin(), plan.axes.end(),
                     [&name](const SweepPlan::Axis& a) { return a.name == name; });
}

bool names(const SweepPlan& plan, const std::string& name) {
  return plan.fixed.count(name) > 0 || has_axis(plan, name);
}

// Every value that some case has, by setting.
compute::OptionValues every_value(const SweepPlan& plan) {
  const SweepSubject& subject = subject_of(plan.quantity);
  compute::OptionValues all = values_of(subject, plan.fixed);
  for (const auto& axis : plan.axes) {
    for (const std::string& value : axis.values) {
      const compute::OptionValues one = values_of(subject, {{axis.name, value}});
      const std::vector<std::string>& items = one.at(axis.name);
      all[axis.name].insert(all[axis.name].end(), items.begin(), items.end());
    }
  }
  return all;
}

std::size_t number_of_cases(const SweepPlan& plan, const std::string& file) {
  std::size_t count = 1;
  for (const auto& axis : plan.axes) {
    count *= axis.values.size();
    require(count <= kMostCases,
            fmt::format("{}: axes: expected at most {} cases, found more", file, kMostCases));
  }
  return count;
}

}  // namespace

PlanBuilder::PlanBuilder(const WrittenValue& quantity) {
  at(quantity.place, [&] { subject_of(quantity.text); });
  plan_.quantity = quantity.text;
}

void PlanBuilder::set_seed(const WrittenValue& seed) {
  const auto [end, error] =
      std::from_chars(seed.text.data(), seed.text.data() + seed.text.size(), plan_.seed);
  if (error != std::errc() || end != seed.text.data() + seed.text.size()) {
    refuse(fmt::format("{}: expected a whole number from 0 to 2^64 - 1, found {}", seed.place,
                       compute::in_quotes(seed.text)));
  }
}

std::string PlanBuilder::canonical(const std::string& name, const WrittenValue& value) const {
  return at(value.place, [&] {
    return canonical_value(setting_named(subject_of(plan_.quantity), name), value.text);
  });
}

char PlanBuilder::separator(const std::string& name, const std::string& place) const {
  return at(place, [&] { return separator_of(setting_named(subject_of(plan_.quantity), name)); });
}

void PlanBuilder::claim_name(const std::string& name, const std::string& place) const {
  require(!names(plan_, name),
          fmt::format("{}: {} is set already, as a fixed value or an axis", place, name));
}

void PlanBuilder::fix(const std::string& name, const WrittenValue& value) {
  claim_name(name, value.place);
  plan_.fixed[name] = canonical(name, value);
}

void PlanBuilder::add_axis(const std::string& name, const std::string& place,
                           const std::vector<WrittenValue>& values) {
  claim_name(name, place);
  require(!values.empty(), fmt::format("{}: expected at least one value, found none", place));
  SweepPlan::Axis axis{name, {}};
  std::set<std::string> seen;
  for (const WrittenValue& value : values) {
    axis.values.push_back(canonical(name, value));
    require(seen.insert(axis.values.back()).second,
            fmt::format("{}: expected distinct values, found {} twice", value.place,
                        axis.values.back()));
  }
  plan_.axes.push_back(std::move(axis));
}

void PlanBuilder::pair(const WrittenValue& name) {
  require(has_axis(plan_, name.text),
          fmt::format("{}: expected the name of an axis, found '{}'", name.place, name.text));
  plan_.paired.push_back(name.text);
}

SweepPlan PlanBuilder::finish(const std::string& file) {
  at(file, [&] { check_together(subject_of(plan_.quantity).settings, every_value(plan_), ""); });
  number_of_cases(plan_, file);
  return plan_;
}

json to_json(const SweepPlan& plan) {
  json axes = json::array();
  for (const auto& axis : plan.axes) axes.push_back({{"name", axis.name}, {"values", axis.values}});
  return {{"quantity", plan.quantity},
          {"seed", std::to_string(plan.seed)},
          {"fixed", plan.fixed},
          {"axes", axes},
          {"paired", plan.paired}};
}

SweepPlan plan_from_json(const json& document, const std::string& file) {
  const auto place = [&file](const std::string& key) { return fmt::format("{}: {}", file, key); };
  try {
    PlanBuilder builder({place("quantity"), document.at("quantity").get<std::string>()});
    builder.set_seed({place("seed"), document.at("seed").get<std::string>()});
    for (const auto& [name, value] : document.at("fixed").items()) {
      builder.fix(name, {place("fixed." + name), value.get<std::string>()});
    }
    for (const json& axis : document.at("axes")) {
      const auto name = axis.at("name").get<std::string>();
      std::vector<WrittenValue> values;
      for (const json& value : axis.at("values")) {
        values.push_back({place("axes." + name), value.get<std::string>()});
      }
      builder.add_axis(name, place("axes." + name), values);
    }
    for (const json& name : document.at("paired")) {
      builder.pair({place("paired"), name.get<std::string>()});
    }
    return builder.finish(file);
  } catch (const json::exception& failure) {
    refuse(fmt::format("{}: not a plan: {}", file, failure.what()));
  }
}

std::vector<SweepCase> cases_of(const SweepPlan& plan) {
  const std::vector<compute::Option>& order = subject_of(plan.quantity).settings;
  std::vector<SweepCase> cases(number_of_cases(plan, "plan"));
  for (std::size_t k = 0; k < cases.size(); ++k) {
    SweepCase& one = cases[k];
    one.settings = plan.fixed;
    std::size_t rest = k;
    for (auto axis = plan.axes.rbegin(); axis != plan.axes.rend(); ++axis) {
      one.settings[axis->name] = axis->values[rest % axis->values.size()];
      rest /= axis->values.size();
    }
    one.key = plan.quantity + key_part(order, one.settings, {});
    one.seed = hashed(plan.seed, plan.quantity + key_part(order, one.settings, plan.paired));
  }
  return cases;
}

}  // namespace lemmascope::report
