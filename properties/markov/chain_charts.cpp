#include "properties/markov/chain_charts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/attack/coordinates.hpp"

namespace lemmascope::markov {
namespace {

// The share of the chain itself beside its first row.
Rational mixing(double unit, attack::Level level) {
  if (unit <= 0.5) return 1;
  return std::min(Rational(1), attack::scaled(2 * unit - 1, 1, 1 / attack::kMostSkew, level));
}

}  // namespace

int chain_dimension(int states) { return states * (states - 1) + 1; }

Chain chain_at(const double* unit, int states, attack::Level level) {
  const Rational own = mixing(unit[states * (states - 1)], level);
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    const double* at = unit + s * (states - 1);
    if (states == 2) {
      rows(s, 0) = attack::probability(*at, level);
      rows(s, 1) = 1 - rows(s, 0);
    } else {
      const auto row = attack::shares(at, states, level);
      for (int t = 0; t < states; ++t) rows(s, t) = row[static_cast<std::size_t>(t)];
    }
    for (int t = 0; t < states; ++t) rows(s, t) = (1 - own) * rows(0, t) + own * rows(s, t);
  }
  return Chain(rows);
}

Chain circulant_at(const double* unit, int states, attack::Level level) {
  const auto row = attack::shares(unit, states, level);
  Matrix<Rational> rows(states, states);
  for (int s = 0; s < states; ++s) {
    for (int t = 0; t < states; ++t) rows(s, (s + t) % states) = row[static_cast<std::size_t>(t)];
  }
  return Chain(rows);
}

std::vector<attack::Chart<ChainInstance>> chain_charts(int least, int most) {
  std::vector<attack::Chart<ChainInstance>> charts;
  for (int states = least; states <= most; ++states) {
    charts.push_back({fmt::format("chains on {} states", states),
                      chain_dimension(states),
                      [states](const double* unit, attack::Level level) {
                        return ChainInstance{chain_at(unit, states, level)};
                      },
                      {}});
  }
  return charts;
}

}  // namespace lemmascope::markov
