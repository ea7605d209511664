// What two routes to one number throw when they give different ones.
#pragma once

#include <stdexcept>
#include <string>

namespace lemmascope {

/// Two routes, each able to decide, decided differently: an alarm about this tool, never about the
/// input.
class ContradictionError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws ContradictionError with `message` (both routes and where they part) unless they agree.
inline void require_agreement(bool agree, const std::string& message) {
  if (!agree) {
    throw ContradictionError("two routes contradict each other: " + message +
                             "; please report this");
  }
}

}  // namespace lemmascope
