// What Eigen must know of our number types. Written out here, not taken from
// boost/multiprecision/eigen.hpp: Boost 1.74 gives the smallest positive number as `lowest()`, lets
// `matrix * 0.1` compile for rationals with a binary 0.1, and knows nothing of intervals.
#pragma once

#include <Eigen/Core>
#include <limits>

#include "theory/numeric/interval.hpp"
#include "theory/numeric/rational.hpp"
#include "theory/numeric/real.hpp"

namespace Eigen {

/// Shared by all our types: real, signed, allocated on the heap, so never left uninitialised. The
/// costs are relative and only tell Eigen to evaluate nested products once.
template <class N>
struct LemmascopeTraits {
  using Real = N;
  using NonInteger = N;
  using Literal = N;
  using Nested = const N&;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 4,
    AddCost = 32,
    MulCost = 64
  };
};

/// Exact: nothing is negligible, so the precision Eigen asks for is zero.
template <>
struct NumTraits<lemmascope::Rational> : LemmascopeTraits<lemmascope::Rational> {
  static lemmascope::Rational epsilon() { return 0; }
  static lemmascope::Rational dummy_precision() { return 0; }
  static int digits10() { return 0; }
};

template <unsigned Digits>
struct NumTraits<lemmascope::Real<Digits>> : LemmascopeTraits<lemmascope::Real<Digits>> {
  using Number = lemmascope::Real<Digits>;
  static Number epsilon() { return std::numeric_limits<Number>::epsilon(); }
  static Number dummy_precision() { return 1000 * epsilon(); }
  static Number highest() { return (std::numeric_limits<Number>::max)(); }
  static Number lowest() { return -(std::numeric_limits<Number>::max)(); }
  static int digits10() { return std::numeric_limits<Number>::digits10; }
};

/// No epsilon, precision, highest or lowest: whatever in Eigen compares or orders does not compile.
template <>
struct NumTraits<lemmascope::Interval> : LemmascopeTraits<lemmascope::Interval> {
  static int digits10() { return 50; }  // read by Eigen's operator<< only
};

}  // namespace Eigen

namespace lemmascope {

/// The types that Eigen cannot pack into registers.
template <class N>
inline constexpr bool kIsUnpacked = false;
template <>
inline constexpr bool kIsUnpacked<Rational> = true;
template <>
inline constexpr bool kIsUnpacked<Interval> = true;
template <unsigned Digits>
inline constexpr bool kIsUnpacked<Real<Digits>> = true;

}  // namespace lemmascope

namespace Eigen::internal {

// Products of such types are taken entry by entry: Eigen's blocks save memory traffic that a number
// on the heap does not notice, and take seconds to compile in every source that multiplies.
template <class Lhs, class Rhs>
requires lemmascope::kIsUnpacked<typename Product<Lhs, Rhs>::Scalar>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemmProduct>
    : generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, LazyCoeffBasedProductMode> {
};
template <class Lhs, class Rhs>
requires lemmascope::kIsUnpacked<typename Product<Lhs, Rhs>::Scalar>
struct generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, GemvProduct>
    : generic_product_impl<Lhs, Rhs, DenseShape, DenseShape, LazyCoeffBasedProductMode> {
};

}  // namespace Eigen::internal
