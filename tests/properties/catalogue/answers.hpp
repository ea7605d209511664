// Calculators as the command line asks them: what they answer, or how they refuse.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "properties/catalogue/catalogue.hpp"
#include "properties/compute/calculator.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::catalogue {

/// Options as they are written, in order; a repeatable one may come again.
using WrittenOptions = std::vector<std::pair<std::string, std::string>>;

/// The answer of the calculator of that name. Throws what reading the options or computing throws.
inline nlohmann::json answer(const std::string& quantity, const WrittenOptions& options) {
  const auto* calculator = find_calculator(quantity);
  EXPECT_NE(calculator, nullptr) << quantity;
  std::vector<compute::WrittenOption> written;
  for (const auto& [name, text] : options) written.push_back({name, text, "--" + name});
  const auto values = compute::read_options(compute::every_option(*calculator), quantity, written);
  return compute::compute(*calculator, compute::request_of(*calculator, values));
}

/// What is said when that is refused; empty when it is not.
inline std::string refusal(const std::string& quantity, const WrittenOptions& options) {
  try {
    answer(quantity, options);
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "";
}

/// The text of each tagged number of a list.
inline std::vector<std::string> texts(const nlohmann::json& tagged) {
  std::vector<std::string> all;
  for (const auto& one : tagged) all.push_back(one.at("value"));
  return all;
}

}  // namespace lemmascope::catalogue
