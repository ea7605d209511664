#include "reports/sweep/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>

#include "properties/catalogue/catalogue.hpp"
#include "properties/causal/quantities/task.hpp"
#include "properties/claim/nearest_name.hpp"
#include "properties/compute/calculator.hpp"
#include "theory/markov/transition_matrix.hpp"
#include "theory/numeric/rational.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

constexpr std::int64_t kMostLength = 1024;  // as the sampler and `train --length`
constexpr std::int64_t kMostStates = 200;   // as the sampler and `train --vocabulary`
constexpr std::int64_t kMostDigits = 200;   // Real200
constexpr std::int64_t kAny = std::numeric_limits<std::int32_t>::max();

Setting whole(std::string name, std::string symbol, std::int64_t least, std::int64_t most) {
  return {std::move(name), std::move(symbol), SettingKind::whole, least, most, false, {}};
}

Setting number(std::string name, std::string symbol, bool may_be_zero = false) {
  return {std::move(name), std::move(symbol), SettingKind::number, 0, 0, may_be_zero, {}};
}

Setting of_kind(std::string name, SettingKind kind, std::vector<std::string> choices = {}) {
  const std::string symbol = name;
  return {std::move(name), symbol, kind, 0, 0, false, std::move(choices)};
}

// What every quantity has; `more` is a kind of graph of this quantity alone, if not empty.
std::vector<Setting> graph_settings(const std::string& more) {
  std::vector<std::string> graphs{"chain", "pairs", "star", "random"};
  if (!more.empty()) graphs.push_back(more);
  return {of_kind("graph", SettingKind::choice, std::move(graphs)),
          whole("graph-seed", "graph-seed", 0, kAny), whole("length", "T", 2, kMostLength),
          whole("vocabulary", "S", 2, kMostStates), number("dirichlet", "alpha")};
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> together(const std::vector<std::vector<std::string>>& parts) {
  std::vector<std::string> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<Setting> training_settings() {
  std::vector<Setting> all = graph_settings("dag");
  for (Setting& s : std::vector<Setting>{
           whole("steps", "steps", 1, kAny), whole("batch", "batch", 1, kAny),
           whole("heads", "heads", 1, 3),
           of_kind("precision", SettingKind::choice, {"float", "double"}),
           of_kind("optimiser", SettingKind::choice, {"sgd", "adamw"}), number("rate", "rate"),
           number("weight-decay", "weight-decay", true),
           of_kind("constant-rate", SettingKind::flag), whole("held-out", "held-out", 1, kAny),
           whole("seed", "seed", 0, kAny)}) {
    all.push_back(std::move(s));
  }
  return all;
}

// The task flags a calculator reads; the same values would come back under the name of every
// other. A test runs each calculator against this table.
const std::map<std::string, std::vector<std::string>>& task_flags() {
  static const std::map<std::string, std::vector<std::string>> flags = [] {
    const std::vector<std::string> graph{"graph", "graph-seed", "length", "parents"},
        draws{"vocabulary", "dirichlet", "samples", "seed"},
        chain = together({draws, {"chain", "orbit"}}), prior = together({chain, {"weight"}}),
        method{"method"}, epsilon{"epsilon"}, beta0{"beta0"};
    return std::map<std::string, std::vector<std::string>>{
        {"stationary", chain},
        {"mutual-information", together({graph, chain})},
        {"limit-gradient", together({graph, prior, method})},
        {"leading-gradient", together({graph, prior, epsilon, method})},
        {"population-gradient", together({graph, prior, epsilon, beta0})},
        {"forward", {"vocabulary", "beta0"}},
        {"train-exact", together({graph, prior, epsilon, beta0})},
        {"stage2-limit", prior},
        {"bayes-loss", together({graph, prior})},
        {"phase-map", {"samples", "seed", "epsilon"}},
        {"parent-dominance", together({graph, draws, epsilon})},
        {"topic-value-matrix", method},
        {"topic-embedding", method},
        {"topic-attention", method},
        {"topic-training", {}}};
  }();
  return flags;
}

// Every task flag, in the order of the key; `more` as in graph_settings.
std::vector<Setting> task_settings(const std::string& more) {
  std::vector<Setting> all = graph_settings(more);
  all.push_back(of_kind("parents", SettingKind::parents));
  all.push_back(of_kind("chain", SettingKind::chains));
  all.push_back(of_kind("weight", SettingKind::numbers));
  all.push_back(of_kind("orbit", SettingKind::flag));
  all.push_back(whole("samples", "samples", 1, kAny));
  all.push_back(number("epsilon", "epsilon", true));
  all.push_back(number("beta0", "beta0", true));
  return all;
}

std::vector<Setting> calculator_settings(const compute::Calculator& calculator) {
  std::vector<Setting> all =
      task_settings(calculator.name == "parent-dominance" ? "binary-tree" : "");
  for (const auto& [name, help] : calculator.options) {
    // A file named here would not be part of the plan: two plans that read alike could differ.
    if (name != "weights") all.push_back(of_kind(name, SettingKind::text));
  }
  std::vector<std::string> arithmetics;
  for (const auto a : calculator.arithmetics) arithmetics.emplace_back(compute::to_text(a));
  const bool precise = contains(arithmetics, "precise");
  all.push_back(of_kind("evidence", SettingKind::choice, std::move(arithmetics)));
  all.push_back(whole("digits", "digits", 1, kMostDigits));
  all.push_back(of_kind("method", SettingKind::choice, {"enumerate", "polynomial", "both"}));
  all.push_back(whole("seed", "seed", 0, kAny));
  std::vector<std::string> read = task_flags().at(calculator.name);
  for (const auto& [name, help] : calculator.options) read.push_back(name);
  read.push_back("evidence");
  if (precise) read.push_back("digits");
  std::erase_if(all, [&read](const Setting& s) { return !contains(read, s.name); });
  return all;
}

bool is_task_flag(const std::string& name) {
  for (const Setting& flag : task_settings("")) {
    if (flag.name == name) return true;
  }
  return name == "digits" || name == "method" || name == "seed";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t k = 0; k < names.size(); ++k) {
    text += (k == 0 ? "" : k + 1 == names.size() ? " or " : ", ") + names[k];
  }
  return text;
}

[[noreturn]] void refuse_name(const std::string& what, const std::string& typed,
                              const std::vector<std::string>& names) {
  const std::string near = claim::nearest_name(typed, names);
  refuse(fmt::format("there is no {} '{}'{}", what, typed,
                     near.empty() ? "; expected " + joined(names) : claim::did_you_mean(near)));
}

std::string canonical_whole(const Setting& setting, const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = error == std::errc() && end == text.data() + text.size();
  if (!read || value < setting.least || value > setting.most) {
    refuse(fmt::format("expected a whole number from {} to {}, found '{}'", setting.least,
                       setting.most, text));
  }
  return std::to_string(value);
}

std::string canonical_number(const Setting& setting, const std::string& text) {
  const Rational value = parse_rational(text);
  require(
      value > 0 || (setting.may_be_zero && value == 0),
      fmt::format("expected a number {} 0, found '{}'", setting.may_be_zero ? ">=" : ">", text));
  return to_text(value);
}

std::string canonical_items(const std::string& text, std::string (*one)(const std::string&)) {
  std::string all;
  for (const std::string& item : split(text, '|')) all += (all.empty() ? "" : "|") + one(item);
  return all;
}

std::string canonical_parents(const std::string& text) {
  causal::TaskText task;
  task.parents = text;
  require(!text.empty(), "expected parents such as -1,0,1, found nothing");
  causal::forest_of(task);
  return text;
}

}  // namespace

char separator_of(SettingKind kind) {
  return kind == SettingKind::chains || kind == SettingKind::numbers ? '|' : ',';
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    items.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return items;
}

std::vector<Setting> settings_of(const std::string& quantity) {
  if (quantity == kTraining) return training_settings();
  if (const auto* calculator = catalogue::find_calculator(quantity)) {
    return calculator_settings(*calculator);
  }
  std::vector<std::string> names{std::string(kTraining)};
  for (const auto& calculator : catalogue::every_calculator()) names.push_back(calculator.name);
  refuse_name("quantity", quantity, names);
}

const Setting& setting_named(const std::vector<Setting>& settings, const std::string& name) {
  std::vector<std::string> names;
  for (const Setting& setting : settings) {
    if (setting.name == name) return setting;
    names.push_back(setting.name);
  }
  if (is_task_flag(name)) {
    refuse(fmt::format("this quantity does not read {}; it reads {}", name, joined(names)));
  }
  for (const Setting& setting : settings) {
    if (setting.symbol == name || (name.size() > 2 && setting.name.starts_with(name))) {
      refuse(fmt::format("there is no setting '{}'{}", name, claim::did_you_mean(setting.name)));
    }
  }
  refuse_name("setting", name, names);
}

std::string canonical_value(const Setting& setting, const std::string& text) {
  switch (setting.kind) {
    case SettingKind::whole:
      return canonical_whole(setting, text);
    case SettingKind::number:
      return canonical_number(setting, text);
    case SettingKind::choice:
      if (std::find(setting.choices.begin(), setting.choices.end(), text) ==
          setting.choices.end()) {
        refuse(fmt::format("expected {}, found '{}'", joined(setting.choices), text));
      }
      return text;
    case SettingKind::flag:
      require(text == "true" || text == "false",
              fmt::format("expected true or false, found '{}'", text));
      return text;
    case SettingKind::chains:
      return canonical_items(text, [](const std::string& chain) {
        markov::parse_chain(chain);
        return chain;
      });
    case SettingKind::numbers:
      return canonical_items(text,
                             [](const std::string& item) { return to_text(parse_rational(item)); });
    case SettingKind::parents:
      return canonical_parents(text);
    case SettingKind::text:
      break;
  }
  require(!text.empty() && text.find_first_of("\r\n") == std::string::npos,
          "expected a text of one line");
  return text;
}

}  // namespace lemmascope::report
