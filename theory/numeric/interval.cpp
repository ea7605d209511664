// Interval arithmetic straight on MPFI: endpoints are always rounded outwards by the library.
#include "theory/numeric/interval.hpp"

#include <mpfi_io.h>

#include <cmath>
#include <ostream>

#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

mpfi_srcptr raw(const Interval& x) { return x.backend().backend().data(); }
mpfi_ptr raw(Interval::Backend& x) { return x.backend().data(); }
mpfr_srcptr left(const Interval& x) { return &raw(x)->left; }
mpfr_srcptr right(const Interval& x) { return &raw(x)->right; }

using UnaryFunction = int (*)(mpfi_ptr, mpfi_srcptr);

Interval apply(UnaryFunction function, const Interval& x) {
  Interval::Backend result;
  function(raw(result), raw(x));
  return Interval(std::move(result));
}

/// One decimal endpoint rounded in the direction of `rounding`.
std::string endpoint_text(mpfr_srcptr endpoint, int digits, mpfr_rnd_t rounding) {
  if (mpfr_zero_p(endpoint) != 0) return "0";  // MPFI's upper zero is -0
  char* text = nullptr;
  mpfr_asprintf(&text, "%.*R*g", digits, rounding, endpoint);
  std::string result = text;
  mpfr_free_str(text);
  return result;
}

}  // namespace

Interval::Interval(const Rational& value) { mpfi_set_q(raw(value_), value.backend().data()); }

Interval::Interval(std::string_view text) : Interval(parse_rational(text)) {}

Interval Interval::between(const Rational& lower, const Rational& upper) {
  if (lower > upper) {
    refuse(fmt::format("expected lower <= upper endpoints of an interval, found {} and {}",
                       lemmascope::to_text(lower), lemmascope::to_text(upper)));
  }
  Backend result;
  mpfi_interv_q(raw(result), lower.backend().data(), upper.backend().data());
  return Interval(std::move(result));
}

Interval Interval::exactly(double value) {
  if (!std::isfinite(value)) refuse(fmt::format("expected a finite double, found {}", value));
  Backend result;
  mpfi_set_d(raw(result), value);
  return Interval(std::move(result));
}

Real50 Interval::lower() const { return Real50(left(*this)); }
Real50 Interval::upper() const { return Real50(right(*this)); }

Real50 Interval::middle() const {
  Real50 result;
  mpfi_mid(result.backend().data(), raw(*this));
  return result;
}

Real50 Interval::radius() const {
  // Both distances rounded upwards: the midpoint itself is a rounded number.
  const Real50 centre = middle();
  Real50 below;
  Real50 above;
  mpfr_sub(below.backend().data(), centre.backend().data(), left(*this), MPFR_RNDU);
  mpfr_sub(above.backend().data(), right(*this), centre.backend().data(), MPFR_RNDU);
  return below < above ? above : below;
}

Interval& Interval::operator+=(const Interval& other) {
  mpfi_add(raw(value_), raw(*this), raw(other));
  return *this;
}

Interval& Interval::operator-=(const Interval& other) {
  mpfi_sub(raw(value_), raw(*this), raw(other));
  return *this;
}

Interval& Interval::operator*=(const Interval& other) {
  mpfi_mul(raw(value_), raw(*this), raw(other));
  return *this;
}

Interval& Interval::operator/=(const Interval& other) {
  if (mpfi_has_zero(raw(other)) != 0) {
    refuse("expected a divisor that excludes zero, found " + to_text(other));
  }
  mpfi_div(raw(value_), raw(*this), raw(other));
  return *this;
}

bool operator==(const Interval& a, const Interval& b) {
  return mpfr_equal_p(left(a), left(b)) != 0 && mpfr_equal_p(right(a), right(b)) != 0;
}

Interval exp(const Interval& x) { return apply(mpfi_exp, x); }

Interval log(const Interval& x) {
  if (mpfi_is_strictly_pos(raw(x)) <= 0) {
    refuse("expected the argument of log to be certainly positive, found " + to_text(x));
  }
  return apply(mpfi_log, x);
}

Interval sqrt(const Interval& x) {
  if (mpfi_is_nonneg(raw(x)) <= 0) {
    refuse("expected the argument of sqrt to be certainly non-negative, found " + to_text(x));
  }
  return apply(mpfi_sqrt, x);
}

Interval abs(const Interval& x) { return apply(mpfi_abs, x); }

Interval pow(const Interval& x, unsigned n) {
  if (n == 0) return Interval(1);
  // An even power depends on |x| only; an odd one is increasing. So the endpoints map to the
  // endpoints.
  const Interval base = n % 2 == 0 ? abs(x) : x;
  Interval::Backend result;
  mpfr_pow_ui(&raw(result)->left, left(base), n, MPFR_RNDD);
  mpfr_pow_ui(&raw(result)->right, right(base), n, MPFR_RNDU);
  return Interval(std::move(result));
}

bool certainly_less(const Interval& a, const Interval& b) {
  return mpfr_less_p(right(a), left(b)) != 0;
}

bool possibly_less(const Interval& a, const Interval& b) {
  return mpfr_less_p(left(a), right(b)) != 0;
}

bool contains(const Interval& a, const Rational& x) {
  return mpfi_nan_p(raw(a)) == 0 && mpfr_cmp_q(left(a), x.backend().data()) <= 0 &&
         mpfr_cmp_q(right(a), x.backend().data()) >= 0;
}

bool contains(const Interval& outer, const Interval& inner) {
  return mpfr_lessequal_p(left(outer), left(inner)) != 0 &&
         mpfr_lessequal_p(right(inner), right(outer)) != 0;
}

bool overlaps(const Interval& a, const Interval& b) {
  return mpfr_lessequal_p(left(a), right(b)) != 0 && mpfr_lessequal_p(left(b), right(a)) != 0;
}

std::string to_text(const Interval& x, int digits) {
  return fmt::format("[{}, {}]", endpoint_text(left(x), digits, MPFR_RNDD),
                     endpoint_text(right(x), digits, MPFR_RNDU));
}

std::ostream& operator<<(std::ostream& out, const Interval& x) { return out << to_text(x); }

}  // namespace lemmascope
