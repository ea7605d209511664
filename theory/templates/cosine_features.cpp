#include "theory/templates/cosine_features.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kCosineTerms = 60;  // 8^120 / 120! < 10^-90
constexpr int kMehlerTerms = 80;  // 8^80 / 80! < 10^-46, of terms that fall tenfold each

}  // namespace

Interval cosine(const Rational& x) {
  require(abs(x) <= 8, "expected an angle of at most 8");
  Rational sum(0), term(1);
  for (int n = 0; n < kCosineTerms; ++n) {
    sum += term;
    term *= -x * x / ((2 * n + 1) * (2 * n + 2));
  }
  // Terms fall and alternate from here on, so the rest is below the next one.
  const Rational rest = abs(term);
  return Interval::between(Rational(sum - rest), Rational(sum + rest));
}

Interval cosine_kernel(const CosineFeature& feature, const Interval& own_first,
                       const Interval& own_second, const Interval& mixed) {
  const Interval square(Rational(feature.scale * feature.scale));
  const Interval damping = exp(-square * (own_first + own_second) / Interval(2));
  const Interval turned = cosine(Rational(2 * feature.phase)) * exp(-square * mixed);
  return damping * (exp(square * mixed) + turned) / Interval(2);
}

Interval cosine_kernel_by_series(const CosineFeature& feature, const Interval& own_first,
                                 const Interval& own_second, const Interval& mixed) {
  const Interval square(Rational(feature.scale * feature.scale));
  const Interval ratio = square * mixed;
  require(certainly_less(abs(ratio), Interval(Rational(801, 100))),
          "expected a kernel of at most 8");
  // E cos^(n)(b_1 u + b_2) = b_1^n e^{-b_1^2 k / 2} times cos b_2, -sin b_2, -cos b_2, sin b_2, ...
  const Interval even = pow(cosine(feature.phase), 2), odd = Interval(1) - even;
  const Interval damping =
      exp(-square * own_first / Interval(2)) * exp(-square * own_second / Interval(2));
  Interval sum(0), term(1);
  for (int n = 0; n < kMehlerTerms; ++n) {
    sum += term * (n % 2 == 0 ? even : odd);
    term = term * ratio / Interval(n + 1);
  }
  // Each further term is below a tenth of the one before: 8.01 / 81.
  const Interval rest = abs(term) * Interval(Rational(10, 9));
  const Rational radius = static_cast<Rational>(rest.upper());
  return damping * (sum + Interval::between(Rational(-radius), radius));
}

}  // namespace lemmascope::templates
