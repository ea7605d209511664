// Which bug is planted. Included before the copies of sources that plant.py writes, and nowhere
// else.
#pragma once

#include <cstdlib>
#include <string_view>

namespace lemmascope {

/// Whether LEMMASCOPE_BUG names this bug.
inline bool is_planted(std::string_view name) {
  const char* chosen = std::getenv("LEMMASCOPE_BUG");
  return chosen != nullptr && name == chosen;
}

}  // namespace lemmascope
