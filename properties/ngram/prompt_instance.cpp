#include "properties/ngram/prompt_instance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

std::vector<PromptInstance> short_prompts() {
  std::vector<PromptInstance> all;
  const Rational epsilons[] = {Rational(1, 10), 0, 1};
  for (const char* rows :
       {"3/4,1/4;1/4,3/4", "9/10,1/10;3/5,2/5", "0,1;1/2,1/2", "1/2,1/2;1/2,1/2"}) {
    for (int length = 2; length <= 5; ++length) {
      all.push_back({{parse_kernel(rows, {1}), 2}, length, epsilons[length % 3]});
    }
  }
  for (int length = 3; length <= 5; ++length) {
    all.push_back({{noisy_xor().kernel, 2}, length, epsilons[length % 3]});
  }
  all.push_back({{parse_kernel("0,1/2,1/2;1/2,0,1/2;1/4,3/4,0", {1}), 2}, 4, Rational(1, 10)});
  return all;
}

PromptInstance drawn_prompt(domain::Draw& draw) {
  const LagSet lags = draw.in_range(0, 2) == 0 ? LagSet{1} : LagSet{1, 2};
  PromptInstance at{{{lags, Matrix<Rational>(1 << lags.size(), 2)}, 2},
                    draw.in_range(3, 7),
                    Rational(draw.in_range(0, 4), 5)};
  for (Eigen::Index z = 0; z < at.of.kernel.rows.rows(); ++z) {
    at.of.kernel.rows(z, 0) = Rational(draw.in_range(1, 6), 6);
    at.of.kernel.rows(z, 1) = 1 - at.of.kernel.rows(z, 0);
  }
  return at;
}

}  // namespace

PromptDomain every_short_prompt() {
  return [](claim::Profile) {
    return domain::family_domain("short-prompts",
                                 "prompts of two to five tokens of first-order chains and of an "
                                 "exclusive or, epsilon of 0, 1/10 and 1",
                                 short_prompts());
  };
}

PromptDomain sampled_prompts() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<PromptInstance>(
        "sampled-prompts", "random kernels on two symbols with prompts of three to six tokens",
        domain::in_profile(domain::CaseCounts{10, 100, 1000}, profile), drawn_prompt);
  };
}

claim::Hypothesis<PromptInstance> is_long_enough() {
  return {"long enough", "the prompt has as many tokens as the largest lag of the chain",
          [](const PromptInstance& at) { return truth(at.length >= at.of.kernel.order()); }};
}

Prompts prompts_of(const PromptInstance& at) { return {at.of.kernel, at.length, at.epsilon}; }

PromptInstance five_flips() { return {{flips().kernel, 2}, 5, Rational(1, 10)}; }

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

using ngram::PromptInstance;

constexpr int kLongest = 100;

std::string InstanceTraits<PromptInstance>::summary(const PromptInstance& at) {
  return fmt::format("{},L={}", InstanceTraits<ngram::KernelInstance>::summary(at.of), at.length);
}

nlohmann::json InstanceTraits<PromptInstance>::to_json(const PromptInstance& at) {
  return {{"chain", InstanceTraits<ngram::KernelInstance>::to_json(at.of)},
          {"length", at.length},
          {"epsilon", lemmascope::to_text(at.epsilon)}};
}

PromptInstance InstanceTraits<PromptInstance>::from_json(const nlohmann::json& json) {
  try {
    PromptInstance at{InstanceTraits<ngram::KernelInstance>::from_json(json.at("chain")),
                      json.at("length").get<int>(),
                      parse_rational(json.at("epsilon").get<std::string>())};
    require(at.length >= 1 && at.length <= kLongest, "expected prompts of 1 to 100 tokens");
    require(at.epsilon >= 0, "expected an epsilon that is not negative");
    return at;
  } catch (const nlohmann::json::exception&) {
    refuse("the instance is no prompt: a member is missing or of another type");
  }
}

std::vector<PromptInstance> InstanceTraits<PromptInstance>::simpler(const PromptInstance& at) {
  std::vector<PromptInstance> all;
  if (at.length > 1) all.push_back({at.of, at.length - 1, at.epsilon});
  if (at.epsilon != 0) all.push_back({at.of, at.length, 0});
  for (auto& chain : InstanceTraits<ngram::KernelInstance>::simpler(at.of)) {
    all.push_back({std::move(chain), at.length, at.epsilon});
  }
  return all;
}

double InstanceTraits<PromptInstance>::size(const PromptInstance& at) {
  return std::pow(at.of.kernel.symbols(), at.length + 1);
}

template const InstanceKind& kind_of<PromptInstance>();

}  // namespace lemmascope::claim
