// Polynomials in a few variables with rational coefficients, term by term: exact losses as
// functions of their rates, with the random quantities as further variables until they are
// averaged.
#pragma once

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "theory/numeric/rational.hpp"

namespace lemmascope::regression {

/// Exponents of each variable with a coefficient that is not zero, in the order of exponents.
template <std::size_t Variables>
class SparsePolynomial {
 public:
  using Exponents = std::array<int, Variables>;
  using Terms = std::vector<std::pair<Exponents, Rational>>;

  SparsePolynomial() = default;
  SparsePolynomial(const Rational& constant) { add({}, constant); }  // NOLINT: a constant is one
  SparsePolynomial(int constant) : SparsePolynomial(Rational(constant)) {}  // NOLINT

  static SparsePolynomial variable(std::size_t index) {
    Exponents exponents{};
    exponents[index] = 1;
    SparsePolynomial result;
    result.add(exponents, Rational(1));
    return result;
  }

  const Terms& terms() const& { return terms_; }
  /// Of a temporary: the terms themselves, so that a loop may run over them.
  Terms terms() && { return std::move(terms_); }

  void add(const Exponents& exponents, const Rational& coefficient) {
    if (coefficient == 0) return;
    const auto before = [](const auto& term, const Exponents& other) { return term.first < other; };
    const auto at = std::lower_bound(terms_.begin(), terms_.end(), exponents, before);
    if (at == terms_.end() || at->first != exponents) {
      terms_.insert(at, {exponents, coefficient});
      return;
    }
    at->second += coefficient;
    if (at->second == 0) terms_.erase(at);
  }

  friend SparsePolynomial operator+(SparsePolynomial a, const SparsePolynomial& b) {
    for (const auto& [exponents, coefficient] : b.terms_) a.add(exponents, coefficient);
    return a;
  }
  friend SparsePolynomial operator-(SparsePolynomial a, const SparsePolynomial& b) {
    for (const auto& [exponents, coefficient] : b.terms_) a.add(exponents, Rational(-coefficient));
    return a;
  }
  friend SparsePolynomial operator*(const SparsePolynomial& a, const SparsePolynomial& b) {
    SparsePolynomial product;
    for (const auto& [left, x] : a.terms_) {
      for (const auto& [right, y] : b.terms_) {
        Exponents sum = left;
        for (std::size_t v = 0; v < Variables; ++v) sum[v] += right[v];
        product.add(sum, Rational(x * y));
      }
    }
    return product;
  }
  friend bool operator==(const SparsePolynomial&, const SparsePolynomial&) = default;

  SparsePolynomial derivative(std::size_t variable) const {
    SparsePolynomial result;
    for (const auto& [exponents, coefficient] : terms_) {
      Exponents lower = exponents;
      const int power = lower[variable]--;
      if (power > 0) result.add(lower, Rational(coefficient * power));
    }
    return result;
  }

 private:
  Terms terms_;
};

/// The value at a point, in any field that a Rational converts to.
template <class N, std::size_t Variables>
N value_at(const SparsePolynomial<Variables>& polynomial, const std::array<N, Variables>& at) {
  N sum(0);
  for (const auto& [exponents, coefficient] : polynomial.terms()) {
    N term(coefficient);
    for (std::size_t v = 0; v < Variables; ++v) {
      for (int k = 0; k < exponents[v]; ++k) term = term * at[v];
    }
    sum = sum + term;
  }
  return sum;
}

}  // namespace lemmascope::regression
