// What claims about fully connected networks quantify over: a network before training, samples, a
// rate and steps, and two symbols.
#pragma once

#include "properties/domain/sides.hpp"
#include "theory/templates/fully_connected.hpp"

namespace lemmascope::templates {

struct NetworkInstance {
  Network<Rational> start;
  std::vector<Labelled<Rational>> samples;
  Rational rate{1, 4};
  Rational decay{0};
  int steps = 2;
  int one = 3, other = 4;  ///< two symbols, never seen where the hypothesis holds

  Network<Rational> trained_from(Network<Rational> network) const {
    return trained<Rational>(std::move(network), samples, rate, decay, steps);
  }
};

using NetworkDomain = claim::ProfiledDomain<NetworkInstance>;

/// Random networks of width two and three on strings of two of five symbols, weights k/4, same and
/// different strings of symbols 0 to 2 (in every fifth network of all symbols), one and two steps,
/// in every fourth with decay 1/10. quick 24; pr 240; nightly 2400.
NetworkDomain sampled_networks();
/// Two hidden units that learn.
NetworkInstance small_network();

/// "The symbols `one` and `other` are in no sample, and differ."
claim::Hypothesis<NetworkInstance> unseen_symbols();
claim::Hypothesis<NetworkInstance> no_decay();

}  // namespace lemmascope::templates

namespace lemmascope::claim {

template <>
struct InstanceTraits<templates::NetworkInstance> {
  /// "width=2,m=5,n=4,steps=2".
  static std::string summary(const templates::NetworkInstance& at);
  static nlohmann::json to_json(const templates::NetworkInstance& at);
  static templates::NetworkInstance from_json(const nlohmann::json& json);
  /// One step, fewer samples, no decay, weights of zero.
  static std::vector<templates::NetworkInstance> simpler(const templates::NetworkInstance& at);
};

}  // namespace lemmascope::claim
