// Checkpoints: .npz archives, perhaps cut off or edited.
#include "sim/train/npz.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lemmascope::fuzz::expect_refusal_or_success(
      [&] { lemmascope::sim::read_npz(lemmascope::fuzz::file_of(data, size)); });
  return 0;
}
