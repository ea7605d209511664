// Interval arithmetic: both endpoints are correctly rounded outwards, by MPFR or, beyond sums,
// products and quotients, by MPFI.
#include "theory/numeric/interval.hpp"

#include <cmath>
#include <ostream>

#include "theory/numeric/require.hpp"

namespace lemmascope {

// What MPFR writes into: the digits have a place of their own, so that operands may be the result.
class Interval::Draft {
 public:
  Draft() : number_{kPrecision, 1, 0, endpoint_.digits.data()} {}
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  mpfr_ptr number() { return &number_; }
  // MPFI has no -0 on the left and no +0 on the right.
  const Endpoint& as_left() { return finished(0); }
  const Endpoint& as_right() { return finished(1); }

 private:
  const Endpoint& finished(int sign_of_zero) {
    if (mpfr_zero_p(&number_) != 0) mpfr_setsign(&number_, &number_, sign_of_zero, MPFR_RNDN);
    endpoint_.sign = number_._mpfr_sign;
    endpoint_.exponent = number_._mpfr_exp;
    return endpoint_;
  }

  Endpoint endpoint_;
  __mpfr_struct number_;
};

__mpfr_struct Interval::seen(const Endpoint& endpoint) {
  // MPFR takes what it reads and what it writes by one type.
  return {kPrecision, endpoint.sign, endpoint.exponent,
          const_cast<mp_limb_t*>(
              endpoint.digits.data())};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

__mpfi_struct Interval::view() const { return {seen(left_), seen(right_)}; }

Interval Interval::with_endpoints(mpfr_srcptr left, mpfr_srcptr right) {
  Interval result;
  Draft low, high;
  mpfr_set(low.number(), left, MPFR_RNDD);
  mpfr_set(high.number(), right, MPFR_RNDU);
  result.left_ = low.as_left();
  result.right_ = high.as_right();
  return result;
}

namespace {

// An MPFI number on the heap, for functions that MPFI alone has.
class Heap {
 public:
  Heap() { mpfi_init2(number_, Interval::kPrecision); }
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;
  ~Heap() { mpfi_clear(number_); }
  mpfi_ptr number() { return number_; }
  Interval interval() const { return Interval::with_endpoints(&number_->left, &number_->right); }

 private:
  mpfi_t number_;
};

using UnaryFunction = int (*)(mpfi_ptr, mpfi_srcptr);
using BinaryFunction = int (*)(mpfi_ptr, mpfi_srcptr, mpfi_srcptr);

Interval apply(UnaryFunction function, const Interval& x) {
  Heap result;
  const auto view = x.view();
  function(result.number(), &view);
  return result.interval();
}

Interval apply(BinaryFunction function, const __mpfi_struct& x, const __mpfi_struct& y) {
  Heap result;
  function(result.number(), &x, &y);
  return result.interval();
}

bool is_finite(mpfr_srcptr x) { return !mpfr_nan_p(x) && !mpfr_inf_p(x); }
bool are_finite(const __mpfi_struct& x) { return is_finite(&x.left) && is_finite(&x.right); }

// Where an interval lies: every point at least 0, at most 0, or neither.
enum class Side { above, below, both };
Side side_of(const __mpfi_struct& x) {
  if (mpfr_sgn(&x.left) >= 0) return Side::above;
  return mpfr_sgn(&x.right) <= 0 ? Side::below : Side::both;
}

// The endpoints of the operands whose product is an endpoint of the product.
struct Factors {
  mpfr_srcptr left_of_a, left_of_b, right_of_a, right_of_b;
};
Factors factors_of(const __mpfi_struct& a, Side side_a, const __mpfi_struct& b, Side side_b) {
  const mpfr_srcptr al = &a.left, ar = &a.right, bl = &b.left, br = &b.right;
  switch (side_a) {
    case Side::above:
      return {side_b == Side::above ? al : ar, bl, side_b == Side::below ? al : ar, br};
    case Side::below:
      return {side_b == Side::below ? ar : al, br, side_b == Side::above ? ar : al, bl};
    case Side::both:
      break;
  }
  return side_b == Side::above ? Factors{al, br, ar, br} : Factors{ar, bl, al, bl};
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

Interval::Interval() noexcept : Interval(0L) {}
Interval::Interval(int value) : Interval(static_cast<long>(value)) {}
Interval::Interval(long value) {
  Draft low, high;
  mpfr_set_si(low.number(), value, MPFR_RNDD);
  mpfr_set_si(high.number(), value, MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
}

Interval::Interval(const Rational& value) {
  Draft low, high;
  mpfr_set_q(low.number(), value.backend().data(), MPFR_RNDD);
  mpfr_set_q(high.number(), value.backend().data(), MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
}

Interval::Interval(const Real50& point)
    : Interval(with_endpoints(point.backend().data(), point.backend().data())) {}

Interval::Interval(std::string_view text) : Interval(parse_rational(text)) {}

Interval Interval::between(const Rational& lower, const Rational& upper) {
  if (lower > upper) {
    refuse(fmt::format("expected lower <= upper endpoints of an interval, found {} and {}",
                       lemmascope::to_text(lower), lemmascope::to_text(upper)));
  }
  Interval result;
  result.left_ = Interval(lower).left_;
  result.right_ = Interval(upper).right_;
  return result;
}

Interval Interval::exactly(double value) {
  if (!std::isfinite(value)) refuse(fmt::format("expected a finite double, found {}", value));
  Draft low, high;
  mpfr_set_d(low.number(), value, MPFR_RNDD);
  mpfr_set_d(high.number(), value, MPFR_RNDU);
  Interval result;
  result.left_ = low.as_left();
  result.right_ = high.as_right();
  return result;
}

Real50 Interval::lower() const {
  const auto left = seen(left_);
  return Real50(&left);
}
Real50 Interval::upper() const {
  const auto right = seen(right_);
  return Real50(&right);
}

Real50 Interval::middle() const {
  Real50 result;
  const auto both = view();
  mpfi_mid(result.backend().data(), &both);
  return result;
}

Real50 Interval::radius() const {
  // Both distances rounded upwards: the midpoint itself is a rounded number.
  const Real50 centre = middle();
  const auto both = view();
  Real50 below;
  Real50 above;
  mpfr_sub(below.backend().data(), centre.backend().data(), &both.left, MPFR_RNDU);
  mpfr_sub(above.backend().data(), &both.right, centre.backend().data(), MPFR_RNDU);
  return below < above ? above : below;
}

Interval Interval::operator-() const {
  Interval result(*this);
  std::swap(result.left_, result.right_);
  result.left_.sign = -result.left_.sign;
  result.right_.sign = -result.right_.sign;
  return result;
}

Interval& Interval::operator+=(const Interval& other) {
  const auto a = view(), b = other.view();
  Draft low, high;
  mpfr_add(low.number(), &a.left, &b.left, MPFR_RNDD);
  mpfr_add(high.number(), &a.right, &b.right, MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
  return *this;
}

Interval& Interval::operator-=(const Interval& other) {
  const auto a = view(), b = other.view();
  Draft low, high;
  mpfr_sub(low.number(), &a.left, &b.right, MPFR_RNDD);
  mpfr_sub(high.number(), &a.right, &b.left, MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
  return *this;
}

Interval& Interval::operator*=(const Interval& other) {
  const auto a = view(), b = other.view();
  if (!are_finite(a) || !are_finite(b)) return *this = apply(mpfi_mul, a, b);  // 0 times infinity
  const Side side_a = side_of(a), side_b = side_of(b);
  Draft low, high;
  if (side_a == Side::both && side_b == Side::both) {
    Draft other_low, other_high;
    mpfr_mul(low.number(), &a.left, &b.right, MPFR_RNDD);
    mpfr_mul(other_low.number(), &a.right, &b.left, MPFR_RNDD);
    mpfr_mul(high.number(), &a.left, &b.left, MPFR_RNDU);
    mpfr_mul(other_high.number(), &a.right, &b.right, MPFR_RNDU);
    const bool lower = mpfr_less_p(other_low.number(), low.number()) != 0;
    const bool higher = mpfr_greater_p(other_high.number(), high.number()) != 0;
    left_ = (lower ? other_low : low).as_left();
    right_ = (higher ? other_high : high).as_right();
    return *this;
  }
  const Factors of = factors_of(a, side_a, b, side_b);
  mpfr_mul(low.number(), of.left_of_a, of.left_of_b, MPFR_RNDD);
  mpfr_mul(high.number(), of.right_of_a, of.right_of_b, MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
  return *this;
}

Interval& Interval::operator/=(const Interval& other) {
  const auto a = view(), b = other.view();
  if (mpfi_has_zero(&b) != 0) {
    refuse("expected a divisor that excludes zero, found " + to_text(other));
  }
  if (!are_finite(a) || !are_finite(b)) return *this = apply(mpfi_div, a, b);
  const bool positive = mpfr_sgn(&b.left) > 0;
  const Side side = side_of(a);
  const mpfr_srcptr near = positive ? &b.left : &b.right;  // the divisor nearest to zero
  const mpfr_srcptr far = positive ? &b.right : &b.left;
  const mpfr_srcptr least = positive ? &a.left : &a.right;  // what gives the smallest quotient
  const mpfr_srcptr most = positive ? &a.right : &a.left;
  const bool least_is_positive = positive ? side == Side::above : side == Side::below;
  const bool most_is_negative = positive ? side == Side::below : side == Side::above;
  Draft low, high;
  mpfr_div(low.number(), least, least_is_positive ? far : near, MPFR_RNDD);
  mpfr_div(high.number(), most, most_is_negative ? far : near, MPFR_RNDU);
  left_ = low.as_left();
  right_ = high.as_right();
  return *this;
}

bool operator==(const Interval& a, const Interval& b) {
  const auto x = a.view(), y = b.view();
  return mpfr_equal_p(&x.left, &y.left) != 0 && mpfr_equal_p(&x.right, &y.right) != 0;
}

Interval exp(const Interval& x) { return apply(mpfi_exp, x); }

Interval log(const Interval& x) {
  const auto view = x.view();
  if (mpfi_is_strictly_pos(&view) <= 0) {
    refuse("expected the argument of log to be certainly positive, found " + to_text(x));
  }
  return apply(mpfi_log, x);
}

Interval sqrt(const Interval& x) {
  const auto view = x.view();
  if (mpfi_is_nonneg(&view) <= 0) {
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
  const auto view = base.view();
  Heap result;
  mpfr_pow_ui(&result.number()->left, &view.left, n, MPFR_RNDD);
  mpfr_pow_ui(&result.number()->right, &view.right, n, MPFR_RNDU);
  return result.interval();
}

bool certainly_less(const Interval& a, const Interval& b) {
  const auto x = a.view(), y = b.view();
  return mpfr_less_p(&x.right, &y.left) != 0;
}

bool possibly_less(const Interval& a, const Interval& b) {
  const auto x = a.view(), y = b.view();
  return mpfr_less_p(&x.left, &y.right) != 0;
}

bool contains(const Interval& a, const Rational& x) {
  const auto both = a.view();
  return mpfi_nan_p(&both) == 0 && mpfr_cmp_q(&both.left, x.backend().data()) <= 0 &&
         mpfr_cmp_q(&both.right, x.backend().data()) >= 0;
}

bool contains(const Interval& outer, const Interval& inner) {
  const auto x = outer.view(), y = inner.view();
  return mpfr_lessequal_p(&x.left, &y.left) != 0 && mpfr_lessequal_p(&y.right, &x.right) != 0;
}

bool overlaps(const Interval& a, const Interval& b) {
  const auto x = a.view(), y = b.view();
  return mpfr_lessequal_p(&x.left, &y.right) != 0 && mpfr_lessequal_p(&y.left, &x.right) != 0;
}

std::string to_text(const Interval& x, int digits) {
  const auto both = x.view();
  return fmt::format("[{}, {}]", endpoint_text(&both.left, digits, MPFR_RNDD),
                     endpoint_text(&both.right, digits, MPFR_RNDU));
}

std::ostream& operator<<(std::ostream& out, const Interval& x) { return out << to_text(x); }

}  // namespace lemmascope
