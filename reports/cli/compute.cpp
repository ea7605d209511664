// lemmascope compute: a theorist's pocket calculator.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/answer_text.hpp"
#include "reports/cli/commands.hpp"

namespace lemmascope::report {

int compute(const ComputeOptions& options, const Console& console) {
  const compute::Calculator& calculator = *options.calculator;
  const compute::Request request = compute::request_of(calculator, options.values);
  const nlohmann::json answer = compute::compute(calculator, request);
  if (options.plain || options.json) {
    console.print((options.plain ? plain_answer(answer) : answer).dump(2));
    return kAsExpected;
  }
  console.print(
      console.dim(fmt::format("{}, {}", calculator.formula, to_text(request.arithmetic))));
  print_answer(answer, calculator.axes, console);
  return kAsExpected;
}

}  // namespace lemmascope::report
