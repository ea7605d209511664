// What claims about sets of lags quantify over: an n-gram chain and how many lags are looked at;
// and the same with one number more.
#pragma once

#include "properties/claim/parts.hpp"
#include "properties/domain/sides.hpp"
#include "theory/ngram/copier.hpp"

namespace lemmascope::ngram {

struct KernelInstance {
  Kernel kernel;
  int window = 1;  ///< M: sets of lags up to this one
};

/// A number beside the chain: u = exp(a) of a classifier, exp of the gap between logits.
struct TunedInstance {
  KernelInstance of;
  Rational power;
};

using KernelDomain = claim::ProfiledDomain<KernelInstance>;
using TunedDomain = claim::ProfiledDomain<TunedInstance>;
using Sides = domain::SideList<Rational>;

/// First-order chains on two symbols with denominators up to 4, and with zeros; window 3.
KernelDomain every_small_first_order_kernel();
/// P(1) = 1/2 + a (2 z_1 - 1) + b (2 z_2 - 1) with a, b of tenths up to 3/10, and exclusive ors;
/// window 3.
KernelDomain every_additive_kernel();
/// Flips, a noisy exclusive or and kernels with unequal parents; windows 2 and 3.
KernelDomain every_chosen_kernel();
/// Random kernels of weights up to 5 on two symbols with one or two lags up to 3, and on three
/// symbols with one; every fourth may have zeros. `first_order`: lag 1 only. quick 24; pr 240;
/// nightly 2400.
KernelDomain sampled_kernels(bool first_order);
/// The same chains with each of `powers`.
TunedDomain tuned(KernelDomain kernels, std::vector<Rational> powers, const char* with);

/// The stationary law is unique, so that there is one to speak of.
claim::Hypothesis<KernelInstance> has_one_stationary_law();
claim::Hypothesis<TunedInstance> tuned_has_one_stationary_law();
/// Every entry of the kernel is positive.
claim::Hypothesis<KernelInstance> is_positive();
bool is_positive(const Kernel& kernel);
claim::Hypothesis<KernelInstance> is_first_order();
/// The power is at least one.
claim::Hypothesis<TunedInstance> is_strengthening();
/// The power is above one.
claim::Hypothesis<TunedInstance> is_strong();
/// Some set of lags has modified information.
claim::Hypothesis<TunedInstance> some_set_informs();

/// Two symbols, the next one differs with probability 1/4; window 3.
KernelInstance flips();
/// P(0|0) = 9/10, P(1|1) = 2/5; window 2.
KernelInstance skewed();
/// The exclusive or of the last two with probability 4/5; window 3.
KernelInstance noisy_xor();
/// P(1) = 1/2 + 3/10 (2 z_1 - 1) + 1/10 (2 z_2 - 1); window 2.
KernelInstance unequal_parents();

/// Sets of lags of the instance, the empty one first.
std::vector<LagSet> sets_of(const KernelInstance& at);
/// The law of windows that hold every lag and parent.
LagLaw law_of(const KernelInstance& at);
/// P(X_{-S} = z, x_0 = k) of each of those sets, in order.
std::vector<Matrix<Rational>> laws_of(const KernelInstance& at);
/// Both sets, in order.
LagSet joined(const LagSet& a, const LagSet& b);

inline constexpr const char* kPaper = "arXiv 2409.10559";
inline constexpr const char* kNotRead =
    "the paper's full text was not at hand: wording, constants and conventions are not confirmed";

}  // namespace lemmascope::ngram

namespace lemmascope::claim {

template <>
struct InstanceTraits<ngram::KernelInstance> {
  /// "d=2,lags=1.2,M=3".
  static std::string summary(const ngram::KernelInstance& at);
  static nlohmann::json to_json(const ngram::KernelInstance& at);
  static ngram::KernelInstance from_json(const nlohmann::json& json);
  /// A smaller window, one symbol fewer, rows alike, simpler rows.
  static std::vector<ngram::KernelInstance> simpler(const ngram::KernelInstance& at);
};

template <>
struct InstanceTraits<ngram::TunedInstance> : TraitsOfParts<ngram::TunedInstance> {
  static auto parts() {
    return std::tuple(NamedPart{"chain", &ngram::TunedInstance::of},
                      NamedPart{"power", &ngram::TunedInstance::power});
  }
  /// Simpler chains, and a power nearer to one.
  static std::vector<ngram::TunedInstance> simpler(const ngram::TunedInstance& at);
};

}  // namespace lemmascope::claim
