// Witness files: JSON that claims to be a counterexample.
#include <nlohmann/json.hpp>

#include "reports/model/result_file.hpp"
#include "reports/model/schema_check.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lemmascope::report;
  lemmascope::fuzz::expect_refusal_or_success([&] {
    const std::string path = lemmascope::fuzz::file_of(data, size);
    require_schema(read_document(path, kWitnessSchema), "witness", path);
  });
  return 0;
}
