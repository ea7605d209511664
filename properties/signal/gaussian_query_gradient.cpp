// The query gradient for Gaussian tokens, exactly.
#include "properties/signal/gaussian_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "properties/signal/wishart_moments.hpp"

namespace lemmascope::signal {
namespace {

// sigma_v^2 sigma_k^2 d_v / n^2 = 1 / (d n^2).
Rational of_moments(const GaussianTokens& at, const WickMoments& moments) {
  return moments.norm_times_scatter / (Rational(at.width) * at.tokens * at.tokens);
}

Sides by_wick(const GaussianTokens& at) {
  return {{gaussian_query_gradient(at), of_moments(at, wick_moments(at))}};
}

Sides by_wishart(const GaussianTokens& at) {
  return {{Rational(printed_gaussian_query_gradient(at) *
                    (1 + 4 * (1 - at.correlation) / (Rational(at.tokens) * at.width))),
           of_moments(at, moments_by_wishart(at))}};
}

// Wrong: 3 (1 - rho), not 4.
Sides three(const GaussianTokens& at) {
  return {{Rational(printed_gaussian_query_gradient(at) *
                    (1 + 3 * (1 - at.correlation) / (Rational(at.tokens) * at.width))),
           of_moments(at, wick_moments(at))}};
}

}  // namespace

claim::Claim gaussian_query_gradient_claim() {
  return claim::ClaimAbout<GaussianTokens>("signal/gaussian-query-gradient")
      .states(
          "For Gaussian tokens of correlation rho the expected query gradient is (n-1)/n^2 (n+d) "
          "(1-rho)^2 (nd + 4(1-rho)).")
      .latex(
          R"(\mathbb E\|\partial S/\partial W^Q\|_F^2=\frac{n-1}{n^2}(n+d)(1-\rho)^2(nd+4(1-\rho)))")
      .from({kPaper, "gradients for Gaussian tokens"})
      .formally(
          "The identity for fixed tokens averaged over them by Wick's theorem, every pairing of "
          "every monomial of degree six.")
      .differs(
          "larger than the paper's form by the factor 1 + 4 (1 - rho) / (n d), see "
          "signal/printed-gaussian-query-gradient")
      .uncertain(kNotRead)
      .uses({"signal/query-gradient-is-the-scatter"})
      .tagged({"signal", "gaussian"})
      .over(small_gaussian_tokens())
      .mathematics({"theory/signal/gaussian_tokens.hpp: gaussian_query_gradient",
                    "theory/signal/gaussian_tokens.hpp: wick_moments"})
      .tested_by({"tests/theory/signal/gaussian_tokens_test.cpp: "
                  "GaussianGradients.GiveTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_wick))
      .confirmed_by("moments of a Wishart matrix and of chi-square variables",
                    domain::equal_at_each(by_wishart))
      .twin("three times 1 - rho", domain::equal_at_each(three))
      .example({3, 2, Rational(1, 2)});
}

}  // namespace lemmascope::signal
