// Rigorous intervals: MPFI's, held in the object itself, in which every question is three-valued.
//
// The endpoints are MPFR numbers whose digits lie in the object: half of the time of an MPFI number
// that lies on the heap went into the heap. Sums, products and quotients are done here, the rest by
// MPFI, with the same bits.
//
// Why a class of our own: `<` on overlapping Boost mpfi numbers ends the process, and Eigen's
// maxCoeff and pivoting call it. Here ordering is deleted, so such code does not compile, while
// Eigen's sums and products still work. Converting from `double` is deleted too: 0.1 is not one
// tenth.
#pragma once

#include <mpfi.h>

#include <array>
#include <iosfwd>
#include <string>
#include <string_view>

#include "theory/numeric/rational.hpp"
#include "theory/numeric/real.hpp"
#include "theory/numeric/truth.hpp"

namespace lemmascope {

/// A closed interval with 50-digit endpoints rounded outwards: every operation returns a set that
/// contains the exact result for every choice of points in its operands.
class Interval {
 public:
  /// 50 decimal digits, as in Real50.
  static constexpr mpfr_prec_t kPrecision = 168;

  Interval() noexcept;                       // zero
  Interval(int value);                       // NOLINT: exact, needed by Eigen's Scalar(0)
  Interval(long value);                      // NOLINT: exact
  Interval(const Rational& value);           // NOLINT: tightest enclosure of a fraction
  explicit Interval(const Real50& point);    // exact
  explicit Interval(std::string_view text);  // parse_rational, then enclose
  Interval(double) = delete;                 // 0.1 is not one tenth
  Interval(float) = delete;
  Interval(long double) = delete;

  /// The smallest representable interval holding [lower, upper]. Requires lower <= upper.
  static Interval between(const Rational& lower, const Rational& upper);
  /// The interval holding exactly this double, for measured data.
  static Interval exactly(double value);

  Real50 lower() const;
  Real50 upper() const;
  Real50 middle() const;
  /// Upper bound on the distance from `middle()` to an endpoint.
  Real50 radius() const;
  /// Both endpoints as MPFR and MPFI read them, valid as long as the interval is.
  __mpfi_struct view() const;
  /// The interval with these endpoints. Requires left <= right or a NaN.
  static Interval with_endpoints(mpfr_srcptr left, mpfr_srcptr right);

  Interval& operator+=(const Interval& other);
  Interval& operator-=(const Interval& other);
  Interval& operator*=(const Interval& other);
  /// Throws PreconditionError when the divisor contains zero.
  Interval& operator/=(const Interval& other);
  Interval operator-() const;

  friend Interval operator+(Interval a, const Interval& b) { return a += b; }
  friend Interval operator-(Interval a, const Interval& b) { return a -= b; }
  friend Interval operator*(Interval a, const Interval& b) { return a *= b; }
  friend Interval operator/(Interval a, const Interval& b) { return a /= b; }

  /// Structural: the same endpoints. Not a statement about the numbers inside.
  friend bool operator==(const Interval& a, const Interval& b);

  friend bool operator<(const Interval&, const Interval&) = delete;
  friend bool operator>(const Interval&, const Interval&) = delete;
  friend bool operator<=(const Interval&, const Interval&) = delete;
  friend bool operator>=(const Interval&, const Interval&) = delete;

 private:
  /// An MPFR number without the address of its digits, so that it may be copied.
  struct Endpoint {
    mpfr_sign_t sign;
    mpfr_exp_t exponent;
    std::array<mp_limb_t, (kPrecision + 63) / 64> digits;
  };
  class Draft;  // an endpoint that MPFR writes
  static __mpfr_struct seen(const Endpoint& endpoint);

  Endpoint left_, right_;
};

Interval exp(const Interval& x);
/// Throws PreconditionError unless x is certainly positive.
Interval log(const Interval& x);
/// Throws PreconditionError unless x is certainly non-negative.
Interval sqrt(const Interval& x);
Interval abs(const Interval& x);
/// x^n for n >= 0 from the endpoints (tighter than repeated products for even n). 0^0 = 1.
Interval pow(const Interval& x, unsigned n);

// A fraction converts to Interval, so without these log(Rational(2)) would quietly become an
// enclosure.
Interval exp(const Rational&) = delete;
Interval log(const Rational&) = delete;
Interval sqrt(const Rational&) = delete;
Interval pow(const Rational&, unsigned) = delete;

/// Every a is below every b.
bool certainly_less(const Interval& a, const Interval& b);
/// Some a is below some b.
bool possibly_less(const Interval& a, const Interval& b);
bool contains(const Interval& a, const Rational& x);
bool contains(const Interval& outer, const Interval& inner);
bool overlaps(const Interval& a, const Interval& b);

/// "[1.23456, 1.23457]" with `digits` digits, endpoints rounded outwards.
std::string to_text(const Interval& x, int digits = 12);
std::ostream& operator<<(std::ostream& out, const Interval& x);

}  // namespace lemmascope
