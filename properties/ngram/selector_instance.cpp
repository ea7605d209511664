#include "properties/ngram/selector_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

SelectorInstance drawn_selector(domain::Draw& draw) {
  SelectorInstance at;
  const int sets = draw.in_range(2, 8);
  const bool equal = draw.in_range(0, 3) == 0;
  for (int s = 0; s < sets; ++s) {
    at.weights.push_back(equal ? Rational(1, 2) : Rational(draw.in_range(-8, 9), 4));
    at.signals.push_back(Rational(draw.in_range(0, 9), 8));
  }
  at.rate = Rational(draw.in_range(1, 7), 3);
  return at;
}

}  // namespace

SelectorDomain sampled_selectors() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<SelectorInstance>(
        "sampled-selectors", "random weights and signals of two to seven sets",
        domain::in_profile(domain::CaseCounts{40, 400, 4000}, profile), drawn_selector);
  };
}

claim::Hypothesis<SelectorInstance> selects() {
  return {"a selector", "some weight is not zero", [](const SelectorInstance& at) {
            return truth(std::any_of(at.weights.begin(), at.weights.end(),
                                     [](const Rational& c) { return c != 0; }));
          }};
}

SelectorInstance four_sets() {
  return {std::vector<Rational>(4, Rational(1, 100)),
          {0, Rational(1, 8), Rational(1, 32), Rational(5, 64)},
          1};
}

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

using ngram::SelectorInstance;

std::string InstanceTraits<SelectorInstance>::summary(const SelectorInstance& at) {
  return fmt::format("sets={}", at.weights.size());
}

nlohmann::json InstanceTraits<SelectorInstance>::to_json(const SelectorInstance& at) {
  nlohmann::json json{{"rate", lemmascope::to_text(at.rate)}};
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    json["weights"].push_back(lemmascope::to_text(at.weights[s]));
    json["signals"].push_back(lemmascope::to_text(at.signals[s]));
  }
  return json;
}

SelectorInstance InstanceTraits<SelectorInstance>::from_json(const nlohmann::json& json) {
  try {
    const auto list = [&](const char* key) {
      std::vector<Rational> all;
      for (const auto& entry : json.at(key)) {
        all.push_back(parse_rational(entry.get<std::string>()));
      }
      return all;
    };
    SelectorInstance at{list("weights"), list("signals"),
                        parse_rational(json.at("rate").get<std::string>())};
    require(!at.weights.empty() && at.weights.size() <= 64, "expected 1 to 64 sets");
    require(at.weights.size() == at.signals.size(), "expected a signal for each weight");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no selector: a member is missing or of another type");
  }
}

std::vector<SelectorInstance> InstanceTraits<SelectorInstance>::simpler(
    const SelectorInstance& at) {
  std::vector<SelectorInstance> all;
  const auto add = [&](auto change) {
    all.push_back(at);
    change(all.back());
  };
  for (std::size_t s = at.weights.size(); s-- > 0 && at.weights.size() > 2;) {
    add([&](auto& next) {
      next.weights.erase(next.weights.begin() + static_cast<std::ptrdiff_t>(s));
      next.signals.erase(next.signals.begin() + static_cast<std::ptrdiff_t>(s));
    });
  }
  if (at.rate != 1) add([](auto& next) { next.rate = 1; });
  for (std::size_t s = 0; s < at.weights.size(); ++s) {
    if (at.weights[s] != 1) add([&](auto& next) { next.weights[s] = 1; });
    if (at.signals[s] != 0) add([&](auto& next) { next.signals[s] = 0; });
  }
  return all;
}

template const InstanceKind& kind_of<SelectorInstance>();

}  // namespace lemmascope::claim
