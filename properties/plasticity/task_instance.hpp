// What claims about fast weights quantify over: a sequence of keys, values and queries, and the
// rate of a learning rule.
#pragma once

#include "properties/claim/instance.hpp"
#include "theory/plasticity/association_task.hpp"

namespace lemmascope::plasticity {

struct TaskInstance {
  AssociationTask task;
  Rational rate{1};  ///< eta
};

}  // namespace lemmascope::plasticity

namespace lemmascope::claim {

template <>
struct InstanceTraits<plasticity::TaskInstance> {
  /// "T=3,d=2,m=1".
  static std::string summary(const plasticity::TaskInstance& instance);
  static nlohmann::json to_json(const plasticity::TaskInstance& instance);
  static plasticity::TaskInstance from_json(const nlohmann::json& json);
  /// Fewer tokens, shorter keys, fewer outputs, then simpler entries and a rate of one.
  static std::vector<plasticity::TaskInstance> simpler(const plasticity::TaskInstance& instance);
};

}  // namespace lemmascope::claim
