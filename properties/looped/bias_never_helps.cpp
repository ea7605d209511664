// For every A the best u is zero.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"

namespace lemmascope::looped {
namespace {

/// 0 <= first entry and determinant of the form less `share` of its trace on the diagonal.
Sides minors(Matrix<Rational> form, const Rational& share) {
  const Rational taken = share * (form(0, 0) + form(1, 1));
  for (int i = 0; i < 2; ++i) form(i, i) -= taken;
  return {{Rational(0), form(0, 0), claim::site("minor", 1)},
          {Rational(0), Rational(form(0, 0) * form(1, 1) - form(0, 1) * form(1, 0)),
           claim::site("minor", 2)}};
}

Sides by_pairings(const LawInstance& at) {
  return minors(bias_form(at.a, at.setting.context, at.setting.loops), Rational(0));
}

Sides by_factor(const LawInstance& at) {
  return minors(bias_form_by_factor(at.a, at.setting.context, at.setting.loops), Rational(0));
}

// Wrong: the cost is at least half of the trace in every direction.
Sides evenly(const LawInstance& at) {
  return minors(bias_form(at.a, at.setting.context, at.setting.loops), Rational(49, 100));
}

Sides helpful(const LawInstance& at) {
  Sides sides = by_pairings(at);
  sides[0].rhs = -sides[0].rhs;
  return sides;
}

}  // namespace

claim::Claim bias_never_helps_claim() {
  return claim::ClaimAbout<LawInstance>("looped/bias-never-helps")
      .states(
          "For every A, L(A, u) = L(A, 0) + u^T E[(M - I) C (M - I)^T] u with M = (I - S A)^L and "
          "the covariance C: u = 0 is optimal.")
      .latex(R"(L(A,u)=L(A,0)+u^\top E[(M-I)\Sigma^*(M-I)^\top]u\ge L(A,0))")
      .from({kPaper, "Theorem 3.2: u_opt = 0"})
      .formally(
          "The form is positive semidefinite: its leading minors, exact over Gaussian inputs of "
          "two "
          "coordinates, C = I.")
      .differs("the paper states the optimum; the identity for every A is derived here")
      .uncertain(kNotRead)
      .uses({"looped/exact-error"})
      .tagged({"looped", "optimum"})
      .over(sampled_laws(2))
      .proved_by({"looped/BiasNeverHelps", "looped/BiasFormIsPositive"},
                 "The expectation is any positive linear one that turning w into - w does not "
                 "change, such as a Gaussian law on polynomials; that a Gaussian law is one is not "
                 "proved. The theorem states that the form is positive semidefinite, of which the "
                 "law that runs compares leading minors. No certificate: its numbers are Gaussian "
                 "moments, which Coq does not have; looped/exact-error certifies the errors that "
                 "they average.")
      .proved_in_part({"looped/ZeroBiasIsOptimal"})
      .mathematics({"theory/looped/full_loss.hpp: bias_form",
                    "theory/looped/full_loss.hpp: bias_form_by_factor"})
      .tested_by({"tests/theory/looped/full_loss_test.cpp: BiasForm.IsTheSameByTwoRoutes"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_pairings))
      .confirmed_by("Bartlett's factor on matching points", domain::at_most_at_each(by_factor))
      .attacked({40, 2000, 40000})
      .twin("almost half of the trace in every direction", domain::at_most_at_each(evenly))
      .twin("a bias helps", domain::at_most_at_each(helpful))
      .example([] {
        LawInstance at = plain(2, 3, 2);
        at.a << 1, Rational(1, 2), Rational(-1, 2), Rational(3, 4);
        return at;
      }());
}

}  // namespace lemmascope::looped
