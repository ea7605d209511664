// What claims about rounded scores quantify over: the masses e^{z_i}, the factor q = e^delta, and
// which scores are rounded upwards.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/domain/sides.hpp"
#include "theory/numeric/number.hpp"

namespace lemmascope::plasticity {

struct MassesInstance {
  Vector<Rational> masses;
  Rational factor{2};
  std::vector<bool> raised;  ///< one for each mass: moved by q or by 1/q
};

/// Those masses, factor and choice.
MassesInstance rounding(const std::vector<Rational>& masses, const Rational& factor,
                        std::vector<bool> raised);

/// q where raised, 1/q elsewhere.
Vector<Rational> factors_of(const MassesInstance& at);

/// Every choice of two to four masses from {1, 2, 7}, of q from {257/256, 17/16, 2, 10}, and of the
/// scores that rise.
claim::ProfiledDomain<MassesInstance> every_rounding();

/// Random masses with entries k/12 up to 10, two to eight of them, q up to 3. quick 200 cases.
claim::ProfiledDomain<MassesInstance> sampled_roundings();

/// For each q of `every_rounding` and every split of two to five scores: raised masses that sum to
/// 1, others that sum to q, in parts of unequal size.
claim::ProfiledDomain<MassesInstance> mirrored_roundings();

}  // namespace lemmascope::plasticity

namespace lemmascope::claim {

template <>
struct InstanceTraits<plasticity::MassesInstance> {
  /// "n=3".
  static std::string summary(const plasticity::MassesInstance& instance);
  static nlohmann::json to_json(const plasticity::MassesInstance& instance);
  static plasticity::MassesInstance from_json(const nlohmann::json& json);
  /// One score fewer, then masses of one, a factor of two.
  static std::vector<plasticity::MassesInstance> simpler(const plasticity::MassesInstance& at);
};

}  // namespace lemmascope::claim
