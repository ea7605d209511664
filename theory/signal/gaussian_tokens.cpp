#include "theory/signal/gaussian_tokens.hpp"

#include <cmath>

#include "theory/numeric/require.hpp"

namespace lemmascope::signal {

void require_gaussian(const GaussianTokens& at) {
  require(at.tokens >= 1 && at.width >= 1, "expected at least one token of one entry");
  require(at.correlation <= 1 && at.correlation * (at.tokens - 1) >= -1,
          "expected a correlation from -1/(n - 1) to 1");
}

Rational gaussian_value_gradient(const GaussianTokens& at) {
  require_gaussian(at);
  return Rational(at.width) * at.width * (1 + at.correlation * (at.tokens - 1));
}

Rational gaussian_query_gradient(const GaussianTokens& at) {
  require_gaussian(at);
  const Rational n(at.tokens), d(at.width), apart = 1 - at.correlation;
  return (n - 1) / (n * n) * (n + d) * apart * apart * (n * d + 4 * apart);
}

Rational printed_gaussian_query_gradient(const GaussianTokens& at) {
  require_gaussian(at);
  const Rational n(at.tokens), d(at.width), apart = 1 - at.correlation;
  return (n - 1) / n * apart * apart * d * (n + d);
}

Rational gaussian_input_gradient(const GaussianTokens& at) {
  require_gaussian(at);
  const Rational n(at.tokens), d(at.width), apart = 1 - at.correlation;
  const Rational squared_scatter = apart * apart * (n - 1) * d * (n + d);
  const Rational trace_times_norm = apart * (n - 1) * d * (n * d + 2 * apart);
  return ((n * d + 2) * squared_scatter + d * trace_times_norm) / (d * d * n * n) + d;
}

namespace {

/// One factor X_{token, coordinate} of a monomial.
struct Factor {
  int token, coordinate;
};

// E of a product of the factors from `first` on: the first of them with each of the others.
Rational expectation(const std::vector<Factor>& factors, std::vector<bool>& used,
                     const Rational& correlation) {
  std::size_t first = 0;
  while (first < factors.size() && used[first]) ++first;
  if (first == factors.size()) return Rational(1);
  used[first] = true;
  Rational sum(0);
  for (std::size_t k = first + 1; k < factors.size(); ++k) {
    if (used[k] || factors[k].coordinate != factors[first].coordinate) continue;
    used[k] = true;
    const Rational rest = expectation(factors, used, correlation);
    sum += factors[k].token == factors[first].token ? rest : Rational(rest * correlation);
    used[k] = false;
  }
  used[first] = false;
  return sum;
}

class Wick {
 public:
  explicit Wick(const GaussianTokens& at) : at_(at) {}

  Rational operator()(std::vector<Factor> factors) const {
    std::vector<bool> used(factors.size(), false);
    return expectation(factors, used, at_.correlation);
  }

  // H = I - 1 1^T / n.
  Rational centring(int j, int k) const {
    return Rational(j == k ? 1 : 0) - Rational(1, at_.tokens);
  }

 private:
  GaussianTokens at_;
};

}  // namespace

Rational wick_squared_mean(const GaussianTokens& at) {
  require_gaussian(at);
  const Wick wick(at);
  Rational sum(0);
  for (int j = 0; j < at.tokens; ++j) {
    for (int k = 0; k < at.tokens; ++k) {
      for (int b = 0; b < at.width; ++b) sum += wick({{j, b}, {k, b}});
    }
  }
  return sum / (Rational(at.tokens) * at.tokens);
}

WickMoments wick_moments(const GaussianTokens& at) {
  require_gaussian(at);
  const int n = at.tokens, d = at.width;
  require(15 * std::pow(n, 5) * std::pow(d, 3) <= 1e8,
          "Wick's theorem: expected at most 10^8 pairings");
  const Wick wick(at);
  WickMoments moments{wick_squared_mean(at), Rational(0), Rational(0), Rational(0)};
  for (int c = 0; c < d; ++c) {
    for (int j = 0; j < n; ++j) {
      for (int k = 0; k < n; ++k) {
        const Rational h = wick.centring(j, k);
        for (int b = 0; b < d; ++b) {
          for (int i = 0; i < n; ++i) {
            moments.trace_times_norm += h * wick({{j, c}, {k, c}, {i, b}, {i, b}});
          }
        }
        for (int e = 0; e < d; ++e) {
          for (int l = 0; l < n; ++l) {
            for (int m = 0; m < n; ++m) {
              const Rational hh = h * wick.centring(l, m);
              const std::vector<Factor> four{{j, c}, {k, e}, {l, c}, {m, e}};
              moments.squared_scatter += hh * wick(four);
              for (int b = 0; b < d; ++b) {
                for (int i = 0; i < n; ++i) {
                  std::vector<Factor> six = four;
                  six.push_back({i, b});
                  six.push_back({i, b});
                  moments.norm_times_scatter += hh * wick(std::move(six));
                }
              }
            }
          }
        }
      }
    }
  }
  return moments;
}

}  // namespace lemmascope::signal
