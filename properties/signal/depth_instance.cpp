#include "properties/signal/depth_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"
#include "theory/signal/depth_moments.hpp"

namespace lemmascope::signal {

claim::ProfiledDomain<DepthInstance> every_small_depth() {
  return [](claim::Profile) {
    std::vector<DepthInstance> all;
    for (const int n : {2, 3, 10}) {
      for (const Rational& cosine :
           {Rational(0), Rational(1, 10), Rational(1, 2), Rational(-1, 2 * (n - 1))}) {
        for (const Rational& attention : {Rational(1, 4), Rational(1), Rational(2)}) {
          for (const int mlp : {0, 3}) {
            for (const int layers : {1, 2, 6, 20, 100}) {
              all.push_back({n, cosine, attention, Rational(mlp), layers});
            }
          }
        }
      }
    }
    return domain::family_domain(
        "small-depths",
        "n of 2, 3, 10, cosines 0, 1/10, 1/2, -1/(2(n-1)), alpha_1^2 of 1/4, 1, 2, alpha_2^2 of 0, "
        "3, layers 1, 2, 6, 20, 100",
        std::move(all));
  };
}

DepthInstance six_layers() { return {10, Rational(1, 10), Rational(1), Rational(1), 6}; }

}  // namespace lemmascope::signal

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using signal::DepthInstance;

std::string InstanceTraits<DepthInstance>::summary(const DepthInstance& at) {
  return fmt::format("n={},L={}", at.tokens, at.layers);
}

nlohmann::json InstanceTraits<DepthInstance>::to_json(const DepthInstance& at) {
  return {{"tokens", at.tokens},
          {"correlation", to_text(at.correlation)},
          {"attention", to_text(at.attention)},
          {"mlp", to_text(at.mlp)},
          {"layers", at.layers}};
}

DepthInstance InstanceTraits<DepthInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto fraction = [&](const char* key) {
      return parse_rational(json.at(key).get<std::string>());
    };
    DepthInstance at{json.at("tokens").get<int>(), fraction("correlation"), fraction("attention"),
                     fraction("mlp"), json.at("layers").get<int>()};
    signal::moments_at(at.tokens, at.correlation);  // refuses what is impossible
    require(at.attention >= 0 && at.mlp >= 0, "expected strengths that are not negative");
    require(at.layers >= 0 && at.layers <= 1000, "expected a number of layers from 0 to 1000");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no stack of layers: a member is missing or of another type");
  }
}

std::vector<DepthInstance> InstanceTraits<DepthInstance>::simpler(const DepthInstance& at) {
  std::vector<DepthInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.layers > 1) add([](auto& next) { next.layers /= 2; });
  if (at.layers > 1) add([](auto& next) { --next.layers; });
  if (at.tokens > 2) add([](auto& next) { next.tokens = 2; });
  if (at.correlation != 0) add([](auto& next) { next.correlation = 0; });
  if (at.attention != 1) add([](auto& next) { next.attention = 1; });
  if (at.mlp != 1) add([](auto& next) { next.mlp = 1; });
  return all;
}

template const InstanceKind& kind_of<DepthInstance>();

}  // namespace lemmascope::claim
