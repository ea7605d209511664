// The gradient in the tokens for Gaussian tokens.
#include "properties/signal/gaussian_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "properties/signal/wishart_moments.hpp"

namespace lemmascope::signal {
namespace {

// sigma^6 d_v / n^2 = 1 / (d^2 n^2); past the scores d d_v / d = d.
Rational of_moments(const GaussianTokens& at, const WickMoments& moments) {
  const Rational n(at.tokens), d(at.width);
  return ((n * d + 2) * moments.squared_scatter + d * moments.trace_times_norm) / (d * d * n * n) +
         d;
}

Sides by_wick(const GaussianTokens& at) {
  return {{gaussian_input_gradient(at), of_moments(at, wick_moments(at))}};
}

// Other route: both terms collected over the common factor (1 - rho) (n - 1) / (d n^2).
Sides by_wishart(const GaussianTokens& at) {
  const Rational n(at.tokens), d(at.width), s = 1 - at.correlation;
  const Rational collected =
      s * (n - 1) / (d * n * n) * ((n * d + 2) * s * (n + d) + d * (n * d + 2 * s)) + d;
  return {{collected, of_moments(at, moments_by_wishart(at))}};
}

// Wrong: |X|^2 and tr C taken for uncorrelated.
Sides uncorrelated(const GaussianTokens& at) {
  WickMoments moments = wick_moments(at);
  const Rational n(at.tokens), d(at.width);
  moments.trace_times_norm = (1 - at.correlation) * (n - 1) * d * n * d;
  return {{gaussian_input_gradient(at), of_moments(at, moments)}};
}

}  // namespace

claim::Claim gaussian_input_gradient_claim() {
  return claim::ClaimAbout<GaussianTokens>("signal/gaussian-input-gradient")
      .states(
          "For Gaussian tokens the expected gradient in the tokens follows from E|C|^2 = (1-rho)^2 "
          "(n-1) d (n+d) and E(tr C |X|^2) = (1-rho)(n-1) d (nd + 2(1-rho)).")
      .latex(R"(\frac{(1-\rho)(n-1)}{d\,n^2}\big[(nd+2)(1-\rho)(n+d)+d(nd+2(1-\rho))\big]+d)")
      .from({kPaper, kGradients})
      .formally("As for the query gradient, monomials of degree four.")
      .differs("not in the paper as far as it was read")
      .uses({"signal/input-gradient-has-two-routes"})
      .tagged({"signal", "gaussian"})
      .over(small_gaussian_tokens())
      .mathematics({"theory/signal/gaussian_tokens.hpp: gaussian_input_gradient",
                    "theory/signal/gaussian_tokens.hpp: wick_moments"})
      .tested_by({"tests/theory/signal/gaussian_tokens_test.cpp: "
                  "WickMoments.AreThoseOfAWishartMatrix"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_wick))
      .confirmed_by("moments of a Wishart matrix and of chi-square variables",
                    domain::equal_at_each(by_wishart))
      .twin("trace and norm are uncorrelated", domain::equal_at_each(uncorrelated))
      .example({3, 2, Rational(1, 2)});
}

}  // namespace lemmascope::signal
