// How InstanceTraits<I> becomes the table that the engine reads. Include it where
// `template const claim::InstanceKind& claim::kind_of<I>();` stands, in one source of each kind.
#pragma once

#include <nlohmann/json.hpp>

#include "properties/claim/instance.hpp"

namespace lemmascope::claim {

template <class I>
const InstanceKind& kind_of() {
  using Traits = InstanceTraits<I>;
  static const InstanceKind kind = {
      [](const void* value) { return Traits::summary(*static_cast<const I*>(value)); },
      [](const void* value) { return Traits::to_json(*static_cast<const I*>(value)); },
      [](const nlohmann::json& json) -> std::shared_ptr<const void> {
        return std::make_shared<const I>(Traits::from_json(json));
      },
      [](const void* value) {
        std::vector<std::shared_ptr<const void>> all;
        for (auto& simpler : Traits::simpler(*static_cast<const I*>(value))) {
          all.push_back(std::make_shared<const I>(std::move(simpler)));
        }
        return all;
      },
      [](const void* value) -> double {
        if constexpr (requires(const I& at) { Traits::size(at); }) {
          return Traits::size(*static_cast<const I*>(value));
        } else {
          return (void)value, 1;
        }
      }};
  return kind;
}

}  // namespace lemmascope::claim
