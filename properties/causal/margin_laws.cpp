#include "properties/causal/margin_laws.hpp"

#include <algorithm>
#include <utility>

#include "theory/causal/leading_gradient.hpp"

namespace lemmascope::causal {
namespace {

using markov::Position;

// Rows (x, 1-x), (y, 1-y).
const std::vector<std::pair<Rational, Rational>>& seven_chains() {
  static const std::vector<std::pair<Rational, Rational>> all{
      {Rational(1, 2), Rational(1, 3)},       {Rational(9, 10), Rational(1, 20)},
      {Rational(2, 3), Rational(1, 100)},     {Rational(1, 100), Rational(1, 1000)},
      {Rational(1, 10), Rational(9, 100)},    {Rational(99, 100), Rational(1, 200)},
      {Rational(1, 5000), Rational(1, 10000)}};
  return all;
}

}  // namespace

Rational strict_certificate(const TrianglePolynomial& polynomial) {
  const Rational least = polynomial.least_coefficient();
  if (least < 0) return least;
  const Rational half(1, 2), third(1, 3);
  return std::min({polynomial.value(third, third, third), polynomial.value(0, half, half),
                   polynomial.value(half, 0, half)});
}

claim::Evaluation<GraphInstance> at_every_place(Places places, MarginLaw law,
                                                bool (*selects)(const MarginSite&)) {
  return [=](const GraphInstance& at) {
    claim::Findings<Rational> findings;
    for (const RivalPlace& place : places(at.forest)) {
      const int surplus = degree_surplus(at.forest, place);
      const MarginSite site{at, place, two_state_margin(at.forest, place, at.epsilon),
                            corner_value(at.length(), at.epsilon, surplus)};
      if (selects == nullptr || selects(site)) findings.add(law(site), site.where());
    }
    return findings.outcome();
  };
}

claim::Evaluation<GraphInstance> at_seven_chains(Places places, ChainLaw law,
                                                 bool (*selects)(const GraphInstance&,
                                                                 const RivalPlace&)) {
  return [=](const GraphInstance& at) {
    claim::Findings<Rational> findings;
    for (const RivalPlace& place : places(at.forest)) {
      if (selects != nullptr && !selects(at, place)) continue;
      const Reordered other = rival_first(at.forest, place);
      const int surplus = degree_surplus(at.forest, place);
      for (const auto& [x, y] : seven_chains()) {
        const auto prior = markov::Prior::orbit(markov::two_state_chain(Rational(1 - x), y));
        const auto k = drive<Rational>(prior, other.forest, at.epsilon, DriveMethod::enumeration);
        const Rational margin = k(other.at.i, other.at.parent) - k(other.at.i, other.at.j);
        const ChainSite site{at, place,  x,
                             y,  margin, corner_value(at.length(), at.epsilon, surplus)};
        findings.add(law(site), site.where());
      }
    }
    return findings.outcome();
  };
}

}  // namespace lemmascope::causal
