// Chains that flip with one probability, a = b: the mean tensor of a uniform prior as an exact
// integral over a.
#pragma once

#include "properties/evolution/evolution_instance.hpp"
#include "theory/numeric/gauss_jacobi.hpp"

namespace lemmascope::evolution {

/// The tensor of each chain is a polynomial in a of degree at most the length: the rule through
/// length + 1 nodes integrates it exactly.
inline Tensor<Rational> flip_tensor_by_chains(const Rational& width, int length) {
  std::vector<Rational> nodes;
  for (int n = 0; n <= length; ++n) nodes.emplace_back(n + 1, length + 2);
  const auto rule = interpolatory_rule(nodes, 0);
  Tensor<Rational> mean(2, length);
  for (int n = 0; n < rule.size(); ++n) {
    const Rational leave = Rational(1, 2) - width + 2 * width * rule.nodes[n];
    const auto tensor = bilinear_tensor(markov::two_state_chain(leave, leave), length);
    for (int m = 0; m < 2; ++m) {
      for (int l = 0; l < 2; ++l) {
        for (int j = 1; j <= length; ++j) mean(m, l, j) += rule.weights[n] * tensor(m, l, j);
      }
    }
  }
  return mean;
}

/// A half-width between 0 and 1/2.
inline claim::Hypothesis<LengthInstance> is_half_width() {
  return {"a half-width", "0 < width <= 1/2",
          [](const LengthInstance& at) { return truth(at.number > 0 && 2 * at.number <= 1); }};
}

inline LengthDomain every_flip_prior() {
  return grid("flip-priors", "lengths 1 to 7, half-widths 1/10, 1/4 and 1/2", {7, 1, 2, 3, 4, 5, 6},
              {Rational(1, 10), Rational(1, 4), Rational(1, 2)});
}

}  // namespace lemmascope::evolution
