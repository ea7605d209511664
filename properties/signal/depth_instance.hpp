// What claims about depth quantify over: tokens of a given mean cosine, the strengths of the two
// branches, and a number of layers.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::signal {

struct DepthInstance {
  int tokens = 2;           ///< n
  Rational correlation{0};  ///< mean cosine of different tokens at first
  Rational attention{1};    ///< alpha_1^2
  Rational mlp{1};          ///< alpha_2^2
  int layers = 1;
};

/// n of 2, 3 and 10, cosines 0, 1/10, 1/2 and -1/(2(n - 1)), alpha_1^2 of 1/4, 1 and 2, alpha_2^2
/// of 0 and 3, layers 1, 2, 6, 20 and 100.
claim::ProfiledDomain<DepthInstance> every_small_depth();

/// n = 10, cosine 1/10, six layers of strengths one.
DepthInstance six_layers();

}  // namespace lemmascope::signal

namespace lemmascope::claim {

template <>
struct InstanceTraits<signal::DepthInstance> {
  /// "n=10,L=6".
  static std::string summary(const signal::DepthInstance& at);
  static nlohmann::json to_json(const signal::DepthInstance& at);
  static signal::DepthInstance from_json(const nlohmann::json& json);
  /// Fewer layers, two tokens, no cosine, strengths of one.
  static std::vector<signal::DepthInstance> simpler(const signal::DepthInstance& at);
};

}  // namespace lemmascope::claim
