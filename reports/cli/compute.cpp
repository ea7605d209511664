// lemmascope compute: a theorist's pocket calculator.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/cli/task_file.hpp"
#include "reports/model/result_document.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

bool is_quantity(const json& value) { return value.is_object() && value.contains("kind"); }

std::string text_of(const json& value) {
  if (value.is_null()) return "–";
  if (is_quantity(value)) {
    const std::string text = value.at("value").get<std::string>();
    return value.contains("radius") ? text + " ± " + value.at("radius").get<std::string>() : text;
  }
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Tagged scalars as bare strings; an enclosure keeps its radius, "middle ± radius".
json plain(const json& value) {
  if (is_quantity(value)) return text_of(value);
  if (!value.is_structured()) return value;
  json result = value.is_array() ? json::array() : json::object();
  for (const auto& [key, item] : value.items()) {
    if (value.is_array()) {
      result.push_back(plain(item));
    } else {
      result[key] = plain(item);
    }
  }
  return result;
}

// Rows of scalars with aligned columns.
void print_rows(const json& rows, const Console& console) {
  std::vector<std::size_t> widths;
  for (const json& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (j == widths.size()) widths.push_back(0);
      widths[j] = std::max(widths[j], text_of(row[j]).size());
    }
  }
  for (const json& row : rows) {
    std::string line = "  ";
    for (std::size_t j = 0; j < row.size(); ++j) {
      line += fmt::format("{:>{}}  ", text_of(row[j]), widths[j]);
    }
    console.print(line);
  }
}

// A line for every entry of an object, names aligned.
void print_entries(const json& object, const Console& console) {
  std::size_t width = 0;
  for (const auto& [key, item] : object.items()) width = std::max(width, key.size());
  for (const auto& [key, item] : object.items()) {
    console.print(fmt::format("  {:<{}}  {}", key, width, text_of(item)));
  }
}

void print_field(const std::string& name, const json& value, const Console& console) {
  if (value.is_object() && !is_quantity(value)) {
    console.print(console.bold(name));
    print_entries(value, console);
  } else if (!value.is_array()) {
    console.print(fmt::format("{} = {}", console.bold(name), text_of(value)));
  } else if (!value.empty() && value.front().is_array()) {
    console.print(console.bold(name));
    print_rows(value, console);
  } else if (!value.empty() && value.front().is_object() && !is_quantity(value.front())) {
    console.print(console.bold(name));
    for (const json& entry : value) {
      std::string line = "  ";
      for (const auto& [key, item] : entry.items())
        line += fmt::format("{} {}  ", key, text_of(item));
      console.print(line);
    }
  } else {
    console.print(console.bold(name));
    print_rows(json::array({value}), console);
  }
}

const compute::Calculator& calculator_named(const std::string& name) {
  const auto* found = catalogue::find_calculator(name);
  if (found != nullptr) return *found;
  std::string names;
  for (const auto& c : catalogue::every_calculator()) names += (names.empty() ? "" : ", ") + c.name;
  refuse(fmt::format("there is no quantity '{}'; known: {}", name, names));
}

}  // namespace

int compute(const ComputeOptions& options, const Console& console) {
  const auto& calculator = calculator_named(options.quantity);
  compute::Request request = compute::settled(calculator, options.request);
  if (!options.task_file.empty()) read_task_file(options.task_file, request.task);
  if (const auto weights = request.options.find("weights"); weights != request.options.end()) {
    weights->second = read_file(weights->second);  // the calculator takes the content, not the path
  }
  const json answer = compute::compute(calculator, request);
  if (options.json) {
    console.print((options.plain ? plain(answer) : answer).dump(2));
    return kAsExpected;
  }
  console.print(
      console.dim(fmt::format("{}, {}", calculator.formula, to_text(request.arithmetic))));
  for (const auto& [name, value] : answer.items()) print_field(name, value, console);
  return kAsExpected;
}

}  // namespace lemmascope::report
