#include "properties/markov/chain_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/matrix_json.hpp"
#include "properties/markov/simpler_chain.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::claim {

using markov::ChainInstance;

std::string InstanceTraits<ChainInstance>::summary(const ChainInstance& instance) {
  return fmt::format("S={}", instance.chain.states());
}

nlohmann::json InstanceTraits<ChainInstance>::to_json(const ChainInstance& instance) {
  return {{"chain", domain::rows_json(instance.chain.matrix())}};
}

ChainInstance InstanceTraits<ChainInstance>::from_json(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("chain")) {
    refuse("the instance is not a chain: expected {\"chain\": rows of fractions}");
  }
  return {markov::Chain(domain::matrix_from(json.at("chain")))};
}

std::vector<ChainInstance> InstanceTraits<ChainInstance>::simpler(const ChainInstance& instance) {
  std::vector<ChainInstance> all;
  for (auto& chain : markov::simpler_chains(instance.chain)) all.push_back({std::move(chain)});
  return all;
}

template const InstanceKind& kind_of<markov::ChainInstance>();

}  // namespace lemmascope::claim
