// Sweep plans as TOML. The only file of this folder that knows tomlplusplus.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "properties/claim/nearest_name.hpp"
#include "reports/model/toml_file.hpp"
#include "reports/sweep/plan.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

class PlanFile {
 public:
  explicit PlanFile(std::string path) : path_(std::move(path)) {}

  SweepPlan read() {
    table_ = read_toml(path_);
    refuse_unknown(table_, "", {"quantity", "seed", "fixed", "axes", "paired"});
    const toml::node* quantity = table_.get("quantity");
    if (quantity == nullptr) {
      refuse(fmt::format("{}: quantity: expected \"train\" or the name of a calculator, found none",
                         path_));
    }
    PlanBuilder builder({place(*quantity, "quantity"), scalar(*quantity, "quantity")});
    if (const toml::node* seed = table_.get("seed")) {
      builder.set_seed({place(*seed, "seed"), scalar(*seed, "seed")});
    }
    read_fixed(builder);
    read_axes(builder);
    read_paired(builder);
    return builder.finish(path_);
  }

 private:
  // A named value of a table, in the order of the file.
  struct Entry {
    std::string name;
    const toml::node* node;
  };

  std::string place(const toml::node& node, const std::string& key) const {
    return toml_place(path_, node, key);
  }

  void refuse_unknown(const toml::table& table, const std::string& prefix,
                      const std::vector<std::string>& known) const {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      const std::string near = claim::nearest_name(name, known);
      std::string names;
      for (const std::string& k : known) names += (names.empty() ? "" : ", ") + k;
      refuse(fmt::format("{}: unknown key{}", place(node, prefix + name),
                         near.empty() ? "; expected one of " + names : claim::did_you_mean(near)));
    }
  }

  std::string scalar(const toml::node& node, const std::string& key) const {
    return toml_scalar(node, place(node, key), Floats::allowed);
  }

  // A scalar, or an array that the setting reads as one value: parents, several chains.
  WrittenValue value(const PlanBuilder& builder, const std::string& name, const std::string& key,
                     const toml::node& node) const {
    const std::string where = place(node, key);
    const auto* array = node.as_array();
    const char separator = builder.separator(name, where);
    if (array == nullptr) return {where, scalar(node, key)};
    std::string text;
    for (const toml::node& item : *array) {
      text += (text.empty() ? std::string() : std::string(1, separator)) + scalar(item, key);
    }
    return {where, text};
  }

  std::vector<Entry> entries(const char* section) const {
    const toml::node* node = table_.get(section);
    if (node == nullptr) return {};
    const auto* table = node->as_table();
    if (table == nullptr) {
      refuse(fmt::format("{}: expected a table [{}]", place(*node, section), section));
    }
    std::vector<Entry> all;
    for (const auto& [key, value] : *table) all.push_back({std::string(key.str()), &value});
    // The parser sorts by name; the order of the file is the order of the cases.
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
      const auto x = a.node->source().begin, y = b.node->source().begin;
      return x.line != y.line ? x.line < y.line : x.column < y.column;
    });
    return all;
  }

  void read_fixed(PlanBuilder& builder) const {
    for (const Entry& e : entries("fixed")) {
      builder.fix(e.name, value(builder, e.name, "fixed." + e.name, *e.node));
    }
  }

  std::int64_t bound(const toml::table& range, const std::string& key, const char* name,
                     std::optional<std::int64_t> otherwise) const {
    const toml::node* node = range.get(name);
    if (node == nullptr && otherwise) return *otherwise;
    const auto* number = node == nullptr ? nullptr : node->as_integer();
    if (number == nullptr) {
      refuse(fmt::format("{}: {}: expected a whole number", place(range, key), name));
    }
    return number->get();
  }

  // { from = 0, to = 9, step = 1 }, both ends included.
  std::vector<WrittenValue> range(const toml::table& table, const std::string& key) const {
    refuse_unknown(table, key + ".", {"from", "to", "step"});
    const std::int64_t from = bound(table, key, "from", std::nullopt),
                       to = bound(table, key, "to", std::nullopt),
                       step = bound(table, key, "step", 1);
    constexpr std::int64_t kMost = 1000000;
    const std::string where = place(table, key);
    require(step >= 1 && from <= to && from >= -kMost * kMost && to <= kMost * kMost &&
                (to - from) / step < kMost,
            fmt::format("{}: expected from <= to, step >= 1 and at most {} values", where, kMost));
    std::vector<WrittenValue> values;
    for (std::int64_t v = from; v <= to; v += step) values.push_back({where, std::to_string(v)});
    return values;
  }

  void read_axes(PlanBuilder& builder) const {
    for (const Entry& e : entries("axes")) {
      const std::string key = "axes." + e.name;
      const std::string where = place(*e.node, key);
      builder.separator(e.name, where);  // refuses unknown names first
      if (const auto* table = e.node->as_table()) {
        builder.add_axis(e.name, where, range(*table, key));
        continue;
      }
      const auto* array = e.node->as_array();
      if (array == nullptr) {
        refuse(
            fmt::format("{}: expected an array of values or {{ from = 0, to = 9 }}; a single value "
                        "belongs under [fixed]",
                        where));
      }
      std::vector<WrittenValue> values;
      for (const toml::node& item : *array) values.push_back(value(builder, e.name, key, item));
      builder.add_axis(e.name, where, values);
    }
  }

  void read_paired(PlanBuilder& builder) const {
    const toml::node* node = table_.get("paired");
    if (node == nullptr) return;
    const auto* array = node->as_array();
    if (array == nullptr) refuse(fmt::format("{}: expected an array", place(*node, "paired")));
    for (const toml::node& item : *array) {
      builder.pair({place(item, "paired"), scalar(item, "paired")});
    }
  }

  std::string path_;
  toml::table table_;
};

}  // namespace

SweepPlan read_plan(const std::string& path) { return PlanFile(path).read(); }

}  // namespace lemmascope::report
