// The inverse temperature that keeps the leak below a bound.
#include "properties/lego/leak_instance.hpp"
#include "properties/lego/sentence_instance.hpp"
#include "theory/lego/association.hpp"

namespace lemmascope::lego {
namespace {

// lhs <= rhs: the leak at the simple factor, at the sharp one, and that the sharp one is sharp.
Sides bounded(const LeakInstance& at, Rational (*leak)(int, int, const Rational&),
              const Rational& share_of_sharp) {
  const Rational others = at.tokens - at.copies;
  const Rational simple = others / (at.copies * at.leak);
  const Rational sharp = factor_for_leak(at.tokens, at.copies, at.leak) * share_of_sharp;
  const auto at_factor = [&](const Rational& q) { return leak(at.tokens, at.copies, q); };
  return {{at_factor(simple), at.leak, claim::site("bound", 0)},
          {at_factor(sharp), at.leak, claim::site("bound", 1)},
          {at.leak, at_factor(sharp), claim::site("bound", 2)}};
}

Sides by_formula(const LeakInstance& at) { return bounded(at, association_leak, Rational(1)); }

Sides by_weights(const LeakInstance& at) {
  return bounded(at, association_leak_by_weights, Rational(1));
}

Sides two_per_cent_less(const LeakInstance& at) {
  return bounded(at, association_leak, Rational(98, 100));
}

}  // namespace

claim::Claim temperature_bounds_the_leak_claim() {
  return claim::ClaimAbout<LeakInstance>("lego/temperature-bounds-the-leak")
      .states(
          "The leak is at most eps once beta >= ln((T - c) / (c eps)); the sharp threshold is "
          "lower by ln(1 / (1 - eps)).")
      .latex(R"(\beta\ge\ln\frac{(T-c)(1-\epsilon)}{c\,\epsilon}\iff\text{leak}\le\epsilon)")
      .from({kPaper, "association heads; no formula"})
      .formally(
          "In q = e^beta: leak at most eps at both thresholds, and equal to it at the sharp one.")
      .differs("the paper has no threshold")
      .uses({"lego/association-leaks-a-known-share"})
      .tagged({"lego", "attention"})
      .over(every_small_association())
      .over(sampled_associations())
      .mathematics({"theory/lego/association.hpp: factor_for_leak"})
      .tested_by({"tests/theory/lego/association_test.cpp: FactorForLeak.LeaksJustThatMuch"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_formula))
      .confirmed_by("attention weights over orthonormal codes", domain::at_most_at_each(by_weights))
      .twin("two per cent below the sharp threshold", domain::at_most_at_each(two_per_cent_less))
      .example({8, 2, Rational(1, 10)});
}

}  // namespace lemmascope::lego
