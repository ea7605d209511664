// The option that names a group, for calculators and trainings.
#pragma once

#include <string>
#include <utility>

#include "properties/compute/option.hpp"
#include "theory/lego/finite_group.hpp"

namespace lemmascope::lego {

/// "group"; throws PreconditionError on a text that is none.
inline compute::Option group_option(std::string usual) {
  return {.name = "group",
          .help = "z2, z3, …, d3, …, s3 to s5, or a table of indices such as 0,1;1,0",
          .usual = std::move(usual),
          .canonical = [](const std::string& text) {
            group_by_name(text);
            return text;
          }};
}

}  // namespace lemmascope::lego
