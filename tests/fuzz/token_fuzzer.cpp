// Replay tokens, as copied from a report.
#include "properties/claim/replay_token.hpp"
#include "tests/fuzz/harness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  lemmascope::fuzz::expect_refusal_or_success([&] {
    const auto token = lemmascope::claim::parse_replay_token(text);
    lemmascope::claim::parse_replay_token(lemmascope::claim::replay_token(token));
  });
  return 0;
}
