// Eight doubles that move together: one quadrature node in each.
#pragma once

#include "theory/causal/tilted_forest.hpp"

namespace lemmascope::causal {

/// A GCC vector of eight doubles (also understood by clang). The compiler lowers it to whatever the
/// machine has; every lane does the same IEEE operations in the same order everywhere, provided the
/// compiler may not contract a * b + c into a fused operation (-ffp-contract=off on the sources
/// that use it).
/// The alignment is spelled out: without AVX-512 the compiler's own choice for the type is 16
/// bytes, while its AVX-512 clones assume 64.
struct alignas(64) Lanes {
  static constexpr int kCount = 8;
  using Vector [[gnu::vector_size(64)]] = double;

  Vector value;

  Lanes() = default;
  [[gnu::always_inline]] explicit Lanes(Vector v) : value(v) {}
  [[gnu::always_inline]] explicit Lanes(double x) : value(Vector{} + x) {}
  [[gnu::always_inline]] explicit Lanes(int x) : Lanes(static_cast<double>(x)) {}

  [[gnu::always_inline]] Lanes& operator+=(const Lanes& b) {
    value += b.value;
    return *this;
  }
  [[gnu::always_inline]] friend Lanes operator+(const Lanes& a, const Lanes& b) {
    return Lanes(a.value + b.value);
  }
  [[gnu::always_inline]] friend Lanes operator-(const Lanes& a, const Lanes& b) {
    return Lanes(a.value - b.value);
  }
  [[gnu::always_inline]] friend Lanes operator*(const Lanes& a, const Lanes& b) {
    return Lanes(a.value * b.value);
  }
  [[gnu::always_inline]] friend Lanes operator*(const Lanes& a, double b) {
    return Lanes(a.value * b);
  }

  /// The lanes added from the first to the last.
  double sum() const {
    double total = 0;
    for (int lane = 0; lane < kCount; ++lane) total += value[lane];
    return total;
  }
};

/// Lane by lane a / b, or zero where b is zero (see the general template).
template <>
[[gnu::always_inline]] inline Lanes guarded_quotient<Lanes>(const Lanes& a, const Lanes& b) {
  const Lanes::Vector zero{};
  const Lanes::Vector one = zero + 1.0;
  const auto positive = b.value > zero;
  const Lanes::Vector divisor = positive ? b.value : one;
  return Lanes(positive ? a.value / divisor : zero);
}

}  // namespace lemmascope::causal
