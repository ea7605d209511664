#include "properties/markov/chain_domains.hpp"

#include <fmt/format.h>

#include "properties/markov/chain_charts.hpp"
#include "theory/markov/enumerate.hpp"

namespace lemmascope::markov {
namespace {

std::vector<ChainInstance> instances(const std::vector<Chain>& chains) {
  std::vector<ChainInstance> all;
  for (const Chain& chain : chains) all.push_back({chain});
  return all;
}

}  // namespace

claim::ProfiledDomain<ChainInstance> every_two_state_chain_instance(Denominators denominators) {
  return [denominators](claim::Profile profile) {
    const int denominator = domain::in_profile(denominators, profile);
    return domain::family_domain(
        "two-state-chains",
        fmt::format("every two-state chain with denominators up to {}", denominator),
        instances(every_two_state_chain(denominator)), chain_charts(2, 2));
  };
}

claim::ProfiledDomain<ChainInstance> every_three_state_chain_instance(Denominators denominators) {
  return [denominators](claim::Profile profile) {
    const int denominator = domain::in_profile(denominators, profile);
    return domain::family_domain(
        "three-state-chains",
        fmt::format("every positive three-state chain with entries k/{}", denominator),
        instances(every_positive_chain(3, denominator)), chain_charts(3, 3));
  };
}

claim::ProfiledDomain<ChainInstance> every_grid_chain_instance(int states,
                                                               Denominators denominators) {
  return [states, denominators](claim::Profile profile) {
    const int denominator = domain::in_profile(denominators, profile);
    return domain::family_domain(
        fmt::format("grid-chains-{}", states),
        fmt::format("every chain on {} states with entries k/{}, zeros included", states,
                    denominator),
        instances(every_grid_chain(states, denominator)), chain_charts(states, states));
  };
}

std::vector<int> random_composition(int states, int denominator, domain::Draw& draw) {
  std::vector<int> row(static_cast<std::size_t>(states), 1);
  for (int unit = states; unit < denominator; ++unit) {
    ++row[static_cast<std::size_t>(draw.in_range(0, states))];
  }
  return row;
}

Chain random_chain(int states, domain::Draw& draw) {
  constexpr int kLargestDenominator = 24;
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    const int denominator = draw.in_range(states, kLargestDenominator + 1);
    const auto row = random_composition(states, denominator, draw);
    for (int t = 0; t < states; ++t) {
      rows(s, t) = Rational(row[static_cast<std::size_t>(t)], denominator);
    }
  }
  return Chain(rows);
}

claim::ProfiledDomain<ChainInstance> sampled_chains() {
  return [](claim::Profile profile) {
    return domain::sampled_domain<ChainInstance>(
        "sampled-chains", "random positive chains on 2 to 4 states",
        domain::in_profile(domain::CaseCounts{100, 1000, 10000}, profile),
        [](domain::Draw& draw) { return ChainInstance{random_chain(draw.in_range(2, 5), draw)}; });
  };
}

}  // namespace lemmascope::markov
