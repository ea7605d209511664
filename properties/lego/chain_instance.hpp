// What claims about shortcuts quantify over: a group, a number of clauses, and two places in the
// chain.
#pragma once

#include <memory>

#include "properties/domain/sides.hpp"
#include "theory/lego/finite_group.hpp"

namespace lemmascope::lego {

struct ChainInstance {
  std::shared_ptr<const FiniteGroup> group;
  int clauses = 1;   ///< n
  int variable = 1;  ///< i
  int other = 1;     ///< j >= i
};

using ChainDomain = claim::ProfiledDomain<ChainInstance>;

/// Z_2, every n up to 12 (pr 24, nightly 50) and every variable.
ChainDomain every_sign_chain();

/// D_3 and every n up to 7 (pr 9, nightly 12), its last variable.
ChainDomain dihedral_chains();

/// Z_2 to Z_5, Z_2 x Z_2, D_3, D_4 and Z_6 with n of 1 to 4, as long as there are at most 1500
/// sequences; every pair of places i < j where `pairs`, the last variable elsewhere.
ChainDomain every_small_chain(bool pairs);

/// That group and number of clauses; i = j = n.
ChainInstance last_variable(const char* group, int clauses);

}  // namespace lemmascope::lego

namespace lemmascope::claim {

template <>
struct InstanceTraits<lego::ChainInstance> {
  /// "d3,n=4,i=1,j=4".
  static std::string summary(const lego::ChainInstance& instance);
  static nlohmann::json to_json(const lego::ChainInstance& instance);
  static lego::ChainInstance from_json(const nlohmann::json& json);
  /// One clause fewer, an earlier place, Z_2.
  static std::vector<lego::ChainInstance> simpler(const lego::ChainInstance& at);
  /// Sequences of one clause more.
  static double size(const lego::ChainInstance& at);
};

}  // namespace lemmascope::claim
