// Two different templates have a regular kernel matrix outside a null set: one Taylor coefficient
// of its determinant is not zero.
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/kernel_derivatives.hpp"

namespace lemmascope::templates {
namespace {

// 0 < the leading coefficient, at gamma = 1 (where all its terms add up), and its order in beta.
Sides leading(const StringPair& at, CoefficientRoute route, int most_order) {
  const LeadingTerm term = leading_determinant(at.first, at.second, route);
  return {{Rational(0), evaluate(term.coefficient, Rational(1)), claim::site("side", 0)},
          {Rational(term.order), Rational(most_order + 1), claim::site("side", 1)}};
}

Sides by_moments(const StringPair& at) { return leading(at, kernel_coefficient, 6); }

Sides by_pairings(const StringPair& at) { return leading(at, kernel_coefficient_by_pairings, 6); }

// Wrong: order four is enough for every pair; same and different of length two need six.
Sides four_is_enough(const StringPair& at) { return leading(at, kernel_coefficient, 4); }

// Wrong: the determinant begins with a negative term.
Sides negative(const StringPair& at) {
  Sides sides = leading(at, kernel_coefficient, 6);
  std::swap(sides.front().lhs, sides.front().rhs);
  return sides;
}

claim::Hypothesis<StringPair> different_templates() {
  return {"different templates", "the two patterns of equality differ",
          [](const StringPair& at) { return truth(renamed(at.first) != renamed(at.second)); }};
}

}  // namespace

claim::Claim taylor_terms_separate_templates_claim() {
  return claim::ClaimAbout<StringPair>("templates/taylor-terms-separate-templates")
      .states(
          "For any two different templates of length two or three the determinant of the kernel "
          "matrix has a positive leading Taylor term, of order at most six in beta: it is regular "
          "outside a null set of (beta, gamma).")
      .latex(R"(\det N=c\,\beta^m\gamma^m+\dots,\ c>0,\ m\le 6)")
      .from({kPaper, "regularity of the kernel matrix; method of the published notebook"})
      .formally(
          "N of both templates on disjoint symbols as a series in beta with coefficients in "
          "gamma^2; the first that does not vanish, at gamma = 1. The determinant is analytic, so "
          "it then vanishes on a null set only. (aa, ab): beta^6 gamma^6 / 32.")
      .differs(
          "the paper's statement covers any number of templates of any length and the MLP's "
          "parameters; here pairs of length two and three, attention alone")
      .uncertain(kNotRead)
      .uses({"templates/printed-derivatives-are-exact"})
      .tagged({"templates", "kernel"})
      .assumes(different_templates())
      .over(pairs_of_templates())
      .mathematics({"theory/templates/kernel_derivatives.hpp: leading_determinant"})
      .tested_by({"tests/theory/templates/kernel_derivatives_test.cpp: "
                  "LeadingDeterminant.IsAThirtySecondForSameAndDifferent"})
      .law(claim::Evidence::exact, domain::at_each(by_moments, claim::Op::less))
      .confirmed_by("every pairing of Wick's theorem",
                    domain::at_each(by_pairings, claim::Op::less))
      .twin("order four is enough", domain::at_each(four_is_enough, claim::Op::less))
      .twin("the leading term is negative", domain::at_each(negative, claim::Op::less))
      .example({{0, 0}, {0, 1}});
}

}  // namespace lemmascope::templates
