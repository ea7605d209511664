// What claims about Gaussian tokens quantify over.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/signal/gaussian_tokens.hpp"

namespace lemmascope::signal {

/// n of 2 to 4 and d of 1 to 3 as far as Wick's theorem takes 1100 monomials, correlations 0, 1/4,
/// 1/2, 1 and -1/(n - 1).
claim::ProfiledDomain<GaussianTokens> small_gaussian_tokens();

}  // namespace lemmascope::signal

namespace lemmascope::claim {

template <>
struct InstanceTraits<signal::GaussianTokens> {
  /// "n=3,d=2".
  static std::string summary(const signal::GaussianTokens& at);
  static nlohmann::json to_json(const signal::GaussianTokens& at);
  static signal::GaussianTokens from_json(const nlohmann::json& json);
  /// One token fewer, one entry fewer, no correlation.
  static std::vector<signal::GaussianTokens> simpler(const signal::GaussianTokens& at);
};

}  // namespace lemmascope::claim
