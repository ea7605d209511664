#include "sim/evolution/chain_sequences.hpp"

#include <algorithm>
#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kMostStates = 16;
constexpr int kBalancings = 200;  // alternate scalings converge geometrically; most chains need ten

/// A row uniform on the simplex: exponential variables over their sum.
void draw_row(int states, sim::Stream& stream, double* row) {
  double sum = 0;
  for (int j = 0; j < states; ++j) sum += row[j] = -std::log(stream.next_uniform());
  for (int j = 0; j < states; ++j) row[j] /= sum;
}

/// Columns and rows scaled to one in turn, rows last.
void balance(int states, std::vector<double>& rows) {
  for (int n = 0; n < kBalancings; ++n) {
    double apart = 0;
    for (int j = 0; j < states; ++j) {
      double sum = 0;
      for (int i = 0; i < states; ++i) sum += rows[i * states + j];
      apart = std::max(apart, std::abs(sum - 1));
      for (int i = 0; i < states; ++i) rows[i * states + j] /= sum;
    }
    for (int i = 0; i < states; ++i) {
      double sum = 0;
      for (int j = 0; j < states; ++j) sum += rows[i * states + j];
      for (int j = 0; j < states; ++j) rows[i * states + j] /= sum;
    }
    if (apart < 1e-12) return;
  }
}

void draw_mixture(double balance, sim::Stream& stream, std::vector<double>& rows) {
  const double x = stream.next_uniform(), mean = x + balance * (1 - 2 * x);
  const double y = std::clamp(mean + 0.4 * (stream.next_uniform() - 0.5), 0.0, 1.0);
  const bool exchanged = stream.next_below(2) == 1;
  const double a = exchanged ? y : x, b = exchanged ? x : y;
  rows = {a, 1 - a, b, 1 - b};
}

std::vector<double> draw_chain(const SequenceLaw& law, sim::Stream& stream) {
  const int k = law.states, contexts = law.order == 1 ? k : k * k;
  std::vector<double> rows(static_cast<std::size_t>(contexts * k));
  if (law.chains == ChainLaw::mixture) {
    draw_mixture(law.balance, stream, rows);
    return rows;
  }
  const int drawn = law.chains == ChainLaw::equal_rows ? 1 : contexts;
  for (int i = 0; i < drawn; ++i) draw_row(k, stream, rows.data() + i * k);
  for (int i = drawn; i < contexts; ++i) std::copy_n(rows.data(), k, rows.data() + i * k);
  if (law.chains == ChainLaw::doubly_stochastic) balance(k, rows);
  return rows;
}

std::uint8_t draw_token(const double* row, int states, sim::Stream& stream) {
  const double u = stream.next_uniform();
  double sum = row[0];
  int j = 0;
  while (j + 1 < states && u >= sum) sum += row[++j];
  return static_cast<std::uint8_t>(j);
}

}  // namespace

void require_law(const SequenceLaw& law) {
  require(2 <= law.states && law.states <= kMostStates,
          fmt::format("expected 2 to {} states, found {}", kMostStates, law.states));
  require(2 <= law.length && law.length <= 1024,
          fmt::format("expected a length of 2 to 1024 tokens, found {}", law.length));
  require(law.order == 1 || law.order == 2,
          fmt::format("expected an order of 1 or 2, found {}", law.order));
  require(law.order == 1 || law.chains == ChainLaw::uniform_rows,
          "expected uniform rows where a token depends on two");
  require(law.chains != ChainLaw::mixture || law.states == 2, "a mixture has two states");
  require(0 <= law.balance && law.balance <= 1, "expected a balance from 0 to 1");
}

std::string to_text(const SequenceLaw& law) {
  constexpr const char* kNames[] = {"uniform rows", "equal rows", "doubly stochastic", "mixture"};
  return fmt::format("{} tokens of {} states, order {}, {}, balance {}{}", law.length, law.states,
                     law.order, kNames[static_cast<int>(law.chains)], law.balance,
                     law.stationary_start ? "" : ", uniform start");
}

std::vector<double> stationary_by_elimination(std::vector<double>& p, int states) {
  const auto at = [&](int i, int j) -> double& { return p[i * states + j]; };
  for (int n = states - 1; n > 0; --n) {
    double out = 0;
    for (int j = 0; j < n; ++j) out += at(n, j);
    for (int i = 0; i < n; ++i) {
      // A state that is never left keeps its mass: no chain with positive rows has one.
      at(i, n) = out > 0 ? at(i, n) / out : 0;
      for (int j = 0; j < n; ++j) at(i, j) += at(i, n) * at(n, j);
    }
  }
  std::vector<double> law(static_cast<std::size_t>(states), 0);
  double sum = law[0] = 1;
  for (int n = 1; n < states; ++n) {
    for (int i = 0; i < n; ++i) law[n] += law[i] * at(i, n);
    sum += law[n];
  }
  for (double& share : law) share /= sum;
  return law;
}

void draw_sequence(const SequenceLaw& law, const sim::StreamKey& key, std::uint64_t index,
                   std::uint8_t* tokens, double* last_row) {
  sim::Stream stream(key, index);
  const int k = law.states;
  const std::vector<double> rows = draw_chain(law, stream);
  const double* row = nullptr;
  if (law.order == 1) {
    if (law.stationary_start) {
      std::vector<double> scratch = rows;
      const std::vector<double> first = stationary_by_elimination(scratch, k);
      tokens[0] = draw_token(first.data(), k, stream);
    } else {
      tokens[0] = static_cast<std::uint8_t>(stream.next_below(static_cast<std::uint32_t>(k)));
    }
    for (int p = 1; p <= law.length; ++p) {
      row = rows.data() + tokens[p - 1] * k;
      tokens[p] = draw_token(row, k, stream);
    }
  } else {
    for (int p = 0; p < 2; ++p) {
      tokens[p] = static_cast<std::uint8_t>(stream.next_below(static_cast<std::uint32_t>(k)));
    }
    for (int p = 2; p <= law.length; ++p) {
      row = rows.data() + (tokens[p - 2] * k + tokens[p - 1]) * k;
      tokens[p] = draw_token(row, k, stream);
    }
  }
  if (last_row != nullptr) std::copy_n(row, k, last_row);
}

int strategies_of(const SequenceLaw& law) { return law.order == 1 ? 3 : 4; }

void predict(const SequenceLaw& law, const std::uint8_t* tokens, Strategy strategy, double* row) {
  const int k = law.states, t = law.length;
  std::fill_n(row, k, 1.0);
  const int matched = static_cast<int>(strategy) - 1;  // tokens that must be those at the end
  if (matched >= 0) {
    for (int p = matched; p < t; ++p) {
      bool meets = true;
      for (int m = 1; m <= matched; ++m) meets = meets && tokens[p - m] == tokens[t - m];
      if (meets) row[tokens[p]] += 1;
    }
  }
  double sum = 0;
  for (int j = 0; j < k; ++j) sum += row[j];
  for (int j = 0; j < k; ++j) row[j] /= sum;
}

}  // namespace lemmascope::evolution
