// Sweep plans: TOML of anybody.
#include "reports/sweep/plan.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lemmascope::fuzz::expect_refusal_or_success(
      [&] { lemmascope::report::read_plan(lemmascope::fuzz::file_of(data, size)); });
  return 0;
}
