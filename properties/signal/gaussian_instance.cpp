#include "properties/signal/gaussian_instance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::signal {

claim::ProfiledDomain<GaussianTokens> small_gaussian_tokens() {
  return [](claim::Profile) {
    std::vector<GaussianTokens> all;
    for (int n = 2; n <= 4; ++n) {
      for (int d = 1; d <= 3; ++d) {
        if (std::pow(n, 5) * std::pow(d, 3) > 1100) continue;
        for (const Rational& correlation :
             {Rational(0), Rational(1, 4), Rational(1, 2), Rational(1), Rational(-1, n - 1)}) {
          all.push_back({n, d, correlation});
        }
      }
    }
    return domain::family_domain(
        "small-gaussian-tokens",
        "2 to 4 Gaussian tokens of up to three entries, correlations 0, 1/4, 1/2, 1, -1/(n-1)",
        std::move(all));
  };
}

}  // namespace lemmascope::signal

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using signal::GaussianTokens;

std::string InstanceTraits<GaussianTokens>::summary(const GaussianTokens& at) {
  return fmt::format("n={},d={}", at.tokens, at.width);
}

nlohmann::json InstanceTraits<GaussianTokens>::to_json(const GaussianTokens& at) {
  return {{"tokens", at.tokens}, {"width", at.width}, {"correlation", to_text(at.correlation)}};
}

GaussianTokens InstanceTraits<GaussianTokens>::from_json(const nlohmann::json& json) {
  try {
    GaussianTokens at{json.at("tokens").get<int>(), json.at("width").get<int>(),
                      parse_rational(json.at("correlation").get<std::string>())};
    signal::require_gaussian(at);
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no Gaussian input: a member is missing or of another type");
  }
}

std::vector<GaussianTokens> InstanceTraits<GaussianTokens>::simpler(const GaussianTokens& at) {
  std::vector<GaussianTokens> all;
  if (at.tokens > 2) all.push_back({at.tokens - 1, at.width, at.correlation});
  if (at.width > 1) all.push_back({at.tokens, at.width - 1, at.correlation});
  if (at.correlation != 0) all.push_back({at.tokens, at.width, Rational(0)});
  return all;
}

template const InstanceKind& kind_of<GaussianTokens>();

}  // namespace lemmascope::claim
