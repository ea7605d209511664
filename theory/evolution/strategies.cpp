#include "theory/evolution/strategies.hpp"

#include <vector>

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

/// Numbers that come back at every context: logarithms and harmonic numbers up to `most`.
template <Elementary N>
struct Tables {
  explicit Tables(int most) : logs(most + 1, N(0)), harmonic(most + 1, N(0)) {
    for (int n = 1; n <= most; ++n) {
      logs[n] = log(N(n));
      harmonic[n] = harmonic[n - 1] + N(1) / N(n);
    }
  }
  std::vector<N> logs, harmonic;
};

/// Adds a context of that probability: what follows its last token so far, and all its tokens. The
/// row is Dirichlet with parameters c_j + 1, for which E P ln P = (alpha / n) (H_alpha - H_n).
template <Elementary N>
void add_context(const N& probability, const std::vector<int>& after,
                 const std::vector<int>& tokens, const Tables<N>& tables, Divergences<N>& total) {
  const int states = static_cast<int>(after.size());
  int n = states, length = 0;
  for (int j = 0; j < states; ++j) {
    n += after[j];
    length += tokens[j];
  }
  for (int j = 0; j < states; ++j) {
    const int alpha = after[j] + 1;
    const N share = probability * N(alpha) / N(n);
    const N own = tables.harmonic[alpha] - tables.harmonic[n];
    total.uniform += share * (own + tables.logs[states]);
    total.unigram += share * (own - tables.logs[tokens[j] + 1] + tables.logs[length + states]);
    total.bigram += share * (own - tables.logs[alpha] + tables.logs[n]);
  }
}

/// Contexts that begin with state 0, by their last token and transitions 0 to 0 and 1 to 1; the
/// others alternate, so that their numbers follow.
template <Elementary N>
class Counts {
 public:
  explicit Counts(int length) : side_(length), weights_(2 * side_ * side_, N(0)) {}
  N& at(int last, int stays_0, int stays_1) {
    return weights_[(static_cast<std::size_t>(last) * side_ + stays_0) * side_ + stays_1];
  }

 private:
  std::size_t side_;
  std::vector<N> weights_;
};

}  // namespace

template <Elementary N>
Divergences<N> divergences_by_counts(int length) {
  require(length >= 1, "expected a context of at least one token");
  Divergences<N> total{N(0), N(0), N(0)};
  const Tables<N> tables(length + 2);
  Counts<N> now(length);
  now.at(0, 0, 0) = N(1);
  for (int transitions = 0; transitions < length; ++transitions) {
    Counts<N> next(length);
    for (int last = 0; last < 2; ++last) {
      for (int a = 0; a <= transitions; ++a) {
        for (int b = 0; a + b + last <= transitions; ++b) {
          const int crossings = transitions - a - b;
          if (crossings % 2 != last) continue;
          const N& weight = now.at(last, a, b);
          const int back = crossings / 2, forth = crossings - back;  // 1 to 0 and 0 to 1
          const std::vector<int> after =
              last == 0 ? std::vector<int>{a, forth} : std::vector<int>{back, b};
          if (transitions + 1 == length) {
            add_context(weight, after, {1 + a + back, forth + b}, tables, total);
            continue;
          }
          const N share = weight / N(after[0] + after[1] + 2);
          next.at(0, a + (last == 0 ? 1 : 0), b) += share * N(after[0] + 1);
          next.at(1, a, b + (last == 1 ? 1 : 0)) += share * N(after[1] + 1);
        }
      }
    }
    now = std::move(next);
  }
  return total;
}

template <Elementary N>
Divergences<N> divergences_by_enumeration(int states, int length) {
  require(states >= 2 && length >= 1, "expected at least two states and one token");
  Divergences<N> total{N(0), N(0), N(0)};
  const Tables<N> tables(length + states);
  std::vector<std::vector<int>> counts(states, std::vector<int>(states, 0));
  std::vector<int> tokens(states, 0);
  const auto extend = [&](auto&& self, int last, int left, const N& probability) -> void {
    ++tokens[last];
    if (left == 0) {
      add_context(probability, counts[last], tokens, tables, total);
    } else {
      int out = states;
      for (const int c : counts[last]) out += c;
      for (int j = 0; j < states; ++j) {
        const N step = probability * N(counts[last][j] + 1) / N(out);
        ++counts[last][j];
        self(self, j, left - 1, step);
        --counts[last][j];
      }
    }
    --tokens[last];
  };
  for (int first = 0; first < states; ++first) {
    extend(extend, first, length - 1, N(N(1) / N(states)));
  }
  return total;
}

#define LEMMASCOPE_INSTANTIATE(N)                        \
  template Divergences<N> divergences_by_counts<N>(int); \
  template Divergences<N> divergences_by_enumeration<N>(int, int);
LEMMASCOPE_INSTANTIATE(double)
LEMMASCOPE_INSTANTIATE(Real50)
LEMMASCOPE_INSTANTIATE(Interval)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope::evolution
