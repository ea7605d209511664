// Task files of `compute`: TOML of anybody.
#include "properties/causal/quantities/task.hpp"
#include "reports/cli/task_file.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lemmascope::fuzz::expect_refusal_or_success([&] {
    lemmascope::causal::TaskText task;
    lemmascope::report::read_task_file(lemmascope::fuzz::file_of(data, size), task);
  });
  return 0;
}
