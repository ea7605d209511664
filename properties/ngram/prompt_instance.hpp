// What claims about prompts of a finite length quantify over.
#pragma once

#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/stage_one_signal.hpp"

namespace lemmascope::ngram {

/// Sets of lags up to the window of `of`, prompts of `length` tokens.
struct PromptInstance {
  KernelInstance of;
  int length = 4;
  Rational epsilon{0};
};

using PromptDomain = claim::ProfiledDomain<PromptInstance>;

/// First-order chains and exclusive ors with prompts of 2 to 5 tokens and epsilon of 0, 1/10 and 1;
/// window 2.
PromptDomain every_short_prompt();
/// Random kernels on two symbols with prompts of 3 to 6 tokens. quick 10; pr 100; nightly 1000.
PromptDomain sampled_prompts();

/// The length is at least the largest lag.
claim::Hypothesis<PromptInstance> is_long_enough();

Prompts prompts_of(const PromptInstance& at);

/// Flips with prompts of five tokens, epsilon 1/10.
PromptInstance five_flips();

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

template <>
struct InstanceTraits<ngram::PromptInstance> {
  /// "d=2,lags=1,M=2,L=4".
  static std::string summary(const ngram::PromptInstance& at);
  static nlohmann::json to_json(const ngram::PromptInstance& at);
  static ngram::PromptInstance from_json(const nlohmann::json& json);
  /// A shorter prompt, epsilon 0, a simpler chain.
  static std::vector<ngram::PromptInstance> simpler(const ngram::PromptInstance& at);
  /// Prompts with their targets.
  static double size(const ngram::PromptInstance& at);
};

}  // namespace lemmascope::claim
