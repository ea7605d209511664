#include "theory/evolution/prior_mean.hpp"

#include <algorithm>

#include "theory/numeric/gauss_jacobi.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::evolution {
namespace {

constexpr int kLongest = 40;

Polynomial2 monomial(const Rational& coefficient, int x, int y) {
  Polynomial2 p(static_cast<std::size_t>(x) + 1);
  p.back().assign(static_cast<std::size_t>(y) + 1, Rational(0));
  p.back().back() = coefficient;
  return p;
}

Polynomial2 constant(const Rational& value) { return monomial(value, 0, 0); }

void add(Polynomial2& to, const Polynomial2& from, const Rational& factor) {
  if (to.size() < from.size()) to.resize(from.size());
  for (std::size_t p = 0; p < from.size(); ++p) {
    if (to[p].size() < from[p].size()) to[p].resize(from[p].size(), Rational(0));
    for (std::size_t q = 0; q < from[p].size(); ++q) to[p][q] += factor * from[p][q];
  }
}

Polynomial2 times(const Polynomial2& a, const Polynomial2& b) {
  Polynomial2 c(a.size() + b.size() - 1);
  for (std::size_t p = 0; p < a.size(); ++p) {
    for (std::size_t r = 0; r < b.size(); ++r) {
      if (a[p].empty() || b[r].empty()) continue;
      auto& row = c[p + r];
      if (row.size() < a[p].size() + b[r].size() - 1) {
        row.resize(a[p].size() + b[r].size() - 1, Rational(0));
      }
      for (std::size_t q = 0; q < a[p].size(); ++q) {
        if (a[p][q] == 0) continue;
        for (std::size_t s = 0; s < b[r].size(); ++s) row[q + s] += a[p][q] * b[r][s];
      }
    }
  }
  return c;
}

/// A matrix of two states, whose entries are polynomials.
struct States {
  Polynomial2 at[2][2];
};

States product_of(const States& a, const States& b) {
  States c;
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      c.at[i][j] = times(a.at[i][0], b.at[0][j]);
      add(c.at[i][j], times(a.at[i][1], b.at[1][j]), 1);
    }
  }
  return c;
}

States identity() { return {{{constant(1), constant(0)}, {constant(0), constant(1)}}}; }

/// P with probabilities to leave x and x y.
States half_of_the_square() {
  States p;
  p.at[0][0] = constant(1);
  add(p.at[0][0], monomial(1, 1, 0), -1);
  p.at[0][1] = monomial(1, 1, 0);
  p.at[1][0] = monomial(1, 1, 1);
  p.at[1][1] = constant(1);
  add(p.at[1][1], monomial(1, 1, 1), -1);
  return p;
}

std::vector<States> powers_up_to(int last) {
  std::vector<States> powers{identity()};
  const States p = half_of_the_square();
  for (int n = 1; n <= last; ++n) powers.push_back(product_of(powers.back(), p));
  return powers;
}

/// P_mi - 1/2.
Polynomial2 contrast(const States& p, int m, int i) {
  Polynomial2 c = p.at[m][i];
  add(c, constant(Rational(1, 2)), -1);
  return c;
}

/// (1 + y) pi_l.
Polynomial2 weight_of(int l) { return l == 0 ? monomial(1, 0, 1) : constant(1); }

}  // namespace

WithLog& WithLog::operator+=(const WithLog& other) {
  r0 += other.r0;
  r1 += other.r1;
  return *this;
}

Interval enclosed(const WithLog& value) {
  return Interval(value.r0) + Interval(value.r1) * log(Interval(2));
}

WithLog square_integral(const Polynomial2& f) {
  std::vector<Rational> g;  // the integral over x, a polynomial in y
  for (std::size_t p = 0; p < f.size(); ++p) {
    if (g.size() < f[p].size()) g.resize(f[p].size(), Rational(0));
    for (std::size_t q = 0; q < f[p].size(); ++q) g[q] += f[p][q] / static_cast<long>(p + 2);
  }
  // Division by 1 + y from the top: quotient coefficients integrate to themselves over q, and the
  // remainder is a multiple of ln 2.
  WithLog total;
  Rational carry(0);
  for (std::size_t q = g.size(); q-- > 1;) {
    carry = g[q] - carry;
    total.r0 += carry / static_cast<long>(q);
  }
  if (!g.empty()) total.r1 = g[0] - carry;
  return total;
}

std::vector<WithLog> prior_tensor(int length) {
  require(length >= 1 && length <= kLongest, "expected a length from 1 to 40");
  const auto powers = powers_up_to(std::max(1, length - 1));
  std::vector<WithLog> tensor(static_cast<std::size_t>(4 * length));
  for (int j = 1; j <= length; ++j) {
    States sums;
    for (int r = 0; r <= length - j; ++r) {
      for (int i = 0; i < 2; ++i) {
        for (int m = 0; m < 2; ++m) add(sums.at[i][m], powers[r].at[i][m], length - j + 1 - r);
      }
    }
    for (int m = 0; m < 2; ++m) {
      for (int l = 0; l < 2; ++l) {
        Polynomial2 sum;
        for (int i = 0; i < 2; ++i) {
          add(sum, times(times(contrast(powers[1], m, i), powers[j - 1].at[l][i]), sums.at[i][m]),
              Rational(1, length));
        }
        const WithLog half = square_integral(times(weight_of(l), sum));
        tensor[place_of(m, l, j, length)] += half;
        tensor[place_of(1 - m, 1 - l, j, length)] += half;
      }
    }
  }
  return tensor;
}

WithLog second_step_contrast(int lag) {
  require(lag >= 1 && lag <= kLongest, "expected a lag from 1 to 40");
  // pi_m^2 has (1 + y)^2 below: one factor is divided out of the numerator where it can be. Summed
  // over m it cannot, so the integral of g / (1 + y)^2 is taken with by parts: q(y) + r / (1 + y) +
  // s / (1 + y)^2 with r, s from the value and the slope of g at -1.
  const auto powers = powers_up_to(std::max(1, lag - 1));
  Polynomial2 sum;
  for (int m = 0; m < 2; ++m) {
    for (int i = 0; i < 2; ++i) {
      add(sum,
          times(times(weight_of(m), weight_of(m)),
                times(contrast(powers[1], m, i), powers[lag - 1].at[m][i])),
          2);
    }
  }
  std::vector<Rational> g;
  for (std::size_t p = 0; p < sum.size(); ++p) {
    if (g.size() < sum[p].size()) g.resize(sum[p].size(), Rational(0));
    for (std::size_t q = 0; q < sum[p].size(); ++q) g[q] += sum[p][q] / static_cast<long>(p + 2);
  }
  // Two divisions by 1 + y: coefficients of the first quotient, its remainder, and again.
  std::vector<Rational> quotient(g.size(), Rational(0));
  Rational carry(0);
  for (std::size_t q = g.size(); q-- > 1;) quotient[q - 1] = carry = g[q] - carry;
  const Rational at_pole = g[0] - carry;
  WithLog total{Rational(at_pole / 2), 0};  // the integral of 1 / (1 + y)^2 is one half
  carry = 0;
  for (std::size_t q = quotient.size(); q-- > 1;) {
    carry = quotient[q] - carry;
    total.r0 += carry / static_cast<long>(q);
  }
  total.r1 = quotient[0] - carry;
  return total;
}

template <Elementary N>
Tensor<N> prior_tensor_by_quadrature(int length, int points) {
  const auto in_x = gauss_jacobi<N>(points, Rational(1));
  const auto in_y = gauss_jacobi<N>(points, Rational(0));
  Tensor<N> mean(2, length);
  for (int i = 0; i < points; ++i) {
    for (int k = 0; k < points; ++k) {
      const N u = in_x.nodes[i], w = u * in_y.nodes[k];
      Matrix<N> rows(2, 2);
      rows(0, 0) = N(1) - u;
      rows(0, 1) = u;
      rows(1, 0) = w;
      rows(1, 1) = N(1) - w;
      const auto tensor = bilinear_tensor(markov::TransitionMatrix<N>(rows), length);
      const N weight = in_x.weights[i] * in_y.weights[k];
      for (int m = 0; m < 2; ++m) {
        for (int l = 0; l < 2; ++l) {
          for (int j = 1; j <= length; ++j) {
            mean(m, l, j) += weight * tensor(m, l, j);
            mean(1 - m, 1 - l, j) += weight * tensor(m, l, j);
          }
        }
      }
    }
  }
  return mean;
}

template Tensor<double> prior_tensor_by_quadrature(int, int);
template Tensor<Real50> prior_tensor_by_quadrature(int, int);

}  // namespace lemmascope::evolution
