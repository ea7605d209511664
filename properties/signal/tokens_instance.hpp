// What claims about gradients and moments of one layer quantify over: tokens, widths and variances
// of the weights, and the strengths of the two branches.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/signal/uniform_gradients.hpp"

namespace lemmascope::signal {

struct TokensInstance {
  Matrix<Rational> input;  ///< n x d
  Weights weights;
  Rational attention_residual{1};  ///< alpha_1^2
  Rational mlp_residual{1};        ///< alpha_2^2
};

using TokensDomain = claim::ProfiledDomain<TokensInstance>;
using Sides = domain::SideList<Rational>;

/// Two tokens with entries -1, 0 and 1: d of 1, every one, and d of 2, every fourth; weights of
/// width one.
TokensDomain every_tiny_input();

/// Random tokens with entries k/2 up to 2, n of 1 to 4 and d of 1 and 2, widths d_k and d_v of 1
/// and 2 with at most six entries in the three weights, variances k/6 up to 2. quick 12; pr 120;
/// nightly 1200.
TokensDomain sampled_inputs();

/// (1, 2), (0, 1), (-1, 1) with weights of width one.
TokensInstance three_tokens();

inline constexpr const char* kPaper = "arXiv 2206.03126";
inline constexpr const char* kGradients = "Theorem 3.1 and its proof";
inline constexpr const char* kForward = "forward propagation of norms and correlations";
inline constexpr const char* kNotRead =
    "number, wording and constants of the printed statement are not confirmed";

}  // namespace lemmascope::signal

namespace lemmascope::claim {

template <>
struct InstanceTraits<signal::TokensInstance> {
  /// "n=3,d=2,k=1,v=1".
  static std::string summary(const signal::TokensInstance& instance);
  static nlohmann::json to_json(const signal::TokensInstance& instance);
  static signal::TokensInstance from_json(const nlohmann::json& json);
  /// One token fewer, one entry fewer, widths of one, simpler entries, variances and strengths of
  /// one.
  static std::vector<signal::TokensInstance> simpler(const signal::TokensInstance& at);
};

}  // namespace lemmascope::claim
