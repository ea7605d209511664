// What every domain of generated instances needs: a setting per profile, shrinking, keyed sampling.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <utility>

#include "properties/claim/domain.hpp"

namespace lemmascope::domain {

/// The profile's own of settings with members quick, pr and nightly.
template <class Settings>
const auto& in_profile(const Settings& settings, claim::Profile profile) {
  switch (profile) {
    case claim::Profile::quick:
      return settings.quick;
    case claim::Profile::pr:
      return settings.pr;
    case claim::Profile::nightly:
      return settings.nightly;
  }
  return settings.quick;
}

/// Numbers of cases.
struct CaseCounts {
  std::int64_t quick, pr, nightly;
};

/// The instance with the simpler ones of its traits as shrinks, theirs below them, and so on.
template <class Instance>
rc::Shrinkable<Instance> with_shrinks(Instance instance) {
  return rc::shrinkable::shrinkRecur(std::move(instance), [](const Instance& from) {
    return rc::seq::fromContainer(claim::InstanceTraits<Instance>::simpler(from));
  });
}

/// `cases` instances drawn by `generator`, each from its own key.
template <class Instance>
claim::Domain<Instance> sampled_domain(const std::string& name, const std::string& description,
                                       std::int64_t cases, rc::Gen<Instance> generator) {
  claim::Domain<Instance> domain;
  domain.name = name;
  domain.description = description;
  domain.scope = claim::Scope::sample;
  domain.cases = cases;
  domain.at = [generator = std::move(generator)](std::int64_t, const claim::CaseKey& key) {
    constexpr int kSize = 100;  // RapidCheck's nominal size; our generators do not depend on it
    return with_shrinks(generator(rc::Random(key), kSize).value());
  };
  return domain;
}

}  // namespace lemmascope::domain
