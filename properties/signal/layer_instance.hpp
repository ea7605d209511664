// What claims about softmax attention quantify over: tokens, the form of the scores and the value
// matrix.
#pragma once

#include "properties/domain/sides.hpp"

namespace lemmascope::signal {

/// S = A X W, scores X M X^T.
struct LayerInstance {
  Matrix<Rational> input;  ///< X, n x d
  Matrix<Rational> form;   ///< M, d x d
  Matrix<Rational> value;  ///< W, d x m
};

using LayerDomain = claim::ProfiledDomain<LayerInstance>;

/// Two tokens of one entry: x of +-1/10, +-1/2 and +-2 about 0 and 1, M of 1/2, 1 and 3, W = 1. Its
/// charts move every entry of two tokens of one entry and of three of two with one output and two,
/// up to 2.
LayerDomain every_scalar_layer();

/// Random layers of 2 to 4 tokens of one and two entries: whole entries up to `most` of X and up to
/// 2 of M and W, over `divisor`. Every fourth has equal tokens, every fourth multiples of one
/// token. quick 60 cases; pr 600; nightly 6000.
LayerDomain sampled_layers(const char* name, int most, int divisor);

/// Three tokens of two entries in general position.
LayerInstance general_layer();

}  // namespace lemmascope::signal

namespace lemmascope::claim {

template <>
struct InstanceTraits<signal::LayerInstance> {
  /// "n=3,d=2,m=1".
  static std::string summary(const signal::LayerInstance& at);
  static nlohmann::json to_json(const signal::LayerInstance& at);
  static signal::LayerInstance from_json(const nlohmann::json& json);
  /// One token fewer, one output fewer, simpler entries.
  static std::vector<signal::LayerInstance> simpler(const signal::LayerInstance& at);
};

}  // namespace lemmascope::claim
