// What claims about looped layers quantify over: exact data with the weights of all loops.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/looped/looped_attention.hpp"

namespace lemmascope::looped {

using LoopDomain = claim::ProfiledDomain<LoopedTask>;
using Sides = domain::SideList<Rational>;

/// One example of one entry: inputs, queries, maps, weights and u of -1, 0 and 1, two loops.
LoopDomain every_tiny_loop();

/// Random data of up to three entries and four examples, fractions k/3 with |k| <= 6, up to three
/// loops; every fourth has u = 0. quick 60; pr 600; nightly 6000.
LoopDomain sampled_loops();

/// Two examples of two entries in general position, two loops.
LoopedTask general_loop();

inline constexpr const char* kPaper = "arXiv 2410.08292";
inline constexpr const char* kNotRead =
    "the paper was read in a third party's summary: numbers, wording and constants of printed "
    "statements are not confirmed";
inline constexpr const char* kNoAttack =
    "no attack: a polynomial identity that fails fails at generic points";

}  // namespace lemmascope::looped

namespace lemmascope::claim {

template <>
struct InstanceTraits<looped::LoopedTask> {
  /// "d=2,n=3,L=2".
  static std::string summary(const looped::LoopedTask& at);
  static nlohmann::json to_json(const looped::LoopedTask& at);
  static looped::LoopedTask from_json(const nlohmann::json& json);
  /// Fewer loops and examples, then simpler entries.
  static std::vector<looped::LoopedTask> simpler(const looped::LoopedTask& at);
};

}  // namespace lemmascope::claim
