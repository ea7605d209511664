// How tests read a broken precondition: as the one line a user would see.
#pragma once

#include <string>

#include "theory/numeric/require.hpp"

namespace lemmascope::testing {

/// The message of the PreconditionError that `function` throws.
template <class Function>
std::string refusal(Function&& function) {
  try {
    function();
  } catch (const PreconditionError& error) {
    return error.what();
  }
  return "nothing was refused";
}

}  // namespace lemmascope::testing
