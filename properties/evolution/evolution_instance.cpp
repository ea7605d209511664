#include "properties/evolution/evolution_instance.hpp"

#include "properties/claim/instance_kind.hpp"
#include "properties/domain/profiled.hpp"
#include "properties/markov/chain_domains.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kLongest = 12;

Truth is_length(const Rational& length) {
  return truth(denominator(length) == 1 && length >= 1 && length <= kLongest);
}

int whole(const Rational& length) { return static_cast<int>(numerator(length)); }

}  // namespace

ChainDomain every_small_chain() {
  return claim::crossed<ChainOfLength>(markov::every_two_state_chain_instance({3, 4, 5}),
                                       {1, 2, 3, 4}, "lengths 1 to 4");
}

ChainDomain sampled_chain_lengths() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<ChainOfLength>(
        "sampled-chain-lengths", "random positive chains on two to four states, lengths 1 to 3",
        domain::in_profile(domain::CaseCounts{10, 100, 1000}, profile), [](domain::Draw& draw) {
          const int states = draw.in_range(2, 5);
          const markov::Chain chain = markov::random_chain(states, draw);
          return ChainOfLength{{chain}, draw.in_range(1, 4)};
        });
  };
}

LengthDomain grid(const char* name, const char* description, std::vector<int> lengths,
                  std::vector<Rational> numbers) {
  return [=](claim::Profile) {
    std::vector<LengthInstance> all;
    for (const int length : lengths) {
      for (const Rational& number : numbers) all.push_back({length, number});
    }
    return domain::family_domain(name, description, std::move(all));
  };
}

claim::Hypothesis<ChainOfLength> has_whole_length() {
  return {"a length", "a whole length from 1 to 12",
          [](const ChainOfLength& at) { return is_length(at.length); }};
}

claim::Hypothesis<LengthInstance> length_is_whole() {
  return {"a length", "a whole length from 1 to 12",
          [](const LengthInstance& at) { return is_length(at.length); }};
}

int length_of(const ChainOfLength& at) { return whole(at.length); }
int length_of(const LengthInstance& at) { return whole(at.length); }

}  // namespace lemmascope::evolution

namespace lemmascope::claim {

using evolution::ChainOfLength;
using evolution::LengthInstance;

std::vector<ChainOfLength> InstanceTraits<ChainOfLength>::simpler(const ChainOfLength& at) {
  std::vector<ChainOfLength> all;
  if (at.length > 1) all.push_back({at.of, Rational(at.length - 1)});
  for (auto& chain : InstanceTraits<markov::ChainInstance>::simpler(at.of)) {
    all.push_back({std::move(chain), at.length});
  }
  return all;
}

std::vector<LengthInstance> InstanceTraits<LengthInstance>::simpler(const LengthInstance& at) {
  if (at.length <= 1) return {};
  return {{Rational(at.length - 1), at.number}};
}

template const InstanceKind& kind_of<ChainOfLength>();
template const InstanceKind& kind_of<LengthInstance>();

}  // namespace lemmascope::claim
