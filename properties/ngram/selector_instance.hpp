// What claims about the selector quantify over: weights, signals and a number.
#pragma once

#include "properties/domain/sides.hpp"
#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/selector.hpp"

namespace lemmascope::ngram {

struct SelectorInstance {
  std::vector<Rational> weights;
  std::vector<Rational> signals;  ///< one for each weight
  Rational rate{1};               ///< a step, or a strength
};

using SelectorDomain = claim::ProfiledDomain<SelectorInstance>;

/// Random weights k/4 up to 2 in size and signals k/8 from 0 to 1 for two to seven sets, rates k/3
/// up to 2. quick 40; pr 400; nightly 4000.
SelectorDomain sampled_selectors();

/// Some weight is not zero.
claim::Hypothesis<SelectorInstance> selects();

/// Equal weights on the four sets of two lags, with the signals of flips.
SelectorInstance four_sets();

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

template <>
struct InstanceTraits<ngram::SelectorInstance> {
  /// "sets=4".
  static std::string summary(const ngram::SelectorInstance& at);
  static nlohmann::json to_json(const ngram::SelectorInstance& at);
  static ngram::SelectorInstance from_json(const nlohmann::json& json);
  /// A set fewer, weights and signals of one and zero, rate one.
  static std::vector<ngram::SelectorInstance> simpler(const ngram::SelectorInstance& at);
};

}  // namespace lemmascope::claim
