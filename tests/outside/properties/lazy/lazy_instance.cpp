#include "properties/lazy/lazy_instance.hpp"

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/markov/chain_domains.hpp"

namespace lemmascope::lazy {

claim::ProfiledDomain<LazyInstance> every_lazy_two_state_chain() {
  return [](claim::Profile profile) {
    const auto chains = markov::every_two_state_chain_instance()(profile);
    return claim::Domain<LazyInstance>{
        "lazy-two-state-chains", chains.description + ", lazy by 0, 1/3, 2/3 and 1",
        claim::Scope::family, chains.cases * 4,
        [chains](std::int64_t index, const claim::CaseKey& key) {
          return LazyInstance{chains.at(index / 4, key).chain, Rational(index % 4, 3)};
        }};
  };
}

}  // namespace lemmascope::lazy

namespace lemmascope::claim {

using lazy::LazyInstance;
using OfChain = InstanceTraits<markov::ChainInstance>;

std::string InstanceTraits<LazyInstance>::summary(const LazyInstance& at) {
  return OfChain::summary({at.chain}) + ",a=" + at.laziness.str();
}
nlohmann::json InstanceTraits<LazyInstance>::to_json(const LazyInstance& at) {
  nlohmann::json json = OfChain::to_json({at.chain});
  json["laziness"] = at.laziness.str();
  return json;
}
LazyInstance InstanceTraits<LazyInstance>::from_json(const nlohmann::json& json) {
  return {OfChain::from_json(json).chain, parse_rational(json.at("laziness").get<std::string>())};
}
// Less lazy first, then a simpler chain.
std::vector<LazyInstance> InstanceTraits<LazyInstance>::simpler(const LazyInstance& at) {
  std::vector<LazyInstance> all;
  if (at.laziness != 0) all.push_back({at.chain, Rational(0)});
  for (auto& [chain] : OfChain::simpler({at.chain})) all.push_back({chain, at.laziness});
  return all;
}

template const InstanceKind& kind_of<LazyInstance>();

}  // namespace lemmascope::claim
