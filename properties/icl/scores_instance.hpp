// What claims about two softmax heads quantify over: the scores of one of them.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::icl {

struct ScoresInstance {
  Vector<Rational> scores;  ///< z
};

/// Two to four scores of -1, 0 and 1.
claim::ProfiledDomain<ScoresInstance> every_small_score();

/// Random scores k/12 up to 2, two to six of them. quick 40; pr 400; nightly 4000.
claim::ProfiledDomain<ScoresInstance> sampled_scores();

/// 1, 1/2, -1/4.
ScoresInstance three_scores();

}  // namespace lemmascope::icl

namespace lemmascope::claim {

template <>
struct InstanceTraits<icl::ScoresInstance> {
  /// "N=3".
  static std::string summary(const icl::ScoresInstance& at);
  static nlohmann::json to_json(const icl::ScoresInstance& at);
  static icl::ScoresInstance from_json(const nlohmann::json& json);
  /// One score fewer, simpler scores.
  static std::vector<icl::ScoresInstance> simpler(const icl::ScoresInstance& at);
};

}  // namespace lemmascope::claim
