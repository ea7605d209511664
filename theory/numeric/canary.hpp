// Rounding canary: known answers that go wrong first when a compiler flag, a library or another
// part of the process has changed how numbers are rounded. Run at program start and by `doctor`.
#pragma once

#include <string>
#include <vector>

namespace lemmascope {

/// One known-answer check.
struct CanaryCheck {
  std::string name;
  bool passed = false;
  /// What was expected and what was found.
  std::string detail;
};

/// Runs every check in the calling thread, in a fixed order. Takes well under a millisecond; a
/// failed check is data, nothing is thrown. The floating-point environment is read, never set.
std::vector<CanaryCheck> run_canary();

/// Did every check pass?
bool all_passed(const std::vector<CanaryCheck>& checks);

}  // namespace lemmascope
