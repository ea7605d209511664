// Means over chains of two states with uniform a and b (arXiv 2402.11004): rational numbers and
// rational multiples of ln 2, exactly, at every length.
#pragma once

#include "theory/evolution/bilinear_tensor.hpp"

namespace lemmascope::evolution {

/// r0 + r1 ln 2.
struct WithLog {
  Rational r0{0}, r1{0};

  friend bool operator==(const WithLog&, const WithLog&) = default;
  WithLog& operator+=(const WithLog& other);
};
Interval enclosed(const WithLog& value);

/// A polynomial in x and y: entry [p][q] is the coefficient of x^p y^q.
using Polynomial2 = std::vector<std::vector<Rational>>;

/// The integral of x f(x, y) / (1 + y) over the unit square.
WithLog square_integral(const Polynomial2& f);

/// E T[m,l,j]. With probabilities to leave u = 1 - a and w = 1 - b the half where w <= u is u = x,
/// w = x y, so that pi = (y, 1) / (1 + y) and powers of P are polynomials; the other half is the
/// same with the states exchanged. Throws PreconditionError unless the length is from 1 to 40.
std::vector<WithLog> prior_tensor(int length);
/// The place of T[m,l,j] in that list.
inline std::size_t place_of(int m, int l, int j, int length) {
  return static_cast<std::size_t>((m * 2 + l) * length + (j - 1));
}

/// e_j = E sum_m pi_m^2 sum_i (P_mi - 1/2) (P^(j-1))_mi: what decides between lags in the second
/// step.
WithLog second_step_contrast(int lag);

/// The same by Gauss' rule of `points` points each way over each half: exact in x from length / 2 +
/// 2 points on, and in y but for the pole at -1, which costs 1.5 digits a point.
template <Elementary N>
Tensor<N> prior_tensor_by_quadrature(int length, int points);

}  // namespace lemmascope::evolution
