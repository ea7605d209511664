// Events of a run: what a killed process, a full disk or another program left behind.
#include "reports/model/events.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lemmascope::fuzz::expect_refusal_or_success(
      [&] { lemmascope::report::read_events(lemmascope::fuzz::file_of(data, size)); });
  return 0;
}
