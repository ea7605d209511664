// A few doubles that move together: one quadrature node in each.
#pragma once

#include "theory/causal/tilted_forest.hpp"

namespace lemmascope::causal {

/// The compiler's vector types, spelled out because g++ 12 drops the attribute when its size
/// depends on a template parameter.
template <int Count>
struct LaneVector;
template <>
struct LaneVector<4> {
  using Type [[gnu::vector_size(4 * sizeof(double))]] = double;
};
template <>
struct LaneVector<8> {
  using Type [[gnu::vector_size(8 * sizeof(double))]] = double;
};

/// A GCC vector of `Count` doubles, 4 or 8 (also understood by clang). The compiler lowers
/// it to whatever the machine has; every lane does the same IEEE operations in the same order
/// everywhere, provided the compiler may not contract a * b + c into a fused operation
/// (-ffp-contract=off on the sources that use it). The alignment is spelled out: without AVX-512
/// the compiler's own choice for the type is smaller than what its AVX-512 clones assume.
template <int Count>
struct alignas(Count * sizeof(double)) Lanes {
  static constexpr int kCount = Count;
  using Vector = typename LaneVector<Count>::Type;

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

  /// Lane by lane a / b, or zero where b is zero (see guarded_quotient).
  [[gnu::always_inline]] friend Lanes quotient_or_zero(const Lanes& a, const Lanes& b) {
    const Vector zero{};
    const Vector one = zero + 1.0;
    const auto positive = b.value > zero;
    const Vector divisor = positive ? b.value : one;
    return Lanes(positive ? a.value / divisor : zero);
  }

  /// start + lane 0 + lane 1 + ..., in that order.
  double added_to(double start) const {
    for (int lane = 0; lane < kCount; ++lane) start += value[lane];
    return start;
  }
};

}  // namespace lemmascope::causal
