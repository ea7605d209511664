// The even/odd pattern of the second step: contrasts of even lags lie above their limit, of odd
// ones below.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/square_means.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

/// 2 B = (8 ln 2 - 5) / 6.
Interval limit() { return enclosed({Rational(-5, 6), Rational(8, 6)}); }

/// lhs < rhs: 2 B and e_j at even lags, the reverse at odd ones.
Enclosures around(const LengthInstance& at, const WithLog& contrast, bool even_above) {
  const bool above = (length_of(at) % 2 == 0) == even_above;
  const Interval e = enclosed(contrast), two_b = limit();
  return {{above ? two_b : e, above ? e : two_b, claim::site("lag", length_of(at))}};
}

Enclosures by_polynomials(const LengthInstance& at) {
  return around(at, second_step_contrast(length_of(at)), true);
}

/// (A.48) with u = 1 - a, w = 1 - b, s = u + w: the mean of u w (1-s)^(j-1) / s^2 - 4 u^2 w^2
/// (1-s)^(j-1) / s^3 + (u-w)^2 / (2 s^2) - (u-w)^2 u w / s^3.
WithLog by_monomials(int lag) {
  WithLog e;
  const auto add = [&e](const Rational& factor, int p, int q, int below) {
    e += scaled(monomial_mean(p, q, below), factor);
  };
  Rational power(1);  // (-1)^n C(lag - 1, n) of s^n, itself a sum of binomials over u and w
  for (int n = 0; n < lag; ++n) {
    Rational choice(1);
    for (int r = 0; r <= n; ++r) {
      add(power * choice, 1 + r, 1 + n - r, 2);
      add(-4 * power * choice, 2 + r, 2 + n - r, 3);
      choice = choice * (n - r) / (r + 1);
    }
    power = -power * (lag - 1 - n) / (n + 1);
  }
  add(Rational(1, 2), 2, 0, 2);
  add(-1, 1, 1, 2);
  add(Rational(1, 2), 0, 2, 2);
  add(-1, 3, 1, 3);
  add(2, 2, 2, 3);
  add(-1, 1, 3, 3);
  return e;
}

Enclosures by_the_printed_integrand(const LengthInstance& at) {
  return around(at, by_monomials(length_of(at)), true);
}
// Wrong: odd lags are above.
Enclosures odd_above(const LengthInstance& at) {
  return around(at, second_step_contrast(length_of(at)), false);
}
// Wrong: every lag is above.
Enclosures every_lag_above(const LengthInstance& at) {
  return {
      {limit(), enclosed(second_step_contrast(length_of(at))), claim::site("lag", length_of(at))}};
}

claim::Hypothesis<LengthInstance> is_past_the_first_lag() {
  return {"past the first lag", "a lag of at least two",
          [](const LengthInstance& at) { return truth(at.length >= 2); }};
}

}  // namespace

claim::Claim contrasts_alternate_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/contrasts-alternate")
      .states(
          "What the second step adds to a lag by the diagonal of W alternates around its limit 2 B "
          "= (8 ln 2 - 5)/6: above it at even lags, below it at odd lags from the third on. Even "
          "lags are amplified without a reason in the task.")
      .latex(R"(e_{2j}>2B>e_{2j+1},\quad j\ge1)")
      .from({kPaper, "appendix A, (A.48), and Figures 6 and 7"})
      .formally("Lags 2 to 12, enclosed from exact r0 + r1 ln 2.")
      .differs("the paper reports the pattern; the limit and the strict order are derived here")
      .assumes(length_is_whole())
      .assumes(is_past_the_first_lag())
      .tagged({"evolution", "gradient"})
      .over(grid("lags", "lags 2 to 12", {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {0}))
      .mathematics({"theory/evolution/prior_mean.hpp: second_step_contrast"})
      .tested_by({"tests/theory/evolution/prior_mean_test.cpp: "
                  "TheSecondStepContrast.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_polynomials, claim::Op::less))
      .confirmed_by("monomials of the printed integrand",
                    domain::at_each(by_the_printed_integrand, claim::Op::less))
      .twin("odd lags are above", domain::at_each(odd_above, claim::Op::less))
      .twin("every lag is above", domain::at_each(every_lag_above, claim::Op::less))
      .example({2, 0});
}

}  // namespace lemmascope::evolution
