#include "properties/templates/equality_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

EqualityDomain same_or_different_by_equality() {
  return [](claim::Profile) {
    std::vector<EqualityInstance> all;
    for (const Rational& q : {Rational(1, 3), Rational(9, 10), Rational(1), Rational(11, 10),
                              Rational(3), Rational(100)}) {
      all.push_back({{0, 0}, {0, 1}, q});
    }
    return domain::family_domain<EqualityInstance>(
        "same-or-different", "aa and ab, six values of q", std::move(all),
        {{"q",
          1,
          [](const double* unit, attack::Level level) {
            return EqualityInstance{{0, 0}, {0, 1}, attack::scaled(unit[0], 1e-3, 1e3, level)};
          },
          {}}});
  };
}

EqualityDomain every_pair_by_equality() {
  return [](claim::Profile) {
    std::vector<EqualityInstance> all;
    for (int k = 2; k <= 3; ++k) {
      const auto list = every_template(k);
      for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t j = i + 1; j < list.size(); ++j) {
          for (const Rational& q : {Rational(1, 3), Rational(1), Rational(3)}) {
            all.push_back({list[i], list[j], q});
          }
        }
      }
    }
    return domain::family_domain("pairs-by-equality",
                                 "every two templates of lengths two and three, q of 1/3, 1, 3",
                                 std::move(all));
  };
}

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using lemmascope::to_text;  // fractions
using templates::EqualityInstance;

std::string InstanceTraits<EqualityInstance>::summary(const EqualityInstance& at) {
  return fmt::format("{},{},q={}", templates::template_text(at.first),
                     templates::template_text(at.second), to_text(at.factor));
}

nlohmann::json InstanceTraits<EqualityInstance>::to_json(const EqualityInstance& at) {
  return {{"first", at.first}, {"second", at.second}, {"factor", to_text(at.factor)}};
}

EqualityInstance InstanceTraits<EqualityInstance>::from_json(const nlohmann::json& json) {
  try {
    EqualityInstance at{json.at("first").get<std::vector<int>>(),
                        json.at("second").get<std::vector<int>>(),
                        parse_rational(json.at("factor").get<std::string>())};
    require(!at.first.empty() && at.first.size() == at.second.size() && at.first.size() <= 20,
            "expected two templates of one length up to 20");
    require(at.factor > 0, "expected e^a above zero");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no pair of templates: a member is missing or of another type");
  }
}

std::vector<EqualityInstance> InstanceTraits<EqualityInstance>::simpler(
    const EqualityInstance& at) {
  std::vector<EqualityInstance> all;
  if (at.first.size() > 1) {
    all.push_back(at);
    all.back().first.erase(all.back().first.begin());
    all.back().second.erase(all.back().second.begin());
  }
  if (at.factor != 2) all.push_back({at.first, at.second, Rational(2)});
  return all;
}

template const InstanceKind& kind_of<EqualityInstance>();

}  // namespace lemmascope::claim
