// What claims about the attention kernel of aa and ab quantify over: temperature, strength of
// positions, the identity.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/lattice_plan.hpp"

namespace lemmascope::templates {

using KernelInstance = KernelParameters;
using KernelDomain = claim::ProfiledDomain<KernelInstance>;
using IntervalSides = domain::SideList<Interval>;

/// beta of 1/4 and 1 (quick) or of nine values from 1/10 to 3, gamma of 1/2, 1 and 2 (quick: beta
/// gamma up to 1), no identity;
/// a chart over beta from 1/8 to 3 and gamma from 1/4 to 3.
KernelDomain kernel_grid();
/// beta of 1/10, 1/2 and 1 with gamma 1, and (1, 1/2), and the identity parameter of 1/4 and 1; a
/// chart over beta from 1/10 to 1, gamma from 1/4 to 3 and the identity from 1/4 to 2.
KernelDomain identity_grid();

/// Digits of the lattice sums of claims: determinants at small beta gamma need many, ratios of
/// determinants few.
inline constexpr int kManyDigits = 16;
inline constexpr int kFewDigits = 11;

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::KernelInstance> {
  /// "beta=1,gamma=1,a=0".
  static std::string summary(const templates::KernelInstance& at);
  static nlohmann::json to_json(const templates::KernelInstance& at);
  static templates::KernelInstance from_json(const nlohmann::json& json);
  /// Parameters of one, no identity.
  static std::vector<templates::KernelInstance> simpler(const templates::KernelInstance& at);
};

}  // namespace lemmascope::claim
