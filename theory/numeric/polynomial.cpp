#include "theory/numeric/polynomial.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

void trim(Polynomial& polynomial) {
  while (!polynomial.empty() && polynomial.back() == 0) polynomial.pop_back();
}

Polynomial derivative(const Polynomial& polynomial) {
  Polynomial result;
  for (std::size_t k = 1; k < polynomial.size(); ++k) {
    result.push_back(polynomial[k] * static_cast<long>(k));
  }
  return result;
}

/// The remainder of dividend / divisor; the divisor is trimmed and not zero.
Polynomial remainder(Polynomial dividend, const Polynomial& divisor) {
  trim(dividend);
  while (dividend.size() >= divisor.size()) {
    const Rational factor = dividend.back() / divisor.back();
    const std::size_t shift = dividend.size() - divisor.size();
    for (std::size_t k = 0; k < divisor.size(); ++k) dividend[k + shift] -= factor * divisor[k];
    dividend.pop_back();
    trim(dividend);
  }
  return dividend;
}

/// p, p', and the negated remainders: sign changes at a minus those at b count the distinct roots
/// in (a, b].
std::vector<Polynomial> sturm_chain(const Polynomial& polynomial) {
  std::vector<Polynomial> chain{polynomial, derivative(polynomial)};
  while (!chain.back().empty()) {
    Polynomial next = remainder(chain[chain.size() - 2], chain.back());
    for (Rational& coefficient : next) coefficient = -coefficient;
    chain.push_back(std::move(next));
  }
  chain.pop_back();
  return chain;
}

int sign_changes(const std::vector<Polynomial>& chain, const Rational& x) {
  int changes = 0;
  int last = 0;
  for (const Polynomial& polynomial : chain) {
    const int sign = evaluate(polynomial, x).sign();
    if (sign == 0) continue;
    if (last != 0 && sign != last) ++changes;
    last = sign;
  }
  return changes;
}

/// Cauchy's bound on the absolute value of every root.
Rational root_bound(const Polynomial& polynomial) {
  Rational largest = 0;
  for (const Rational& coefficient : polynomial) {
    largest = std::max(largest, Rational(abs(coefficient / polynomial.back())));
  }
  // Rounded up to an integer, so that every end of a bisection is a dyadic fraction.
  return Rational(Integer(numerator(largest) / denominator(largest)) + 2);
}

bool changes_sign(const Polynomial& polynomial, const Rational& lower, const Rational& upper) {
  return evaluate(polynomial, lower).sign() * evaluate(polynomial, upper).sign() < 0;
}

/// Bisects the interval of a single root down to `width` by the polynomial's sign alone.
std::pair<Rational, Rational> narrowed(const Polynomial& polynomial, Rational lower, Rational upper,
                                       const Rational& width) {
  const int sign_above = evaluate(polynomial, upper).sign();
  while (upper - lower > width) {
    const Rational middle = (lower + upper) / 2;
    const int sign = evaluate(polynomial, middle).sign();
    (sign == sign_above || sign == 0 ? upper : lower) = middle;
    if (sign == 0) return {std::max(lower, Rational(upper - width)), upper};
  }
  return {lower, upper};
}

}  // namespace

Rational evaluate(const Polynomial& polynomial, const Rational& x) {
  Rational value = 0;
  for (std::size_t k = polynomial.size(); k-- > 0;) value = value * x + polynomial[k];
  return value;
}

Polynomial interpolate(const std::vector<std::pair<Rational, Rational>>& samples) {
  require(!samples.empty(), "interpolation needs at least one sample");
  // Newton's form: add c (x - x_0) ... (x - x_{k-1}) so that the k-th sample is met.
  Polynomial result(samples.size(), Rational(0));
  Polynomial basis{Rational(1)};
  for (const auto& [x, y] : samples) {
    const Rational at_x = evaluate(basis, x);
    require(at_x != 0, "interpolation needs distinct points; found one twice");
    const Rational factor = (y - evaluate(result, x)) / at_x;
    for (std::size_t k = 0; k < basis.size(); ++k) result[k] += factor * basis[k];
    basis.insert(basis.begin(), Rational(0));
    for (std::size_t k = 0; k + 1 < basis.size(); ++k) basis[k] -= x * basis[k + 1];
  }
  return result;
}

std::vector<std::pair<Rational, Rational>> positive_roots(const Polynomial& polynomial,
                                                          const Rational& width) {
  require(width > 0, "root isolation needs a positive width");
  Polynomial trimmed = polynomial;
  trim(trimmed);
  std::vector<std::pair<Rational, Rational>> isolated;
  if (trimmed.size() <= 1) return isolated;
  // A root at zero would spoil the count on (0, bound]; it is not positive, so divide it out.
  while (trimmed.front() == 0) trimmed.erase(trimmed.begin());
  const auto chain = sturm_chain(trimmed);
  std::vector<std::pair<Rational, Rational>> open{{Rational(0), root_bound(trimmed)}};
  while (!open.empty()) {
    const auto [lower, upper] = open.back();
    open.pop_back();
    const int roots = sign_changes(chain, lower) - sign_changes(chain, upper);
    if (roots == 0) continue;
    if (roots == 1 && (upper - lower <= width || changes_sign(trimmed, lower, upper))) {
      isolated.push_back(narrowed(trimmed, lower, upper, width));
      continue;
    }
    const Rational middle = (lower + upper) / 2;
    open.emplace_back(middle, upper);
    open.emplace_back(lower, middle);
  }
  return isolated;
}

}  // namespace lemmascope
