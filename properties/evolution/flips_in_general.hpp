// Chains that flip with one probability, a = b: the mean tensor of a uniform prior as an exact
// integral over a.
#pragma once

#include <utility>

#include "properties/evolution/evolution_instance.hpp"
#include "theory/numeric/gauss_jacobi.hpp"

namespace lemmascope::evolution {

/// A rule of integration over the probability to leave a state: (weight, probability), exact for
/// polynomials of at most that degree.
inline std::vector<std::pair<Rational, Rational>> flip_rule(const Rational& width, int degree) {
  std::vector<Rational> nodes;
  for (int n = 0; n <= degree; ++n) nodes.emplace_back(n + 1, degree + 2);
  const auto rule = interpolatory_rule(nodes, 0);
  std::vector<std::pair<Rational, Rational>> all;
  for (int n = 0; n < rule.size(); ++n) {
    all.emplace_back(rule.weights[n], Rational(Rational(1, 2) - width + 2 * width * rule.nodes[n]));
  }
  return all;
}

/// The tensor of each chain is a polynomial in a of degree at most the length: the rule through
/// length + 1 nodes integrates it exactly.
inline Tensor<Rational> flip_tensor_by_chains(const Rational& width, int length) {
  Tensor<Rational> mean(2, length);
  for (const auto& [weight, leave] : flip_rule(width, length)) {
    const auto tensor = bilinear_tensor(markov::two_state_chain(leave, leave), length);
    for (int m = 0; m < 2; ++m) {
      for (int l = 0; l < 2; ++l) {
        for (int j = 1; j <= length; ++j) mean(m, l, j) += weight * tensor(m, l, j);
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
