// How each number type takes in a fraction and answers a comparison.
#include "theory/numeric/number.hpp"

#include "theory/numeric/instantiate.hpp"
#include "theory/numeric/range.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope {
namespace {

// What a double of this magnitude can no longer say.
[[noreturn]] void refuse_beyond_double(const Rational& value) {
  refuse("expected a number below 1.8e308 for double precision, found one of about " +
         Real50(value).str(3, std::ios_base::scientific));
}

}  // namespace

template <Field N>
bool is_finite(const N& value) {
  if constexpr (std::same_as<N, Rational>) {
    return true;
  } else if constexpr (std::same_as<N, Interval>) {
    const auto both = value.view();
    return mpfi_bounded_p(&both) != 0;
  } else {
    using std::isfinite;
    return isfinite(value);
  }
}

template <Field N>
N from_rational(const Rational& value) {
  if constexpr (std::same_as<N, double>) {
    const double nearest = to_double(value);
    if (!std::isfinite(nearest)) refuse_beyond_double(value);
    return nearest;
  } else if constexpr (std::same_as<N, Rational> || std::same_as<N, Interval>) {
    return value;
  } else {
    N result;
    mpfr_set_q(result.backend().data(), value.backend().data(), MPFR_RNDN);
    return result;
  }
}

template <Field N>
Truth less(const N& a, const N& b) {
  if (!is_finite(a) || !is_finite(b)) return Truth::unknown;
  if constexpr (std::same_as<N, Interval>) {
    if (certainly_less(a, b)) return Truth::yes;
    return possibly_less(a, b) ? Truth::unknown : Truth::no;
  } else {
    return truth(a < b);
  }
}

template <Field N>
Truth less_equal(const N& a, const N& b) {
  return !less(b, a);
}

template <Field N>
Truth equal(const N& a, const N& b) {
  if (!is_finite(a) || !is_finite(b)) return Truth::unknown;
  if constexpr (std::same_as<N, Interval>) {
    if (!overlaps(a, b)) return Truth::no;
    return a.lower() == a.upper() && a == b ? Truth::yes : Truth::unknown;
  } else {
    return truth(a == b);
  }
}

template <Field N>
N absolute(const N& a) {
  return abs(a);
}

template <Field N>
N maximum(const N& a, const N& b) {
  if constexpr (std::same_as<N, Interval>) {
    const auto x = a.view(), y = b.view();
    Real50 left, right;
    mpfr_max(left.backend().data(), &x.left, &y.left, MPFR_RNDD);
    mpfr_max(right.backend().data(), &x.right, &y.right, MPFR_RNDU);
    return Interval::with_endpoints(left.backend().data(), right.backend().data());
  } else {
    return a < b ? b : a;
  }
}

template <Elementary N>
bool has_moderate_exponential(const N& x) {
  if constexpr (std::same_as<N, double>) {
    return std::abs(x) <= 0x1p8;
  } else if constexpr (std::same_as<N, Interval>) {
    const Interval limit(1L << 20);
    return !possibly_less(limit, abs(x));
  } else {
    return abs(x) <= N(1L << 20);
  }
}

template <Elementary N>
N point_of(const N& x) {
  if constexpr (std::same_as<N, Interval>) {
    return Interval(x.middle());
  } else {
    return x;
  }
}

template <Elementary N>
N larger_point(const N& a, const N& b) {
  return less(a, b) == Truth::yes ? b : a;
}

#define LEMMASCOPE_INSTANTIATE(N)                   \
  template N from_rational<N>(const Rational&);     \
  template Truth less<N>(const N&, const N&);       \
  template Truth less_equal<N>(const N&, const N&); \
  template Truth equal<N>(const N&, const N&);      \
  template N absolute<N>(const N&);                 \
  template N maximum<N>(const N&, const N&);        \
  template bool is_finite<N>(const N&);
#define LEMMASCOPE_INSTANTIATE_ELEMENTARY(N)           \
  template bool has_moderate_exponential<N>(const N&); \
  template N point_of<N>(const N&);                    \
  template N larger_point<N>(const N&, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
LEMMASCOPE_ELEMENTARY(LEMMASCOPE_INSTANTIATE_ELEMENTARY)
#undef LEMMASCOPE_INSTANTIATE
#undef LEMMASCOPE_INSTANTIATE_ELEMENTARY

}  // namespace lemmascope
