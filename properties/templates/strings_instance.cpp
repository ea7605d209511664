#include "properties/templates/strings_instance.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {

StringPairDomain every_short_pair() {
  return [](claim::Profile) {
    std::vector<StringPair> all;
    for (int k = 1; k <= 2; ++k) {
      for (const Symbols& both : every_template(2 * k)) {
        all.push_back(
            {Symbols(both.begin(), both.begin() + k), Symbols(both.begin() + k, both.end())});
      }
    }
    return domain::family_domain(
        "short-strings", "two strings of one or two symbols, up to renaming", std::move(all));
  };
}

StringPairDomain sampled_pairs() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<StringPair>(
        "sampled-strings", "two random strings of three of four symbols",
        domain::in_profile(domain::CaseCounts{8, 100, 1000}, profile), [](domain::Draw& draw) {
          StringPair at;
          for (int i = 0; i < 3; ++i) at.first.push_back(draw.in_range(0, 4));
          for (int i = 0; i < 3; ++i) at.second.push_back(draw.in_range(0, 4));
          return at;
        });
  };
}

StringPairDomain pairs_of_templates() {
  return [](claim::Profile) {
    std::vector<StringPair> all;
    for (int k = 2; k <= 3; ++k) {
      const auto list = every_template(k);
      for (std::size_t i = 0; i < list.size(); ++i) {
        for (std::size_t j = i; j < list.size(); ++j) all.push_back({list[i], list[j]});
      }
    }
    return domain::family_domain("pairs-of-templates",
                                 "every two templates of length two and of length three",
                                 std::move(all));
  };
}

StringPairDomain pairs_with_regular_tokens() {
  return [](claim::Profile) {
    const int symbols[] = {0, 1, 100, 101};
    std::vector<StringPair> all;
    for (int code = 0; code < 256; ++code) {
      all.push_back({{symbols[code % 4], symbols[code / 4 % 4]},
                     {symbols[code / 16 % 4], symbols[code / 64]}});
    }
    return domain::family_domain("strings-with-regular-tokens",
                                 "two strings of two of two wildcards and two regular tokens",
                                 std::move(all));
  };
}

StringPair disjoint_pair() { return {{0, 1}, {11, 10}}; }

}  // namespace lemmascope::templates

namespace lemmascope::claim {

using templates::StringPair;

std::string InstanceTraits<StringPair>::summary(const StringPair& at) {
  return fmt::format("k={}", at.first.size());
}

nlohmann::json InstanceTraits<StringPair>::to_json(const StringPair& at) {
  return {{"first", at.first}, {"second", at.second}};
}

StringPair InstanceTraits<StringPair>::from_json(const nlohmann::json& json) {
  try {
    StringPair at{json.at("first").get<std::vector<int>>(),
                  json.at("second").get<std::vector<int>>()};
    require(!at.first.empty() && at.first.size() == at.second.size() && at.first.size() <= 3,
            "expected two strings of one length up to three");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no pair of strings: a member is missing or of another type");
  }
}

std::vector<StringPair> InstanceTraits<StringPair>::simpler(const StringPair& at) {
  std::vector<StringPair> all;
  if (at.first.size() > 1) {
    all.push_back(at);
    all.back().first.pop_back();
    all.back().second.pop_back();
  }
  for (std::size_t i = 0; i < at.first.size(); ++i) {
    if (at.first[i] == 0) continue;
    all.push_back(at);
    all.back().first[i] = 0;
  }
  return all;
}

template const InstanceKind& kind_of<StringPair>();

}  // namespace lemmascope::claim
