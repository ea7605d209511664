// What claims about bounded scores quantify over: masses e^z of all scores z in [-B, B], and q =
// e^B.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::graphdepth {

struct ScoresInstance {
  Matrix<Rational> masses;  ///< n x n, entries in [1/q, q]
  Rational factor{2};       ///< q
};

/// n of 2 and 3, entries 1/q, 1 and q in two rows (the others all 1), q of 2, 11/10 and 20.
claim::ProfiledDomain<ScoresInstance> every_extreme_row();

/// n of 2, 4 and 6: q on one half of row 1 and on the other half of row 2.
claim::ProfiledDomain<ScoresInstance> halved_rows();

/// Random: n of 2 to 6, q up to 5, masses between. quick 100 cases; pr 1000; nightly 10000.
claim::ProfiledDomain<ScoresInstance> sampled_scores();

/// Two positions, each reading itself: q and 1/q.
ScoresInstance two_rows(const Rational& factor);

}  // namespace lemmascope::graphdepth

namespace lemmascope::claim {

template <>
struct InstanceTraits<graphdepth::ScoresInstance> {
  /// "n=3".
  static std::string summary(const graphdepth::ScoresInstance& at);
  static nlohmann::json to_json(const graphdepth::ScoresInstance& at);
  static graphdepth::ScoresInstance from_json(const nlohmann::json& json);
  /// The last position left out, then masses of one.
  static std::vector<graphdepth::ScoresInstance> simpler(const graphdepth::ScoresInstance& at);
};

}  // namespace lemmascope::claim
