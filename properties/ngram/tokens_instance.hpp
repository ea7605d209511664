// What claims about one prompt quantify over: its tokens, a set of lags and a strength.
#pragma once

#include "properties/ngram/kernel_instance.hpp"
#include "theory/ngram/induction_head.hpp"

namespace lemmascope::ngram {

struct TokensInstance {
  std::vector<int> tokens;  ///< of `symbols` symbols
  int symbols = 2;
  LagSet set;
  int window = 3;     ///< M: at least the largest lag of the set
  Rational power{2};  ///< u = exp(a)
};

using TokensDomain = claim::ProfiledDomain<TokensInstance>;

/// Random prompts of 1 to 12 tokens on two and three symbols, sets of up to two of three lags,
/// powers up to 40. quick 80; pr 800; nightly 8000.
TokensDomain sampled_tokens();

/// The reference prompt 0120110201 with the lags 1 and 2, u = 3.
TokensInstance ten_tokens();

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

template <>
struct InstanceTraits<ngram::TokensInstance> {
  /// "L=10,d=3,S=1.2,M=3".
  static std::string summary(const ngram::TokensInstance& at);
  static nlohmann::json to_json(const ngram::TokensInstance& at);
  static ngram::TokensInstance from_json(const nlohmann::json& json);
  /// A token fewer, a lag fewer, tokens of zero, a power of two.
  static std::vector<ngram::TokensInstance> simpler(const ngram::TokensInstance& at);
};

}  // namespace lemmascope::claim
