#include "properties/templates/kernel_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

KernelDomain kernel_grid() {
  return [](claim::Profile profile) {
    std::vector<Rational> betas{Rational(1, 4), Rational(1)};
    if (profile != claim::Profile::quick) {
      for (const Rational& beta : {Rational(1, 10), Rational(1, 2), Rational(3, 4), Rational(3, 2),
                                   Rational(2), Rational(5, 2), Rational(3)}) {
        betas.push_back(beta);
      }
    }
    std::vector<KernelInstance> all;
    for (const Rational& beta : betas) {
      for (const Rational& gamma : {Rational(1, 2), Rational(1), Rational(2)}) {
        if (profile == claim::Profile::quick && beta * gamma > 1) continue;
        all.push_back({beta, gamma, 0});
      }
    }
    return domain::family_domain<KernelInstance>(
        "kernel-grid", "the attention kernel on a grid of beta and gamma", std::move(all),
        {{"beta and gamma",
          2,
          [](const double* unit, attack::Level level) {
            return KernelInstance{attack::scaled(unit[0], 0.125, 3, level),
                                  attack::scaled(unit[1], 0.25, 3, level), 0};
          },
          {}}});
  };
}

KernelDomain identity_grid() {
  return [](claim::Profile) {
    std::vector<KernelInstance> all;
    for (const auto& [beta, gamma] :
         {std::pair(Rational(1, 10), Rational(1)), std::pair(Rational(1, 2), Rational(1)),
          std::pair(Rational(1), Rational(1)), std::pair(Rational(1), Rational(1, 2))}) {
      for (const Rational& a : {Rational(1, 4), Rational(1)}) all.push_back({beta, gamma, a});
    }
    return domain::family_domain<KernelInstance>(
        "identity-grid", "the attention kernel with the identity parameter on a grid",
        std::move(all),
        {{"beta, gamma and the identity",
          3,
          [](const double* unit, attack::Level level) {
            return KernelInstance{attack::scaled(unit[0], 0.1, 1, level),
                                  attack::scaled(unit[1], 0.25, 3, level),
                                  attack::scaled(unit[2], 0.25, 2, level)};
          },
          {}}});
  };
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::KernelInstance;

std::string InstanceTraits<KernelInstance>::summary(const KernelInstance& at) {
  return fmt::format("beta={},gamma={},a={}", to_text(at.beta), to_text(at.gamma),
                     to_text(at.identity));
}

nlohmann::json InstanceTraits<KernelInstance>::to_json(const KernelInstance& at) {
  return {
      {"beta", to_text(at.beta)}, {"gamma", to_text(at.gamma)}, {"identity", to_text(at.identity)}};
}

KernelInstance InstanceTraits<KernelInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto number = [&](const char* key) {
      return parse_rational(json.at(key).get<std::string>());
    };
    KernelInstance at{number("beta"), number("gamma"), number("identity")};
    templates::require_kernel(at);
    require(at.beta >= Rational(1, 100) && at.beta <= 10 && at.gamma >= Rational(1, 100) &&
                at.gamma <= 10,
            "expected beta and gamma from 1/100 to 10");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no kernel: a member is missing or of another type");
  }
}

std::vector<KernelInstance> InstanceTraits<KernelInstance>::simpler(const KernelInstance& at) {
  std::vector<KernelInstance> all;
  if (at.identity != 0) all.push_back({at.beta, at.gamma, Rational(0)});
  if (at.beta != 1) all.push_back({Rational(1), at.gamma, at.identity});
  if (at.gamma != 1) all.push_back({at.beta, Rational(1), at.identity});
  return all;
}

template const InstanceKind& kind_of<KernelInstance>();

}  // namespace lemmascope::claim
