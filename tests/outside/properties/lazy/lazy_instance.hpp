// A chain with its laziness: the paper's own kind of instance.
#pragma once

#include "properties/claim/claim_about.hpp"
#include "properties/markov/chain_instance.hpp"

namespace lemmascope::lazy {

struct LazyInstance {
  markov::Chain chain;
  Rational laziness;
};

/// Every two-state chain with denominators up to the profile's, lazy by 0, 1/3, 2/3 and 1.
claim::ProfiledDomain<LazyInstance> every_lazy_two_state_chain();

}  // namespace lemmascope::lazy

template <>
struct lemmascope::claim::InstanceTraits<lemmascope::lazy::LazyInstance> {
  static std::string summary(const lazy::LazyInstance& at);
  static nlohmann::json to_json(const lazy::LazyInstance& at);
  static lazy::LazyInstance from_json(const nlohmann::json& json);
  static std::vector<lazy::LazyInstance> simpler(const lazy::LazyInstance& at);
};
