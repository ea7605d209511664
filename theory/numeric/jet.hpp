// Second-order forward differentiation in two variables: a value with its gradient and Hessian.
//
// For two-parameter optima: Newton's method needs the derivatives as numbers, a certificate needs
// them as enclosures, and both come from the one formula of the loss.
#pragma once

#include <array>
#include <utility>

#include "theory/numeric/number.hpp"

namespace lemmascope {

/// The 2-jet of a function of (x, y) at a point. `hessian` is {f_xx, f_xy, f_yy}.
template <Field N>
struct Jet {
  N value{0};
  std::array<N, 2> gradient{N(0), N(0)};
  std::array<N, 3> hessian{N(0), N(0), N(0)};

  Jet() = default;
  Jet(int constant) : value(constant) {}           // NOLINT: exact constant
  Jet(N constant) : value(std::move(constant)) {}  // NOLINT: exact constant

  /// The coordinate function x (index 0) or y (index 1) at `at`.
  static Jet variable(N at, int index) {
    Jet jet(std::move(at));
    jet.gradient[index] = N(1);
    return jet;
  }

  friend Jet operator+(Jet a, const Jet& b) {
    a.value += b.value;
    for (int i = 0; i < 2; ++i) a.gradient[i] += b.gradient[i];
    for (int i = 0; i < 3; ++i) a.hessian[i] += b.hessian[i];
    return a;
  }

  friend Jet operator-(Jet a) {
    a.value = -a.value;
    for (N& entry : a.gradient) entry = -entry;
    for (N& entry : a.hessian) entry = -entry;
    return a;
  }

  friend Jet operator-(const Jet& a, const Jet& b) { return a + (-b); }

  friend Jet operator*(const Jet& a, const Jet& b) {
    Jet c(N(a.value * b.value));
    for (int i = 0; i < 2; ++i) {
      c.gradient[i] = a.gradient[i] * b.value + a.value * b.gradient[i];
    }
    for (int k = 0; k < 3; ++k) {
      const int i = k / 2;        // rows of f_xx, f_xy, f_yy
      const int j = (k + 1) / 2;  // and their columns
      c.hessian[k] = a.hessian[k] * b.value + a.value * b.hessian[k] +
                     a.gradient[i] * b.gradient[j] + a.gradient[j] * b.gradient[i];
    }
    return c;
  }

  friend Jet operator/(const Jet& a, const Jet& b) {
    const N inverse = N(1) / b.value;
    return a * b.composed(inverse, N(-(inverse * inverse)), N(N(2) * inverse * inverse * inverse));
  }

  friend Jet exp(const Jet& a) requires Elementary<N> {
    const N value = exp(a.value);
    return a.composed(value, value, value);
  }

  friend Jet log(const Jet& a) requires Elementary<N> {
    const N inverse = N(1) / a.value;
    return a.composed(log(a.value), inverse, N(-(inverse * inverse)));
  }

  /// phi(this) for an outer function with value `f` and derivatives `f1`, `f2` at this value.
  Jet composed(const N& f, const N& f1, const N& f2) const {
    Jet c(f);
    for (int i = 0; i < 2; ++i) c.gradient[i] = f1 * gradient[i];
    for (int k = 0; k < 3; ++k) {
      c.hessian[k] = f1 * hessian[k] + f2 * gradient[k / 2] * gradient[(k + 1) / 2];
    }
    return c;
  }
};

}  // namespace lemmascope
