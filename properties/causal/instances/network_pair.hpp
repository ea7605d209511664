// An instance of the equivalence of the two architectures: one network of each kind, exact weights.
#pragma once

#include "properties/claim/domain.hpp"
#include "properties/claim/instance.hpp"
#include "theory/attention/decoder_transformer.hpp"

namespace lemmascope::causal {

/// A disentangled transformer and an unrelated decoder for inputs of `length` tokens out of
/// `states`. The claim converts each into the other kind.
struct NetworkPair {
  int states = 2;
  int length = 2;
  attention::DisentangledTransformer<Rational> disentangled;
  attention::DecoderTransformer<Rational> decoder;
};

template <Field N>
attention::DisentangledTransformer<N> in_arithmetic(
    const attention::DisentangledTransformer<Rational>& model);
template <Field N>
attention::DecoderTransformer<N> in_arithmetic(
    const attention::DecoderTransformer<Rational>& model);

/// Random pairs with S = 2 and T = 2 or 3, one or two layers, heads [1], [2], [1,1] or [2,1],
/// decoders of width 2 to 4; every entry k/4 with |k| <= 4.
///   quick 12 cases; pr 100; nightly 1000.
claim::ProfiledDomain<NetworkPair> sampled_network_pairs();

/// The smallest pair with two layers whose weights are all different: heads [1,1], T = 2, S = 2.
NetworkPair two_layer_network_pair();

}  // namespace lemmascope::causal

namespace lemmascope::claim {

template <>
struct InstanceTraits<causal::NetworkPair> {
  static std::string summary(const causal::NetworkPair& instance);
  static nlohmann::json to_json(const causal::NetworkPair& instance);
  static causal::NetworkPair from_json(const nlohmann::json& json);
  /// One matrix at a time made simpler.
  static std::vector<causal::NetworkPair> simpler(const causal::NetworkPair& instance);
};

}  // namespace lemmascope::claim
