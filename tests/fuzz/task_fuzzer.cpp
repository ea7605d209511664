// Task files of `compute` and `train`: TOML of anybody, read by one option of every kind.
#include "properties/compute/option.hpp"
#include "reports/cli/task_file.hpp"
#include "tests/fuzz/harness.hpp"

namespace {

using lemmascope::compute::Option;
using lemmascope::compute::OptionKind;

std::vector<Option> options_of_every_kind() {
  Option length{.name = "length", .kind = OptionKind::whole, .least = "2", .most = "1024"};
  Option epsilon{.name = "epsilon", .kind = OptionKind::number, .least = "0", .most = "1"};
  Option graph{.name = "graph", .kind = OptionKind::choice, .choices = {"chain", "star"}};
  Option orbit{.name = "orbit", .kind = OptionKind::flag};
  Option parents{.name = "parents", .kind = OptionKind::text};
  Option chain{.name = "chain", .kind = OptionKind::text, .repeatable = true};
  return {length, epsilon, graph, orbit, parents, chain};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Option> options = options_of_every_kind();
  lemmascope::fuzz::expect_refusal_or_success([&] {
    lemmascope::report::read_task_file(lemmascope::fuzz::file_of(data, size), options, "fuzzing");
  });
  return 0;
}
