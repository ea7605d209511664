// (A.51) has a sign slip in its second fraction.
#include "properties/evolution/evolution_instance.hpp"

namespace lemmascope::evolution {
namespace {

/// Both coefficients of r0 + r1 ln 2.
Sides coefficients(const WithLog& printed, const WithLog& found) {
  return {{printed.r0, found.r0, claim::site("part", 0)},
          {printed.r1, found.r1, claim::site("part", 1)}};
}

/// (21 - 30 ln 2)/6 + (5 - 8 ln 2)/6, as printed.
WithLog as_printed() { return {Rational(26, 6), Rational(-38, 6)}; }
/// With (8 ln 2 - 5)/6: (8 - 11 ln 2)/3.
WithLog corrected() { return {Rational(16, 6), Rational(-22, 6)}; }

/// The integral of y^q / (1 + y)^2 over [0, 1], by y^2 = (1 + y)^2 - 2 y - 1.
WithLog tail(int q) {
  if (q == 0) return {Rational(1, 2), 0};
  if (q == 1) return {Rational(-1, 2), 1};
  const WithLog one = tail(q - 1), two = tail(q - 2);
  return {Rational(Rational(1, q - 1) - 2 * one.r0 - two.r0), Rational(-2 * one.r1 - two.r1)};
}

/// E u^p w^q / (u + w)^2: the x-integral of both halves gives 1/(p + q).
WithLog monomial_mean(int p, int q) {
  const WithLog a = tail(q), b = tail(p);
  return {Rational((a.r0 + b.r0) / (p + q)), Rational((a.r1 + b.r1) / (p + q))};
}

/// e_2 = E (w^2 - 4 u w^2 + 4 u^2 w^2) / (u + w)^2.
WithLog by_monomials() {
  const WithLog a = monomial_mean(0, 2), b = monomial_mean(1, 2), c = monomial_mean(2, 2);
  return {Rational(a.r0 - 4 * b.r0 + 4 * c.r0), Rational(a.r1 - 4 * b.r1 + 4 * c.r1)};
}

Sides of_the_paper(const LengthInstance& at) {
  return coefficients(as_printed(), second_step_contrast(length_of(at)));
}
Sides of_monomials(const LengthInstance&) { return coefficients(as_printed(), by_monomials()); }
Sides with_the_sign(const LengthInstance& at) {
  return coefficients(corrected(), second_step_contrast(length_of(at)));
}

claim::Hypothesis<LengthInstance> is_lag_two() {
  return {"lag two", "the second lag",
          [](const LengthInstance& at) { return truth(at.length == 2); }};
}

}  // namespace

claim::Claim printed_second_contrast_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/printed-second-contrast")
      .states(
          "As printed, (A.51): the contrast e_2 of the second step is (21 - 30 ln 2)/6 + (5 - 8 ln "
          "2)/6, which is negative. The second fraction has the wrong sign: e_2 = (8 - 11 ln 2)/3 "
          "= "
          "0.1251.")
      .latex(R"(e_2=\frac{8-11\ln2}3\ne\frac{21-30\ln2}6+\frac{5-8\ln2}6)")
      .from({kPaper, "(A.51)"})
      .formally("Both rational coefficients of 1 and ln 2.")
      .differs("as printed; the corrected sign is the control")
      .assumes(is_lag_two())
      .tagged({"evolution", "printed"})
      .expects(claim::Verdict::refuted)
      .over(grid("the-second-lag", "lag 2", {2}, {0}))
      .mathematics({"theory/evolution/prior_mean.hpp: second_step_contrast"})
      .tested_by({"tests/theory/evolution/prior_mean_test.cpp: "
                  "TheSecondStepContrast.HasTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(of_the_paper))
      .confirmed_by("monomials over (u + w)^2", domain::equal_at_each(of_monomials))
      .control("with (8 ln 2 - 5)/6 it is exact", domain::equal_at_each(with_the_sign))
      .example({2, 0});
}

}  // namespace lemmascope::evolution
