#include "properties/claim/instance.hpp"

#include <nlohmann/json.hpp>

namespace lemmascope::claim {

nlohmann::json Instance::to_json() const { return kind_->to_json(value_.get()); }

std::vector<Instance> Instance::simpler() const {
  std::vector<Instance> all;
  for (auto& value : kind_->simpler(value_.get())) all.emplace_back(std::move(value), *kind_);
  return all;
}

Instance instance_from_json(const InstanceKind& kind, const nlohmann::json& json) {
  return {kind.from_json(json), kind};
}

}  // namespace lemmascope::claim
