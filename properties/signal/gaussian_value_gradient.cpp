// The value gradient for Gaussian tokens.
#include "properties/signal/gaussian_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "properties/signal/wishart_moments.hpp"

namespace lemmascope::signal {
namespace {

// n d_v E |mean|^2 with d_v = d.
Sides by_wick(const GaussianTokens& at) {
  return {{gaussian_value_gradient(at), Rational(wick_squared_mean(at) * at.tokens * at.width)}};
}

Sides by_wishart(const GaussianTokens& at) {
  const Rational n(at.tokens), d(at.width);
  return {{Rational(d * d * (1 - at.correlation) + d * d * n * at.correlation),
           Rational(moments_by_wishart(at).squared_mean * n * d)}};
}

// Wrong: n in place of n - 1.
Sides one_token_more(const GaussianTokens& at) {
  return {{Rational(Rational(at.width) * at.width * (1 + at.correlation * at.tokens)),
           Rational(wick_squared_mean(at) * at.tokens * at.width)}};
}

}  // namespace

claim::Claim gaussian_value_gradient_claim() {
  return claim::ClaimAbout<GaussianTokens>("signal/gaussian-value-gradient")
      .states("For Gaussian tokens of correlation rho the value gradient is d^2 (1 + rho (n - 1)).")
      .latex(R"(\mathbb E\|\partial S/\partial W^V\|_F^2=d^2(1+\rho(n-1)))")
      .from({kPaper, "gradients for Gaussian tokens"})
      .formally("Entries of unit variance, d_v = d_k = d, weights of variance 1/d; every pairing.")
      .differs("none")
      .uncertain(kNotRead)
      .uses({"signal/value-gradient-is-the-mean-token"})
      .tagged({"signal", "gaussian"})
      .over(small_gaussian_tokens())
      .mathematics({"theory/signal/gaussian_tokens.hpp: gaussian_value_gradient",
                    "theory/signal/gaussian_tokens.hpp: wick_squared_mean"})
      .tested_by({"tests/theory/signal/gaussian_tokens_test.cpp: "
                  "GaussianGradients.GiveTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_wick))
      .confirmed_by("the variance of the mean token", domain::equal_at_each(by_wishart))
      .twin("1 + rho n", domain::equal_at_each(one_token_more))
      .example({3, 2, Rational(1, 2)});
}

}  // namespace lemmascope::signal
