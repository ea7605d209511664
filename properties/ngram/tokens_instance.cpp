#include "properties/ngram/tokens_instance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

TokensInstance drawn_tokens(domain::Draw& draw) {
  TokensInstance at;
  at.symbols = draw.in_range(2, 4);
  const int length = draw.in_range(1, 13);
  for (int l = 0; l < length; ++l) at.tokens.push_back(draw.in_range(0, at.symbols));
  const auto sets = lag_sets(at.window, 2);
  at.set = sets[static_cast<std::size_t>(draw.in_range(0, static_cast<int>(sets.size())))];
  at.power = Rational(draw.in_range(2, 81), 2);
  return at;
}

}  // namespace

TokensDomain sampled_tokens() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<TokensInstance>(
        "sampled-tokens", "random prompts of up to twelve tokens on two and three symbols",
        domain::in_profile(domain::CaseCounts{80, 800, 8000}, profile), drawn_tokens);
  };
}

TokensInstance ten_tokens() { return {{0, 1, 2, 0, 1, 1, 0, 2, 0, 1}, 3, {1, 2}, 3, 3}; }

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

using ngram::TokensInstance;

std::string InstanceTraits<TokensInstance>::summary(const TokensInstance& at) {
  return fmt::format("L={},d={},S={},M={}", at.tokens.size(), at.symbols,
                     at.set.empty() ? "none" : fmt::format("{}", fmt::join(at.set, ".")),
                     at.window);
}

nlohmann::json InstanceTraits<TokensInstance>::to_json(const TokensInstance& at) {
  return {{"tokens", at.tokens},
          {"symbols", at.symbols},
          {"set", at.set},
          {"window", at.window},
          {"power", lemmascope::to_text(at.power)}};
}

TokensInstance InstanceTraits<TokensInstance>::from_json(const nlohmann::json& json) {
  try {
    TokensInstance at{json.at("tokens").get<std::vector<int>>(), json.at("symbols").get<int>(),
                      json.at("set").get<ngram::LagSet>(), json.at("window").get<int>(),
                      parse_rational(json.at("power").get<std::string>())};
    require(!at.tokens.empty() && at.tokens.size() <= 1000 && at.symbols >= 1,
            "expected 1 to 1000 tokens");
    for (const int token : at.tokens) {
      require(token >= 0 && token < at.symbols, "expected tokens that are symbols");
    }
    int before = 0;
    for (const int lag : at.set) {
      require(lag > before && lag <= at.window, "expected increasing lags within the window");
      before = lag;
    }
    require(at.power >= 1, "expected a power of at least one");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no prompt: a member is missing or of another type");
  }
}

std::vector<TokensInstance> InstanceTraits<TokensInstance>::simpler(const TokensInstance& at) {
  std::vector<TokensInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  if (at.tokens.size() > 1) add([](auto& next) { next.tokens.pop_back(); });
  if (at.tokens.size() > 1) add([](auto& next) { next.tokens.erase(next.tokens.begin()); });
  if (!at.set.empty()) add([](auto& next) { next.set.pop_back(); });
  for (std::size_t l = 0; l < at.tokens.size(); ++l) {
    if (at.tokens[l] != 0) add([&](auto& next) { --next.tokens[l]; });
  }
  if (at.power != 2) add([](auto& next) { next.power = 2; });
  return all;
}

template const InstanceKind& kind_of<TokensInstance>();

}  // namespace lemmascope::claim
