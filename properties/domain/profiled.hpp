// What every domain of instances needs: a setting per profile, a list as a family, keyed sampling.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "properties/claim/domain.hpp"
#include "properties/domain/draw.hpp"

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

/// Every instance of a list; `charts` lead an attack beyond it.
template <class I>
claim::Domain<I> family_domain(std::string name, std::string description, std::vector<I> instances,
                               std::vector<attack::Chart<I>> charts = {}) {
  auto all = std::make_shared<const std::vector<I>>(std::move(instances));
  claim::Domain<I> domain;
  domain.name = std::move(name);
  domain.description = std::move(description);
  domain.scope = claim::Scope::family;
  domain.charts = std::move(charts);
  domain.cases = static_cast<std::int64_t>(all->size());
  domain.at = [all](std::int64_t index, const claim::CaseKey&) {
    return (*all)[static_cast<std::size_t>(index)];
  };
  return domain;
}

/// `cases` instances made by `drawn` (an I from a Draw&), each from its own key.
template <class I, class Drawn>
claim::Domain<I> sampled_domain(std::string name, std::string description, std::int64_t cases,
                                Drawn drawn) {
  claim::Domain<I> domain;
  domain.name = std::move(name);
  domain.description = std::move(description);
  domain.scope = claim::Scope::sample;
  domain.cases = cases;
  domain.at = [drawn = std::move(drawn)](std::int64_t, const claim::CaseKey& key) {
    Draw draw(key);
    return drawn(draw);
  };
  return domain;
}

/// The same cases seen as another kind of instance: `view` makes a J of each I.
template <class J, class I, class View>
claim::ProfiledDomain<J> seen_as(claim::ProfiledDomain<I> profiled, View view) {
  return [profiled = std::move(profiled), view = std::move(view)](claim::Profile profile) {
    claim::Domain<I> from = profiled(profile);
    return claim::Domain<J>{
        std::move(from.name),
        std::move(from.description),
        from.scope,
        from.cases,
        [at = std::move(from.at), view](std::int64_t index, const claim::CaseKey& key) {
          return view(at(index, key));
        },
        attack::seen_as<J>(from.charts, view)};
  };
}

}  // namespace lemmascope::domain
