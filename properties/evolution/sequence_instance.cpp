#include "properties/evolution/sequence_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/attack/coordinates.hpp"
#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

attack::Chart<SequenceInstance> chart(int length, int states, const Rational& scale) {
  return {fmt::format("{} tokens of {} states, c = {}", length, states, scale.str()),
          length,
          [=](const double* unit, attack::Level) {
            SequenceInstance at{{}, states, scale};
            for (int p = 0; p < length; ++p) {
              at.tokens.push_back(attack::whole(unit[p], 0, states - 1));
            }
            return at;
          },
          {}};
}

}  // namespace

SequenceDomain sampled_sequences(std::vector<Rational> scales) {
  return [scales](claim::Profile profile) {
    auto sampled = domain::sampled_domain<SequenceInstance>(
        "sampled-sequences", "random sequences of up to ten tokens on two to four states",
        domain::in_profile(domain::CaseCounts{60, 600, 6000}, profile),
        [scales](domain::Draw& draw) {
          SequenceInstance at{{}, draw.in_range(2, 5), scales.front()};
          at.scale =
              scales[static_cast<std::size_t>(draw.in_range(0, static_cast<int>(scales.size())))];
          const int length = draw.in_range(1, 11);
          for (int p = 0; p < length; ++p) at.tokens.push_back(draw.in_range(0, at.states));
          return at;
        });
    sampled.charts = {chart(6, 2, scales.front()), chart(8, 3, scales.back())};
    return sampled;
  };
}

SequenceDomain every_short_sequence(std::vector<Rational> scales) {
  return [scales](claim::Profile) {
    std::vector<SequenceInstance> all;
    for (int length = 1; length <= 5; ++length) {
      for (int code = 0; code < 1 << length; ++code) {
        for (const Rational& scale : scales) {
          SequenceInstance at{{}, 2, scale};
          for (int p = 0; p < length; ++p) at.tokens.push_back(code >> p & 1);
          all.push_back(std::move(at));
        }
      }
    }
    return domain::family_domain(
        "short-sequences", "every sequence of one to five tokens on two states", std::move(all));
  };
}

}  // namespace lemmascope::evolution

namespace lemmascope::claim {

using evolution::SequenceInstance;

std::string InstanceTraits<SequenceInstance>::summary(const SequenceInstance& at) {
  return fmt::format("t={},k={},c={}", at.tokens.size(), at.states, at.scale.str());
}

nlohmann::json InstanceTraits<SequenceInstance>::to_json(const SequenceInstance& at) {
  return {{"tokens", at.tokens}, {"states", at.states}, {"scale", at.scale.str()}};
}

SequenceInstance InstanceTraits<SequenceInstance>::from_json(const nlohmann::json& json) {
  try {
    SequenceInstance at{json.at("tokens").get<std::vector<int>>(), json.at("states").get<int>(),
                        parse_rational(json.at("scale").get<std::string>())};
    require(!at.tokens.empty() && at.tokens.size() <= 100, "expected 1 to 100 tokens");
    require(at.states >= 2 && at.states <= 20, "expected 2 to 20 states");
    for (const int token : at.tokens) {
      require(token >= 0 && token < at.states, "expected tokens that are states");
    }
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no sequence: a member is missing or of another type");
  }
}

std::vector<SequenceInstance> InstanceTraits<SequenceInstance>::simpler(
    const SequenceInstance& at) {
  std::vector<SequenceInstance> all;
  if (at.tokens.size() > 1) {
    all.push_back(at);
    all.back().tokens.pop_back();
    all.push_back(at);
    all.back().tokens.erase(all.back().tokens.begin());
  }
  const int largest = *std::max_element(at.tokens.begin(), at.tokens.end());
  if (at.states > 2 && largest < at.states - 1) {
    all.push_back(at);
    --all.back().states;
  }
  for (std::size_t p = 0; p < at.tokens.size(); ++p) {
    if (at.tokens[p] == 0) continue;
    all.push_back(at);
    all.back().tokens[p] = 0;
  }
  return all;
}

template const InstanceKind& kind_of<SequenceInstance>();

}  // namespace lemmascope::claim
