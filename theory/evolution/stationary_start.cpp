#include "theory/evolution/stationary_start.hpp"

#include <functional>

#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kMostTotal = 200;
constexpr int kLongest = 150;

WithLog plus(WithLog a, const WithLog& b) { return a += b; }
WithLog minus(const WithLog& a, const WithLog& b) {
  return {Rational(a.r0 - b.r0), Rational(a.r1 - b.r1)};
}

/// n! from 0 to `most`.
std::vector<Integer> factorials(int most) {
  std::vector<Integer> all{1};
  for (int n = 1; n <= most; ++n) all.push_back(Integer(all.back() * n));
  return all;
}

const std::vector<Integer>& factorial() {
  static const std::vector<Integer> all = factorials(2 * kMostTotal + 2);
  return all;
}

Integer choose(int n, int k) {
  return Integer(factorial()[n] / Integer(factorial()[k] * factorial()[n - k]));
}

/// The integral of u^i (1-u)^j over [0, 1].
Rational beta(int i, int j) {
  return Rational(Integer(factorial()[i] * factorial()[j]), factorial()[i + j + 1]);
}

/// The integral of u^n / (u + w): that of u^n ln(1 + 1/u), (ln 2 + int u^n / (1 + u)) / (n + 1).
WithLog first_power(int n) {
  WithLog tail{0, 1};  // int u^m / (1 + u), by u^m = u^(m-1) (1 + u) - u^(m-1)
  for (int m = 1; m <= n; ++m) tail = {Rational(Rational(1, m) - tail.r0), Rational(-tail.r1)};
  return {Rational(tail.r0 / (n + 1)), Rational((tail.r1 + 1) / (n + 1))};
}

/// 2^-800 times whole numbers on both sides of ln 2 = sum over n of 2 / ((2n + 1) 3^(2n + 1)).
struct LogOfTwo {
  Rational lower, upper;
};
const LogOfTwo& log_of_two() {
  static const LogOfTwo bounds = [] {
    constexpr unsigned kBits = 820;
    const Integer one = Integer(1) << kBits;
    Integer sum = 0, power = 3;
    int terms = 0;
    for (int n = 1; power < one; n += 2, power *= 9, ++terms) sum += 2 * one / (power * n);
    // Each term was rounded down by less than one; what is left out is below one as well.
    return LogOfTwo{Rational(sum, one), Rational(Integer(sum + terms + 1), one)};
  }();
  return bounds;
}

/// pi^2 / 6 = 3 sum 1 / (n^2 C(2n, n)), whose terms shrink by more than three.
Interval zeta_of_two() {
  Rational sum(0), term(0);
  for (int n = 1; n <= 100; ++n) {
    term = Rational(3, Integer(choose(2 * n, n) * n * n));
    sum += term;
  }
  return Interval::between(sum, Rational(sum + term));
}

/// A class of sequences from state 0 with its last token and counts.
struct Class {
  Exponents transitions;
  int last = 0;
  Integer sequences;

  int out(int to) const {
    if (last == 0) return to == 0 ? transitions.stays_0 : transitions.leaves_0;
    return to == 0 ? transitions.leaves_1 : transitions.stays_1;
  }
  int tokens(int state) const {
    return state == 0 ? transitions.stays_0 + transitions.leaves_1 + 1
                      : transitions.stays_1 + transitions.leaves_0;
  }
};

void each_class(int length, const std::function<void(const Class&)>& visit) {
  for (int forth = 0; forth < length; ++forth) {
    for (int back = std::max(0, forth - 1); back <= forth && forth + back < length; ++back) {
      const int rest = length - 1 - forth - back;
      for (int stays_0 = forth == 0 ? rest : 0; stays_0 <= rest; ++stays_0) {
        const int stays_1 = rest - stays_0;
        // stays_0 more tokens over back + 1 runs of state 0, stays_1 over forth runs of state 1.
        const Integer runs_1 = forth == 0 ? Integer(1) : choose(stays_1 + forth - 1, stays_1);
        visit({{stays_0, forth, back, stays_1},
               forth == back ? 0 : 1,
               Integer(choose(stays_0 + back, back) * runs_1)});
      }
    }
  }
}

/// The exponents of pi_0 times the transitions times the step to j; the state 0 stands first.
Exponents with_step(const Class& of, int j) {
  Exponents e = of.transitions;
  ++e.leaves_1;  // pi_0 = w / (u + w)
  ++(of.last == 0 ? (j == 0 ? e.stays_0 : e.leaves_0) : (j == 0 ? e.leaves_1 : e.stays_1));
  return e;
}

/// Adds what a class gives: the probabilities of each next token with it, twice for the classes
/// that start in state 1.
void add_class(const Class& of, const WithLog (&next)[2], StationaryDivergences& total) {
  const Interval weight = Interval(Rational(2 * of.sequences));
  const Interval p[2] = {enclosed_closely(next[0]), enclosed_closely(next[1])};
  const int length = of.tokens(0) + of.tokens(1), out = of.out(0) + of.out(1);
  for (int j = 0; j < 2; ++j) {
    const Interval share = weight * p[j];
    total.unigram -= share * log(Interval(Rational(of.tokens(j) + 1, length + 2)));
    total.bigram -= share * log(Interval(Rational(of.out(j) + 1, out + 2)));
    total.bayes -= share * log(p[j] / (p[0] + p[1]));
  }
}

StationaryDivergences start_of_sums() {
  const Interval own = stationary_negentropy();
  return {own + log(Interval(2)), own, own, own};
}

Polynomial2 monomials(const Exponents& e) {
  // u = x, w = x y: (1-x)^a x^b (x y)^c (1 - x y)^d, by binomials.
  Polynomial2 f(static_cast<std::size_t>(e.stays_0 + e.leaves_0 + e.leaves_1 + e.stays_1) + 1);
  for (int i = 0; i <= e.stays_0; ++i) {
    for (int k = 0; k <= e.stays_1; ++k) {
      auto& row = f[static_cast<std::size_t>(i + e.leaves_0 + e.leaves_1 + k)];
      const auto y = static_cast<std::size_t>(e.leaves_1 + k);
      if (row.size() <= y) row.resize(y + 1, Rational(0));
      const Integer size = choose(e.stays_0, i) * choose(e.stays_1, k);
      row[y] += (i + k) % 2 == 0 ? Rational(size) : Rational(-size);
    }
  }
  return f;
}

/// Both halves of the square: square_integral has one more x than 1 / (u + w) leaves.
WithLog integral_by_polynomials(const Exponents& e) {
  const auto half = [](const Exponents& at) {
    Polynomial2 f = monomials(at);
    f.erase(f.begin());  // at.leaves_1 + at.leaves_0 >= 1: the first power of x is divided out
    return square_integral(f);
  };
  return plus(half(e), half({e.stays_1, e.leaves_1, e.leaves_0, e.stays_0}));
}

}  // namespace

SquareIntegrals::SquareIntegrals(int total) : total_(total) {
  require(total >= 1 && total <= kMostTotal, "expected exponents that sum to 1 to 200");
  // row[n] is the integral of u^n (1-w)^d / (u + w) for the present d.
  std::vector<WithLog> row;
  for (int n = 0; n <= total; ++n) row.push_back(first_power(n));
  for (int d = 0; d <= total; ++d) {
    std::vector<WithLog> differences(row.begin(), row.begin() + (total - d + 1)), of_d;
    // of_d[a]: u^(total-d-a) (1-u)^a, by (1-u)^(a+1) u^n = (1-u)^a u^n - (1-u)^a u^(n+1).
    for (int a = 0; a <= total - d; ++a) {
      of_d.push_back(differences.back());
      for (std::size_t n = 0; n + 1 < differences.size(); ++n) {
        differences[n] = minus(differences[n], differences[n + 1]);
      }
      differences.pop_back();
    }
    first_.push_back(std::move(of_d));
    // (1-w)^(d+1) = (1-w)^d (1 + u) - (1-w)^d (u + w).
    for (int n = 0; n + d < total; ++n) {
      row[n] = plus(row[n], row[n + 1]);
      row[n].r0 -= Rational(1, n + 1) * Rational(1, d + 1);
    }
  }
}

WithLog SquareIntegrals::at(const Exponents& e) const {
  require(e.stays_0 >= 0 && e.leaves_0 >= 0 && e.leaves_1 >= 0 && e.stays_1 >= 0 &&
              e.stays_0 + e.leaves_0 + e.leaves_1 + e.stays_1 == total_,
          "expected exponents that sum to the total");
  // (b, c + 1) = Beta(a, b) Beta(d, c) - (b + 1, c), from c = 0 on.
  WithLog value = first_[e.stays_1][e.stays_0];
  const int all = e.leaves_0 + e.leaves_1;
  for (int c = 0; c < e.leaves_1; ++c) {
    const Rational both = beta(all - c - 1, e.stays_0) * beta(c, e.stays_1);
    value = {Rational(both - value.r0), Rational(-value.r1)};
  }
  return value;
}

Interval enclosed_closely(const WithLog& value) {
  const LogOfTwo& two = log_of_two();
  const Rational a(value.r0 + value.r1 * two.lower), b(value.r0 + value.r1 * two.upper);
  return a < b ? Interval::between(a, b) : Interval::between(b, a);
}

Interval stationary_negentropy() {
  const Interval two = log(Interval(2));
  return Interval(Rational(2, 3)) * (two + two * two) - Interval(Rational(1, 6)) -
         Interval(Rational(2, 3)) * zeta_of_two();
}

StationaryDivergences stationary_divergences(int length) {
  require(length >= 1 && length <= kLongest, "expected a context of 1 to 150 tokens");
  const SquareIntegrals integrals(length + 1);
  StationaryDivergences total = start_of_sums();
  each_class(length, [&](const Class& of) {
    add_class(of, {integrals.at(with_step(of, 0)), integrals.at(with_step(of, 1))}, total);
  });
  return total;
}

StationaryDivergences stationary_divergences_by_enumeration(int length) {
  require(length >= 1 && length <= 20, "expected a context of 1 to 20 tokens");
  StationaryDivergences total = start_of_sums();
  for (unsigned code = 0; code < (1u << (length - 1)); ++code) {
    Class one{{}, 0, 1};
    for (int p = 0; p + 1 < length; ++p) {
      const int next = static_cast<int>(code >> p & 1u);
      ++(one.last == 0 ? (next == 0 ? one.transitions.stays_0 : one.transitions.leaves_0)
                       : (next == 0 ? one.transitions.leaves_1 : one.transitions.stays_1));
      one.last = next;
    }
    add_class(
        one,
        {integral_by_polynomials(with_step(one, 0)), integral_by_polynomials(with_step(one, 1))},
        total);
  }
  return total;
}

}  // namespace lemmascope::evolution
