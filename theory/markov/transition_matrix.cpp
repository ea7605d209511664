// Validation, conversion, reading and the reachability structure of transition matrices.
#include "theory/markov/transition_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::markov {
namespace {

/// Not a number: comparing it with itself says `unknown` in every type but Interval, where an
/// enclosure without points does not even contain itself.
template <Field N>
bool is_number(const N& entry) {
  if constexpr (std::same_as<N, Interval>) {
    return contains(entry, entry);
  } else {
    return equal(entry, entry) == Truth::yes;
  }
}

/// Does the sum stand for exactly one? See the constructor for the tolerance and its reason.
template <Field N>
bool is_one(const N& sum, int states) {
  if constexpr (std::same_as<N, Rational>) {
    return sum == 1;
  } else if constexpr (std::same_as<N, Interval>) {
    return contains(sum, Rational(1));
  } else {
    // Each entry is rounded once and each addition once: at most 2 * states unit roundoffs of
    // values <= 1. Twice that leaves room for entries that went through one more operation.
    const N roundoff = std::numeric_limits<N>::epsilon() / 2;
    return absolute<N>(sum - 1) <= 4 * states * roundoff;
  }
}

template <Field N>
void require_stochastic_row(const Matrix<N>& rows, int row) {
  N sum(0);
  for (int column = 0; column < rows.cols(); ++column) {
    const N& entry = rows(row, column);
    if (!is_number(entry) || less(entry, N(0)) == Truth::yes) {
      refuse(fmt::format(
          "row {} of the transition matrix: expected probabilities, found {} in column {}", row,
          lemmascope::to_text(entry), column));
    }
    sum += entry;
  }
  if (!is_one(sum, static_cast<int>(rows.cols()))) {
    refuse(
        fmt::format("row {} of the transition matrix: expected entries that sum to 1, found sum {}",
                    row, lemmascope::to_text(sum)));
  }
}

/// Steps from state 0 along positive entries (backwards: against them); -1 where there is no path.
std::vector<int> steps_from_first(const Chain& chain, bool backwards) {
  std::vector<int> steps(chain.states(), -1);
  std::vector<int> queue = {0};
  steps[0] = 0;
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const int from = queue[head];
    for (int to = 0; to < chain.states(); ++to) {
      const Rational& entry = backwards ? chain(to, from) : chain(from, to);
      if (entry == 0 || steps[to] >= 0) continue;
      steps[to] = steps[from] + 1;
      queue.push_back(to);
    }
  }
  return steps;
}

/// The first state without a path, or the number of states when there is none.
int first_unreached(const std::vector<int>& steps) {
  return static_cast<int>(std::find(steps.begin(), steps.end(), -1) - steps.begin());
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

}  // namespace

template <Field N>
TransitionMatrix<N>::TransitionMatrix(Matrix<N> rows) : rows_(std::move(rows)) {
  if (rows_.rows() == 0 || rows_.rows() != rows_.cols()) {
    refuse(fmt::format("expected a square transition matrix with at least one state, found {} x {}",
                       rows_.rows(), rows_.cols()));
  }
  for (int row = 0; row < states(); ++row) require_stochastic_row(rows_, row);
}

template <Field N>
TransitionMatrix<N> in_arithmetic(const Chain& chain) {
  Matrix<N> rows(chain.states(), chain.states());
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) rows(s, t) = from_rational<N>(chain(s, t));
  }
  return TransitionMatrix<N>(std::move(rows));
}

Chain two_state_chain(const Rational& a, const Rational& b) {
  Matrix<Rational> rows(2, 2);
  rows << 1 - a, a, b, 1 - b;
  return Chain(std::move(rows));
}

bool is_irreducible(const Chain& chain) {
  return first_unreached(steps_from_first(chain, false)) == chain.states() &&
         first_unreached(steps_from_first(chain, true)) == chain.states();
}

void require_irreducible(const Chain& chain) {
  for (const bool backwards : {false, true}) {
    const int state = first_unreached(steps_from_first(chain, backwards));
    if (state == chain.states()) continue;
    refuse(fmt::format(
        "reducible chain: expected every state to be reachable, found no path from state {} to {}",
        backwards ? state : 0, backwards ? 0 : state));
  }
}

bool is_aperiodic(const Chain& chain) {
  if (!is_irreducible(chain)) return false;
  // The period divides steps(s) + 1 - steps(t) for every edge s -> t, and is the greatest such
  // number.
  const std::vector<int> steps = steps_from_first(chain, false);
  int period = 0;
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) {
      if (chain(s, t) != 0) period = std::gcd(period, steps[s] + 1 - steps[t]);
    }
  }
  return period == 1;
}

Chain parse_chain(const std::string& text) {
  const std::vector<std::string> lines = split(text, ';');
  const int states = static_cast<int>(lines.size());
  Matrix<Rational> rows(states, states);
  for (int row = 0; row < states; ++row) {
    const std::vector<std::string> entries = split(lines[row], ',');
    if (static_cast<int>(entries.size()) != states) {
      refuse(
          fmt::format("row {} of the transition matrix: expected {} entries (rows separated by "
                      "';', entries by ','), found {} in \"{}\"",
                      row, states, entries.size(), trimmed(lines[row])));
    }
    for (int column = 0; column < states; ++column) {
      rows(row, column) = parse_rational(trimmed(entries[column]));
    }
  }
  return Chain(std::move(rows));
}

std::string to_text(const Chain& chain) {
  std::string text;
  for (int s = 0; s < chain.states(); ++s) {
    for (int t = 0; t < chain.states(); ++t) {
      if (t > 0) text += ',';
      text += lemmascope::to_text(chain(s, t));
    }
    if (s + 1 < chain.states()) text += ';';
  }
  return text;
}

#define LEMMASCOPE_INSTANTIATE(N)     \
  template class TransitionMatrix<N>; \
  template TransitionMatrix<N> in_arithmetic<N>(const Chain&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::markov
