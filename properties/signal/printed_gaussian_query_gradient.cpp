// Expected to be refuted: the query gradient for Gaussian tokens as the paper has it.
#include "properties/signal/gaussian_instance.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "properties/signal/wishart_moments.hpp"

namespace lemmascope::signal {
namespace {

Rational scaled(const GaussianTokens& at, const Rational& norm_times_scatter) {
  return norm_times_scatter / (Rational(at.width) * at.tokens * at.tokens);
}

Sides by_wick(const GaussianTokens& at) {
  return {{printed_gaussian_query_gradient(at), scaled(at, wick_moments(at).norm_times_scatter)}};
}

// Other route: |X|^2 replaced by its mean n d gives the printed form; the exact one by Wishart
// moments.
Sides by_wishart(const GaussianTokens& at) {
  const WickMoments moments = moments_by_wishart(at);
  return {{scaled(at, moments.squared_scatter * at.tokens * at.width),
           scaled(at, moments.norm_times_scatter)}};
}

Sides with_the_factor(const GaussianTokens& at) {
  const Rational factor = 1 + 4 * (1 - at.correlation) / (Rational(at.tokens) * at.width);
  return {{Rational(printed_gaussian_query_gradient(at) * factor),
           scaled(at, wick_moments(at).norm_times_scatter)}};
}

}  // namespace

claim::Claim printed_gaussian_query_gradient_claim() {
  return claim::ClaimAbout<GaussianTokens>("signal/printed-gaussian-query-gradient")
      .states(
          "For Gaussian tokens the expected query gradient is (n-1)/n (1-rho)^2 d (n+d) (expected "
          "to "
          "be refuted: a factor 1 + 4(1-rho)/(nd) is missing).")
      .latex(R"(\mathbb E\|\partial S/\partial W^Q\|_F^2=\frac{n-1}n(1-\rho)^2d(n+d))")
      .from({kPaper, "gradients for Gaussian tokens"})
      .formally(
          "The printed form is E|X|^2 E|C|^2; |X|^2 and |C|^2 are correlated. n = 10, d = 16, rho "
          "= "
          "0: 374.4 printed, 383.76 exact.")
      .differs("kept as printed; the exact form is signal/gaussian-query-gradient")
      .uncertain("the printed form is a third party's reading of the paper")
      .uses({"signal/gaussian-query-gradient"})
      .tagged({"signal", "gaussian", "printed"})
      .expects(claim::Verdict::refuted)
      .over(small_gaussian_tokens())
      .mathematics({"theory/signal/gaussian_tokens.hpp: printed_gaussian_query_gradient",
                    "theory/signal/gaussian_tokens.hpp: wick_moments"})
      .tested_by({"tests/theory/signal/gaussian_tokens_test.cpp: "
                  "GaussianGradients.GiveTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_wick))
      .confirmed_by("Wishart moments, with and without the correlation of |X|^2 and |C|^2",
                    domain::equal_at_each(by_wishart))
      .control("with the factor 1 + 4(1-rho)/(nd) it is exact",
               domain::equal_at_each(with_the_factor))
      .example({3, 2, Rational(1, 2)});
}

}  // namespace lemmascope::signal
