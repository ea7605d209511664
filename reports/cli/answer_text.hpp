// What a calculator answers, as text for people and as plain JSON.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "properties/compute/calculator.hpp"
#include "reports/cli/console.hpp"

namespace lemmascope::report {

/// Prints every field of an answer: scalars in a line, objects a line an entry, matrices with the
/// numbers of their rows and columns (`axes` says what these are), figures as tables.
void print_answer(const nlohmann::json& answer,
                  const std::map<std::string, compute::MatrixAxes>& axes, const Console& console);

/// Tagged numbers as bare strings; an enclosure as "middle ± radius", so that nothing is lost.
nlohmann::json plain_answer(const nlohmann::json& answer);

}  // namespace lemmascope::report
