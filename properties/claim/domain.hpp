// What a claim quantifies over: keyed cases of one kind of instance.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/attack/chart.hpp"
#include "properties/claim/verdict.hpp"

namespace lemmascope::claim {

/// The key of a case: a hash of (root seed, claim, domain, case). A case drawn from it is the same
/// on every machine, in every shard and for any number of threads.
using CaseKey = std::array<std::uint64_t, 4>;
CaseKey case_key(std::uint64_t root_seed, std::string_view claim, std::string_view domain,
                 std::int64_t index);

/// An ordered set of cases of kind I. A family ignores the key, a sample draws from it.
template <class I>
struct Domain {
  /// Short name, part of case keys: "two-state-chains".
  std::string name;
  /// What a report says: "every two-state chain with denominators up
  /// to 6".
  std::string description;
  Scope scope = Scope::family;
  std::int64_t cases = 0;
  std::function<I(std::int64_t index, const CaseKey& key)> at;
  /// Where an attack may look for instances of the domain's kind that the cases do not reach.
  std::vector<attack::Chart<I>> charts = {};
};

/// The size of a domain may depend on the profile.
template <class I>
using ProfiledDomain = std::function<Domain<I>(Profile)>;

}  // namespace lemmascope::claim
