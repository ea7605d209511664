// What claims about the constructions quantify over: a sequence of tokens, and the scale of the
// weights where they have one.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/evolution/constructions.hpp"

namespace lemmascope::evolution {

struct SequenceInstance {
  Tokens tokens;
  int states = 2;
  Rational scale{1};  ///< c
};

using SequenceDomain = claim::ProfiledDomain<SequenceInstance>;

/// Random sequences of 1 to 10 tokens on two to four states, with each of the scales in turn; with
/// charts over the tokens. quick 60; pr 600; nightly 6000.
SequenceDomain sampled_sequences(std::vector<Rational> scales);
/// Every sequence of 1 to 5 tokens on two states, with each of the scales.
SequenceDomain every_short_sequence(std::vector<Rational> scales);

}  // namespace lemmascope::evolution

namespace lemmascope::claim {

template <>
struct InstanceTraits<evolution::SequenceInstance> {
  /// "t=5,k=2,c=20".
  static std::string summary(const evolution::SequenceInstance& at);
  static nlohmann::json to_json(const evolution::SequenceInstance& at);
  static evolution::SequenceInstance from_json(const nlohmann::json& json);
  /// A token fewer at either end, a token of zero, a state fewer.
  static std::vector<evolution::SequenceInstance> simpler(const evolution::SequenceInstance& at);
};

}  // namespace lemmascope::claim
