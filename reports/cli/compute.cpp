// lemmascope compute: a theorist's pocket calculator.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/catalogue.hpp"
#include "reports/cli/answer_text.hpp"
#include "reports/cli/commands.hpp"
#include "reports/cli/exit_codes.hpp"
#include "reports/cli/task_file.hpp"

namespace lemmascope::report {

int compute(const ComputeOptions& options, const Console& console) {
  const compute::Calculator& calculator = *options.calculator;
  compute::OptionValues values = options.values;
  if (!options.task_file.empty()) {
    values = compute::over(
        std::move(values),
        read_task_file(options.task_file, compute::every_option(calculator), calculator.name));
  }
  const compute::Request request = compute::request_of(calculator, values);
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
