// The closed list of number types, what each may do, and how each answers a comparison.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <concepts>

#include "theory/numeric/eigen_traits.hpp"
#include "theory/numeric/interval.hpp"
#include "theory/numeric/rational.hpp"
#include "theory/numeric/real.hpp"
#include "theory/numeric/truth.hpp"

namespace lemmascope {

// Without these, the functions of Interval would hide those of double inside this namespace.
using std::abs;
using std::exp;
using std::log;
using std::pow;
using std::sqrt;

/// + - * / with exact constants: Rational, double, Real50/100/200, Interval.
template <class N>
concept Field = requires(N a, N b) {
  { a + b } -> std::convertible_to<N>;
  { a - b } -> std::convertible_to<N>;
  { a* b } -> std::convertible_to<N>;
  { a / b } -> std::convertible_to<N>;
  N(1);
};

/// A field with exp, log and sqrt. Rational is not one: its users cannot call log by accident.
template <class N>
concept Elementary = Field<N> && !std::same_as<N, Rational> && requires(N a) {
  exp(a);
  log(a);
  sqrt(a);
};

template <Field N>
using Matrix = Eigen::Matrix<N, Eigen::Dynamic, Eigen::Dynamic>;
template <Field N>
using Vector = Eigen::Matrix<N, Eigen::Dynamic, 1>;

/// The number nearest to (or the tightest enclosure of) a fraction in type N.
template <Field N>
N from_rational(const Rational& value);

/// Comparison answered in the way the number type can: exactly for Rational, by the sign of rounded
/// values for double and Real (evidence `precise` at most), three-valued for Interval.
template <Field N>
Truth less(const N& a, const N& b);
template <Field N>
Truth less_equal(const N& a, const N& b);
/// Equality of values. For Interval: `no` if disjoint, `yes` only for equal point intervals.
template <Field N>
Truth equal(const N& a, const N& b);

/// |a|.
template <Field N>
N absolute(const N& a);
/// The larger of two numbers; for Interval the enclosure of every possible larger one (std::max
/// does not compile for it).
template <Field N>
N maximum(const N& a, const N& b);

}  // namespace lemmascope
