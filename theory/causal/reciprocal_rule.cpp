#include "theory/causal/reciprocal_rule.hpp"

#include <fmt/format.h>

#include <numbers>

#include "theory/numeric/gauss_jacobi.hpp"
#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::causal {
namespace {

// Distinct multiples of a power of two close to the Chebyshev points. The gap next to the ends is
// about 2.5 / T^2, so a grid of 16 T^2 keeps the points apart; closeness only keeps the weights
// small, exactness does not depend on it.
std::vector<Rational> dyadic_chebyshev_nodes(int count) {
  long grid = 16;
  while (grid < 16L * count * count) grid *= 2;
  std::vector<Rational> nodes;
  for (int k = 0; k < count; ++k) {
    const double angle = std::numbers::pi * (2 * k + 1) / (2.0 * count);
    const double point = 0.5 * (1 - std::cos(angle));
    const long multiple = std::max(1L, std::lround(point * static_cast<double>(grid)));
    nodes.push_back(Rational(multiple, grid));
  }
  return nodes;
}

std::vector<Rational> integer_nodes(int count) {
  std::vector<Rational> nodes;
  for (int k = 1; k <= count; ++k) nodes.emplace_back(k);
  return nodes;
}

}  // namespace

template <Field N>
ReciprocalRule<N> reciprocal_rule(int length, const Rational& epsilon) {
  if (length < 1) refuse(fmt::format("expected a length of at least 1, found {}", length));
  if (epsilon < 0) refuse("expected a loss smoothing of at least 0, found " + to_text(epsilon));
  ReciprocalRule<N> rule{length, epsilon, {}, {}};
  const Rational offset = length * epsilon;
  if constexpr (std::same_as<N, Rational> || std::same_as<N, Interval>) {
    const bool exact = std::same_as<N, Rational>;
    const QuadratureRule<Rational> powers =
        interpolatory_rule(exact ? integer_nodes(length) : dyadic_chebyshev_nodes(length), offset);
    for (int k = 0; k < length; ++k) {
      rule.nodes.push_back(from_rational<N>(powers.nodes[k]));
      rule.weights.push_back(from_rational<N>(Rational(powers.weights[k] / powers.nodes[k])));
    }
  } else {
    const QuadratureRule<N> gauss = gauss_jacobi<N>((length + 1) / 2, offset);
    for (int k = 0; k < gauss.size(); ++k) {
      rule.nodes.push_back(gauss.nodes[k]);
      rule.weights.push_back(gauss.weights[k] / gauss.nodes[k]);
    }
  }
  return rule;
}

#define LEMMASCOPE_RECIPROCAL_RULE(N) \
  template ReciprocalRule<N> reciprocal_rule<N>(int, const Rational&);
LEMMASCOPE_FIELDS(LEMMASCOPE_RECIPROCAL_RULE)

}  // namespace lemmascope::causal
