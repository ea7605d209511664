#include "properties/lego/leak_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {

claim::ProfiledDomain<LeakInstance> every_small_association() {
  return [](claim::Profile) {
    std::vector<LeakInstance> all;
    for (int tokens = 2; tokens <= 24; ++tokens) {
      for (int copies = 1; copies < tokens && copies <= 4; ++copies) {
        for (const int inverse : {2, 10, 100, 1000}) {
          all.push_back({tokens, copies, Rational(1, inverse)});
        }
      }
    }
    return domain::family_domain(
        "small-associations",
        "2 to 24 tokens, up to four copies, leaks of 1/2, 1/10, 1/100 and 1/1000", std::move(all));
  };
}

claim::ProfiledDomain<LeakInstance> sampled_associations() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<LeakInstance>(
        "sampled-associations", "random associations of up to 60 tokens",
        domain::in_profile(domain::CaseCounts{200, 2000, 20000}, profile), [](domain::Draw& draw) {
          const int tokens = draw.in_range(2, 61);
          const int copies = draw.in_range(1, tokens);
          return LeakInstance{tokens, copies, Rational(draw.in_range(1, 1000), 1000)};
        });
  };
}

}  // namespace lemmascope::lego

namespace lemmascope::claim {

using lego::LeakInstance;
using lemmascope::to_text;  // fractions

std::string InstanceTraits<LeakInstance>::summary(const LeakInstance& at) {
  return fmt::format("T={},c={}", at.tokens, at.copies);
}

nlohmann::json InstanceTraits<LeakInstance>::to_json(const LeakInstance& at) {
  return {{"tokens", at.tokens}, {"copies", at.copies}, {"leak", to_text(at.leak)}};
}

LeakInstance InstanceTraits<LeakInstance>::from_json(const nlohmann::json& json) {
  try {
    LeakInstance at{json.at("tokens").get<int>(), json.at("copies").get<int>(),
                    parse_rational(json.at("leak").get<std::string>())};
    require(1 <= at.copies && at.copies < at.tokens && at.tokens <= 1000,
            "expected at least one copy and another token, 1000 tokens at most");
    require(at.leak > 0 && at.leak < 1, "expected a leak between 0 and 1");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no association: a member is missing or of another type");
  }
}

std::vector<LeakInstance> InstanceTraits<LeakInstance>::simpler(const LeakInstance& at) {
  std::vector<LeakInstance> all;
  if (at.tokens - 1 > at.copies) all.push_back({at.tokens - 1, at.copies, at.leak});
  if (at.copies > 1) all.push_back({at.tokens, at.copies - 1, at.leak});
  if (at.leak != Rational(1, 2)) all.push_back({at.tokens, at.copies, Rational(1, 2)});
  return all;
}

template const InstanceKind& kind_of<LeakInstance>();

}  // namespace lemmascope::claim
