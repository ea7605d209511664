// How each number type takes in a fraction and answers a comparison.
#include "theory/numeric/number.hpp"

#include "theory/numeric/instantiate.hpp"

namespace lemmascope {
namespace {

/// Can the value not be compared, because it is not a number?
template <Field N>
bool is_nan(const N& value) {
  if constexpr (std::same_as<N, Rational>) {
    return false;
  } else if constexpr (std::same_as<N, Interval>) {
    return mpfi_nan_p(value.backend().backend().data()) != 0;
  } else {
    return value != value;
  }
}

}  // namespace

template <Field N>
N from_rational(const Rational& value) {
  if constexpr (std::same_as<N, double>) {
    return to_double(value);
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
  if (is_nan(a) || is_nan(b)) return Truth::unknown;
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
  if (is_nan(a) || is_nan(b)) return Truth::unknown;
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
    Interval::Backend result;
    auto* out = result.backend().data();
    const auto* x = a.backend().backend().data();
    const auto* y = b.backend().backend().data();
    mpfr_max(&out->left, &x->left, &y->left, MPFR_RNDD);
    mpfr_max(&out->right, &x->right, &y->right, MPFR_RNDU);
    return Interval(std::move(result));
  } else {
    return a < b ? b : a;
  }
}

#define LEMMASCOPE_INSTANTIATE(N)                   \
  template N from_rational<N>(const Rational&);     \
  template Truth less<N>(const N&, const N&);       \
  template Truth less_equal<N>(const N&, const N&); \
  template Truth equal<N>(const N&, const N&);      \
  template N absolute<N>(const N&);                 \
  template N maximum<N>(const N&, const N&);
LEMMASCOPE_FIELDS(LEMMASCOPE_INSTANTIATE)
#undef LEMMASCOPE_INSTANTIATE

}  // namespace lemmascope
