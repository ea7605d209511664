#include "reports/model/toml_file.hpp"

#include <fmt/format.h>

#include "properties/compute/input_file.hpp"
#include "properties/compute/option.hpp"
#include "reports/model/nesting.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
toml::table read_toml(const std::string& path) {
  const std::string content = compute::read_text(path, "");
  require_shallow_toml(content, path);
  try {
    return toml::parse(content, path);
  } catch (const toml::parse_error& error) {
    refuse(fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
}

std::string toml_place(const std::string& path, const toml::node& node, const std::string& key) {
  return fmt::format("{}:{}: {}", path, node.source().begin.line, key);
}

std::string toml_scalar(const toml::node& node, const std::string& place, Floats floats) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  if (const auto* number = node.as_floating_point()) {
    if (floats == Floats::allowed) return fmt::format("{}", number->get());
    refuse(fmt::format("{}: expected a string such as \"1/100\" (a TOML float would be rounded)",
                       place));
  }
  refuse(fmt::format("{}: expected a text, a number, true or false", place));
}

}  // namespace lemmascope::report
