#include "properties/markov/simpler_chain.hpp"

#include <algorithm>
#include <numeric>

namespace lemmascope::markov {
namespace {

using Row = std::vector<Rational>;

// Coarser grids tried for one row. Beyond this a fraction is no longer something a person reads.
constexpr int kCoarsestGrids = 12;

Integer common_denominator(const Chain& chain, int row) {
  Integer common = 1;
  for (int t = 0; t < chain.states(); ++t) {
    common = lcm(common, Integer(denominator(chain(row, t))));
  }
  return common;
}

// The row of multiples of 1/grid nearest to row `s`: floors first, what is missing to the largest
// remainders (ties to the earlier column).
Row nearest_row(const Chain& chain, int s, int grid) {
  const int n = chain.states();
  std::vector<int> units(static_cast<std::size_t>(n));
  std::vector<Rational> remainder(static_cast<std::size_t>(n));
  int missing = grid;
  for (int t = 0; t < n; ++t) {
    const Rational scaled = chain(s, t) * grid;
    const Integer whole = numerator(scaled) / denominator(scaled);
    units[t] = static_cast<int>(whole);
    remainder[t] = scaled - Rational(whole);
    missing -= units[t];
  }
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return remainder[b] < remainder[a]; });
  for (int k = 0; k < missing; ++k) ++units[order[k]];
  Row row;
  for (int t = 0; t < n; ++t) row.emplace_back(units[t], grid);
  return row;
}

Chain with_row(const Chain& chain, int s, const Row& row) {
  Matrix<Rational> matrix = chain.matrix();
  for (int t = 0; t < chain.states(); ++t) matrix(s, t) = row[t];
  return Chain(matrix);
}

void add_without_state(const Chain& chain, int dropped, std::vector<Chain>& simpler) {
  const int n = chain.states();
  Matrix<Rational> matrix(n - 1, n - 1);
  for (int s = 0, r = 0; s < n; ++s) {
    if (s == dropped) continue;
    const Rational kept = 1 - chain(s, dropped);
    if (kept == 0) return;
    for (int t = 0, c = 0; t < n; ++t) {
      if (t != dropped) matrix(r, c++) = chain(s, t) / kept;
    }
    ++r;
  }
  simpler.emplace_back(matrix);
}

}  // namespace

std::vector<Chain> simpler_chains(const Chain& chain) {
  std::vector<Chain> simpler;
  const int n = chain.states();
  if (n > 2) {
    for (int dropped = 0; dropped < n; ++dropped) add_without_state(chain, dropped, simpler);
  }
  for (int grid = 1; grid <= kCoarsestGrids; ++grid) {
    for (int s = 0; s < n; ++s) {
      if (common_denominator(chain, s) <= grid) continue;
      if (n > 2) {
        simpler.push_back(with_row(chain, s, nearest_row(chain, s, grid)));
        continue;
      }
      for (int k = 0; k <= grid; ++k) {
        if (std::gcd(k, grid) == 1) {
          simpler.push_back(with_row(chain, s, {Rational(k, grid), Rational(grid - k, grid)}));
        }
      }
    }
  }
  return simpler;
}

}  // namespace lemmascope::markov
