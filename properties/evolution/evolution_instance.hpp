// What claims of the paper quantify over: a chain and a length, or a length and one more number.
#pragma once

#include "properties/claim/parts.hpp"
#include "properties/domain/sides.hpp"
#include "properties/markov/chain_instance.hpp"
#include "theory/evolution/two_steps.hpp"

namespace lemmascope::evolution {

struct ChainOfLength {
  markov::ChainInstance of;
  Rational length;  ///< t, whole
};

/// A length t, or a lag, and a number beside it: the rate of two steps, the half-width of a prior.
struct LengthInstance {
  Rational length;  ///< whole
  Rational number;
};

using ChainDomain = claim::ProfiledDomain<ChainOfLength>;
using LengthDomain = claim::ProfiledDomain<LengthInstance>;
using Sides = domain::SideList<Rational>;

/// Chains on two states with small denominators, with lengths 1 to 4.
ChainDomain every_small_chain();
/// Random positive chains on two to four states with lengths 1 to 3.
ChainDomain sampled_chain_lengths();
/// Every pair of one of `lengths` and one of `numbers`.
LengthDomain grid(const char* name, const char* description, std::vector<int> lengths,
                  std::vector<Rational> numbers);

/// A whole length from 1 to 12.
claim::Hypothesis<ChainOfLength> has_whole_length();
claim::Hypothesis<LengthInstance> length_is_whole();
int length_of(const ChainOfLength& at);
int length_of(const LengthInstance& at);

inline constexpr const char* kPaper = "arXiv 2402.11004, version 1";

}  // namespace lemmascope::evolution

namespace lemmascope::claim {

template <>
struct InstanceTraits<evolution::ChainOfLength> : TraitsOfParts<evolution::ChainOfLength> {
  static auto parts() {
    return std::tuple(NamedPart{"chain", &evolution::ChainOfLength::of},
                      NamedPart{"length", &evolution::ChainOfLength::length});
  }
  /// A token fewer, simpler chains.
  static std::vector<evolution::ChainOfLength> simpler(const evolution::ChainOfLength& at);
};

template <>
struct InstanceTraits<evolution::LengthInstance> : TraitsOfParts<evolution::LengthInstance> {
  static auto parts() {
    return std::tuple(NamedPart{"length", &evolution::LengthInstance::length},
                      NamedPart{"number", &evolution::LengthInstance::number});
  }
  /// A token fewer.
  static std::vector<evolution::LengthInstance> simpler(const evolution::LengthInstance& at);
};

}  // namespace lemmascope::claim
