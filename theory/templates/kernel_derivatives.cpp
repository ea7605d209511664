#include "theory/templates/kernel_derivatives.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

using Exponents = std::vector<int>;

Rational factorial(int n) {
  Rational result(1);
  for (int m = 2; m <= n; ++m) result *= m;
  return result;
}

Polynomial times(const Polynomial& a, const Polynomial& b) {
  if (a.empty() || b.empty()) return {};
  Polynomial result(a.size() + b.size() - 1, Rational(0));
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == 0) continue;
    for (std::size_t j = 0; j < b.size(); ++j) result[i + j] += a[i] * b[j];
  }
  return result;
}

void add(Polynomial& to, const Polynomial& what, const Rational& factor) {
  if (to.size() < what.size()) to.resize(what.size(), Rational(0));
  for (std::size_t n = 0; n < what.size(); ++n) to[n] += factor * what[n];
}

void require_strings(const Symbols& first, const Symbols& second, int order, int most_order,
                     int most_length) {
  if (first.size() != second.size() || first.empty() ||
      static_cast<int>(first.size()) > most_length) {
    refuse(fmt::format("expected two strings of one length from 1 to {}, found {} and {}",
                       most_length, first.size(), second.size()));
  }
  if (order < 0 || order > most_order) {
    refuse(fmt::format("expected an order in beta from 0 to {}, found {}", most_order, order));
  }
}

// A power series in the k scores, by exponents, up to a total degree.
using Series = std::map<Exponents, Rational>;

Series product_up_to(const Series& a, const Series& b, int degree) {
  Series result;
  for (const auto& [left, x] : a) {
    for (const auto& [right, y] : b) {
      Exponents sum = left;
      int total = 0;
      for (std::size_t l = 0; l < sum.size(); ++l) total += sum[l] += right[l];
      if (total <= degree) result[sum] += x * y;
    }
  }
  return result;
}

// e^{u_i}.
Series exponential_of(int i, int k, int degree) {
  Series result;
  for (int n = 0; n <= degree; ++n) {
    Exponents power(k, 0);
    power[i] = n;
    result[power] = 1 / factorial(n);
  }
  return result;
}

// The first entry of softmax(u): e^{u_0} / sum e^{u_l}, the quotient by a geometric series.
Series first_softmax_entry(int k, int degree) {
  Series remainder;  // 1 - mean of e^{u_l}
  for (int l = 0; l < k; ++l) {
    for (const auto& [power, x] : exponential_of(l, k, degree)) remainder[power] -= x / k;
  }
  const Exponents constant(k, 0);
  remainder.erase(constant);
  Series inverse{{constant, Rational(1)}}, power{{constant, Rational(1)}};
  for (int n = 1; n <= degree; ++n) {
    power = product_up_to(power, remainder, degree);
    for (const auto& [exponents, x] : power) inverse[exponents] += x;
  }
  Series result = product_up_to(exponential_of(0, k, degree), inverse, degree);
  for (auto& [exponents, x] : result) x /= k;
  return result;
}

// E[prod z_a^{e_a}] of the scores of both strings, z = (u, v), as polynomials in gamma^2.
class ScoreMoments {
 public:
  ScoreMoments(const Symbols& first, const Symbols& second) : symbols_(first) {
    symbols_.insert(symbols_.end(), second.begin(), second.end());
  }

  const Polynomial& of(const Exponents& exponents) {
    const auto known = known_.find(exponents);
    if (known != known_.end()) return known->second;
    Polynomial result{Rational(0)};
    std::size_t a = 0;
    while (a < exponents.size() && exponents[a] == 0) ++a;
    if (a == exponents.size()) {
      result[0] = 1;
    } else {
      Exponents rest = exponents;
      --rest[a];
      for (std::size_t b = a; b < rest.size(); ++b) {
        if (rest[b] == 0) continue;
        Exponents less = rest;
        --less[b];
        add(result, times(covariance(a, b), of(less)), Rational(rest[b]));
      }
    }
    return known_.emplace(exponents, std::move(result)).first->second;
  }

 private:
  // 1 for one symbol, gamma^2 for one position.
  Polynomial covariance(std::size_t a, std::size_t b) const {
    const std::size_t k = symbols_.size() / 2;
    return {Rational(symbols_[a] == symbols_[b] ? 1 : 0), Rational(a % k == b % k ? 1 : 0)};
  }

  Symbols symbols_;
  std::map<Exponents, Polynomial> known_;
};

// The exponents of entry `i` from those of entry 0: scores 0 and i change places.
Exponents for_entry(Exponents exponents, int i) {
  std::swap(exponents[0], exponents[i]);
  return exponents;
}

int total(const Exponents& exponents) {
  int sum = 0;
  for (const int e : exponents) sum += e;
  return sum;
}

}  // namespace

Polynomial kernel_coefficient(const Symbols& first, const Symbols& second, int order) {
  require_strings(first, second, order, kMostBetaOrder, kMostSymbols);
  const int k = static_cast<int>(first.size());
  const Series softmax = first_softmax_entry(k, order);
  ScoreMoments moments(first, second);
  Polynomial result(order + 2, Rational(0));
  for (int i = 0; i < k; ++i) {
    for (int j = 0; j < k; ++j) {
      const Polynomial weight{Rational(first[i] == second[j] ? 1 : 0), Rational(i == j ? 1 : 0)};
      if (weight[0] == 0 && weight[1] == 0) continue;
      for (const auto& [u, x] : softmax) {
        for (const auto& [v, y] : softmax) {
          if (total(u) + total(v) != order) continue;
          Exponents both = for_entry(u, i);
          const Exponents other = for_entry(v, j);
          both.insert(both.end(), other.begin(), other.end());
          add(result, times(weight, moments.of(both)), Rational(x * y));
        }
      }
    }
  }
  return result;
}

namespace {

// k^{n+1} times the derivatives of softmax entries at equal scores, by indices: whole numbers.
// Entry (i; j_1, ..., j_n) stands at the number with the digits i, j_1, ..., j_n in base k.
class SoftmaxTensors {
 public:
  SoftmaxTensors(int k, int most) : k_(k) {
    for (int n = 0; n <= most; ++n) {
      std::vector<std::int64_t> all;
      std::vector<int> indices(n + 1, 0);
      const int count = power(k, n + 1);
      for (int code = 0; code < count; ++code) {
        for (int d = n, rest = code; d >= 0; --d, rest /= k) indices[d] = rest % k;
        all.push_back(entry(indices));
      }
      tensors_.push_back(std::move(all));
    }
  }

  static int power(int base, int n) { return n == 0 ? 1 : base * power(base, n - 1); }
  const std::vector<std::int64_t>& of(int n) const { return tensors_[n]; }

 private:
  // A product of entries s_a s_b ..., differentiated by the scores of the remaining indices: d(s_a
  // s_b ...)/dz_j = sum over factors of (1_{aj} - s_j) times the product. With s = 1/k in the end a
  // product of m factors is k^{-m}; every derivative adds at most one factor.
  std::int64_t differentiated(std::vector<int>& factors, const std::vector<int>& indices,
                              std::size_t next) const {
    if (next == indices.size()) {
      const int missing = static_cast<int>(indices.size()) - static_cast<int>(factors.size());
      return power(k_, missing);  // k^{n+1} k^{-factors}
    }
    std::int64_t sum = 0;
    const auto same =
        static_cast<std::int64_t>(std::count(factors.begin(), factors.end(), indices[next]));
    const auto all = static_cast<std::int64_t>(factors.size());
    if (same != 0) sum += same * differentiated(factors, indices, next + 1);
    factors.push_back(indices[next]);
    sum -= all * differentiated(factors, indices, next + 1);
    factors.pop_back();
    return sum;
  }
  std::int64_t entry(const std::vector<int>& indices) const {
    std::vector<int> factors{indices[0]};
    return differentiated(factors, indices, 1);
  }

  int k_;
  std::vector<std::vector<std::int64_t>> tensors_;
};

// Whole-number polynomials in gamma^2 of low degree.
using WholePolynomial = std::array<std::int64_t, 6>;

// The sum over pairings of `slots` (numbers of scores, 0 to 2k - 1) of the product of covariances.
class Pairings {
 public:
  explicit Pairings(const Symbols& symbols) : symbols_(symbols) {}

  void collect(std::vector<int>& slots, int exponent, std::int64_t factor,
               WholePolynomial& sum) const {
    if (slots.empty()) {
      sum[exponent] += factor;
      return;
    }
    const int a = slots.back();
    slots.pop_back();
    for (std::size_t at = 0; at < slots.size(); ++at) {
      const int b = slots[at];
      const int k = static_cast<int>(symbols_.size() / 2);
      const bool symbol = symbols_[a] == symbols_[b], position = a % k == b % k;
      if (!symbol && !position) continue;
      slots.erase(slots.begin() + static_cast<std::ptrdiff_t>(at));
      if (symbol) collect(slots, exponent, factor, sum);
      if (position) collect(slots, exponent + 1, factor, sum);
      slots.insert(slots.begin() + static_cast<std::ptrdiff_t>(at), b);
    }
    slots.push_back(a);
  }

 private:
  const Symbols& symbols_;
};

}  // namespace

Polynomial kernel_coefficient_by_pairings(const Symbols& first, const Symbols& second, int order) {
  require_strings(first, second, order, 6, 3);
  const int k = static_cast<int>(first.size());
  Polynomial result(order + 2, Rational(0));
  if (order % 2 == 1) return result;
  Symbols symbols = first;
  symbols.insert(symbols.end(), second.begin(), second.end());
  const Pairings pairings(symbols);
  const SoftmaxTensors tensors(k, order);
  const int codes = SoftmaxTensors::power(k, order);
  for (int n = 0; n <= order; ++n) {  // n derivatives of s, the others of t
    const int tail = SoftmaxTensors::power(k, order - n);
    const auto& s = tensors.of(n);
    const auto& t = tensors.of(order - n);
    WholePolynomial sum{};
    for (int code = 0; code < codes; ++code) {
      WholePolynomial moment{};
      std::vector<int> slots(order);
      for (int d = order - 1, rest = code; d >= 0; --d, rest /= k) {
        slots[d] = rest % k + (d < n ? 0 : k);
      }
      pairings.collect(slots, 0, 1, moment);
      const int left = code / tail, right = code % tail;
      std::int64_t by_symbol = 0, by_position = 0;
      for (int i = 0; i < k; ++i) {
        const std::int64_t si = s[i * (codes / tail) + left];
        by_position += si * t[i * tail + right];
        for (int j = 0; j < k; ++j) {
          if (first[i] == second[j]) by_symbol += si * t[j * tail + right];
        }
      }
      for (std::size_t e = 0; e + 1 < moment.size(); ++e) {
        sum[e] += by_symbol * moment[e];
        sum[e + 1] += by_position * moment[e];
      }
    }
    const Rational scale =
        factorial(n) * factorial(order - n) * Rational(SoftmaxTensors::power(k, order + 2));
    for (int e = 0; e < order + 2 && e < static_cast<int>(sum.size()); ++e) {
      result[e] += Rational(sum[e]) / scale;
    }
  }
  return result;
}

Rational derivative_from(const Polynomial& coefficient, int beta_order, int gamma_order) {
  require(gamma_order >= 0, "expected an order in gamma that is not negative");
  const std::size_t at = static_cast<std::size_t>(gamma_order) / 2;
  if (gamma_order % 2 == 1 || at >= coefficient.size()) return Rational(0);
  return coefficient[at] * factorial(beta_order) * factorial(gamma_order);
}

Rational kernel_derivative(const Symbols& first, const Symbols& second, int beta_order,
                           int gamma_order) {
  return derivative_from(kernel_coefficient(first, second, beta_order), beta_order, gamma_order);
}

LeadingTerm leading_determinant(const Symbols& one, const Symbols& other, CoefficientRoute route) {
  const auto away = [](Symbols symbols) {
    for (int& symbol : symbols) symbol += 1000;
    return symbols;
  };
  std::vector<Polynomial> a, b, c;  // N_11, N_12, N_22
  for (int order = 0; order <= 6; order += 2) {
    a.push_back(route(one, away(one), order));
    b.push_back(route(one, away(other), order));
    c.push_back(route(other, away(other), order));
    Polynomial sum;
    for (std::size_t m = 0; m < a.size(); ++m) {
      add(sum, times(a[m], c[c.size() - 1 - m]), Rational(1));
      add(sum, times(b[m], b[b.size() - 1 - m]), Rational(-1));
    }
    while (!sum.empty() && sum.back() == 0) sum.pop_back();
    if (!sum.empty()) return {order, sum};
  }
  refuse("the determinant vanishes up to beta^6: expected two different templates");
}

}  // namespace lemmascope::templates
