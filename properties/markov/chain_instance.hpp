// The smallest thing a claim about sequences can be about: a chain alone.
#pragma once

#include "properties/claim/instance.hpp"
#include "theory/markov/transition_matrix.hpp"

namespace lemmascope::markov {

struct ChainInstance {
  Chain chain;
};

}  // namespace lemmascope::markov

namespace lemmascope::claim {

template <>
struct InstanceTraits<markov::ChainInstance> {
  /// "S=2".
  static std::string summary(const markov::ChainInstance& instance);
  /// {"chain": [["7/10","3/10"],["4/10","6/10"]]}.
  static nlohmann::json to_json(const markov::ChainInstance& instance);
  static markov::ChainInstance from_json(const nlohmann::json& json);
  /// Fewer states, then simpler fractions.
  static std::vector<markov::ChainInstance> simpler(const markov::ChainInstance& instance);
};

}  // namespace lemmascope::claim
