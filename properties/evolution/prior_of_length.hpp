// The exact mean tensor of the uniform prior, made once a length: several claims look at it.
#pragma once

#include <map>
#include <mutex>

#include "theory/evolution/two_steps.hpp"

namespace lemmascope::evolution {

/// Made when it is first asked for.
inline const Tensor<Interval>& prior_of(int length) {
  static std::mutex guard;
  static std::map<int, Tensor<Interval>> made;
  const std::lock_guard<std::mutex> lock(guard);
  const auto found = made.find(length);
  if (found != made.end()) return found->second;
  return made.emplace(length, enclosed_prior_tensor(length)).first->second;
}

}  // namespace lemmascope::evolution
