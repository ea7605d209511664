#include "reports/cli/task_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include "reports/model/nesting.hpp"
#include "reports/model/result_document.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

std::string text_of(const std::string& path, const std::string& key, const toml::node& node) {
  if (const auto text = node.value<std::string>()) return *text;
  if (const auto number = node.value<std::int64_t>()) return std::to_string(*number);
  refuse(fmt::format("{}: {}: expected a string such as \"1/100\" (a TOML float would be rounded)",
                     path, key));
}

void read_list(const std::string& path, const std::string& key, const toml::node& node,
               std::vector<std::string>& into) {
  if (!into.empty()) return;
  if (const auto* array = node.as_array()) {
    for (const auto& item : *array) into.push_back(text_of(path, key, item));
  } else {
    into.push_back(text_of(path, key, node));
  }
}

void read_parents(const std::string& path, const toml::node& node, std::string& parents) {
  if (!parents.empty()) return;
  const auto* array = node.as_array();
  if (array == nullptr) {
    parents = text_of(path, "parents", node);
    return;
  }
  for (const auto& item : *array) {
    parents += (parents.empty() ? "" : ",") + text_of(path, "parents", item);
  }
}

}  // namespace

void read_task_file(const std::string& path, causal::TaskText& task) {
  const std::string content = read_file(path);
  toml::table table;
  require_shallow_toml(content, path);
  try {
    table = toml::parse(content, path);
  } catch (const toml::parse_error& error) {
    refuse(fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (key == "parents") {
      read_parents(path, node, task.parents);
    } else if (key == "graph") {
      if (task.graph.empty()) task.graph = text_of(path, key, node);
    } else if (key == "length") {
      const auto length = node.value<std::int64_t>();
      require(length.has_value(), fmt::format("{}: length: expected a whole number", path));
      if (!task.length) task.length = static_cast<int>(*length);
    } else if (key == "chain") {
      read_list(path, key, node, task.chains);
    } else if (key == "weight") {
      read_list(path, key, node, task.weights);
    } else if (key == "orbit") {
      const auto orbit = node.value<bool>();
      require(orbit.has_value(), fmt::format("{}: orbit: expected true or false", path));
      task.orbit = task.orbit || *orbit;
    } else if (key == "epsilon") {
      if (task.epsilon.empty()) task.epsilon = text_of(path, key, node);
    } else if (key == "beta0") {
      if (task.beta0.empty()) task.beta0 = text_of(path, key, node);
    } else {
      refuse(
          fmt::format("{}: unknown key '{}'; expected parents, graph, length, chain, weight, "
                      "orbit, epsilon or beta0",
                      path, key));
    }
  }
}

}  // namespace lemmascope::report
