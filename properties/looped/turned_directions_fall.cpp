// For up to ten dimensions the best multiple of I is a saddle once there are enough examples.
#include "properties/looped/law_instance.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

/// lhs < rhs: n times the mean second variation along antisymmetric directions at the best multiple
/// of I, and share of its limit -2 d (d - 1).
Balls falls(const LawInstance& at, Polynomial (*variation)(int, int), const Rational& share) {
  const auto& [d, n, loops] = at.setting;
  const Interval best = regression::enclosure_of(best_isotropic(at.setting).at);
  return {{regression::enclosed(variation(d, n), best) * Interval(n),
           Interval(Rational(share * (-2 * d * (d - 1)))), claim::site("share", 0)}};
}

/// A tenth of the limit at a hundred examples already.
Balls by_recursion(const LawInstance& at) { return falls(at, turned_variation, Rational(1, 10)); }
Balls by_pairings(const LawInstance& at) {
  return falls(at, turned_variation_by_pairings, Rational(1, 10));
}
// Wrong: half of it there already.
Balls by_half(const LawInstance& at) { return falls(at, turned_variation, Rational(1, 2)); }
// Wrong: symmetric weights are best: it rises.
Balls rises(const LawInstance& at) {
  Balls sides = by_recursion(at);
  sides[0].rhs = sides[0].lhs;
  sides[0].lhs = Interval(0);
  return sides;
}

claim::Hypothesis<LawInstance> enough_examples() {
  return {"enough examples", "two loops, d of 2 to 10, at least 100 examples",
          [](const LawInstance& at) {
            const auto& [d, n, loops] = at.setting;
            return truth(loops == 2 && d >= 2 && d <= 10 && n >= 100);
          }};
}

}  // namespace

claim::Claim turned_directions_fall_claim() {
  return claim::ClaimAbout<LawInstance>("looped/turned-directions-fall")
      .states(
          "For two loops, two to ten coordinates and a hundred examples or more, the loss falls "
          "from "
          "the best multiple of I along antisymmetric directions: by more than a tenth of the "
          "limit "
          "-2 d (d - 1)/n on the mean.")
      .latex(R"(n\,E_B\,D^2L(a^*I)[B,B]\to-2d(d-1),\qquad B^\top=-B)")
      .from({kPaper, "Theorem 3.2, beside it"})
      .formally(
          "B has independent standard normal entries above its diagonal; the mean over B leaves "
          "traces of S, whose exact expectations make a polynomial in a.")
      .differs(
          "derived here, for more coordinates what looped/turned-weights-are-best is for two. No "
          "attack: "
          "sizes are few")
      .uncertain(kNotRead)
      .assumes(enough_examples())
      .uses({"looped/isotropic-loss"})
      .tagged({"looped", "optimum"})
      .over(every_setting("a-hundred-examples", {2, 3, 4, 5, 10}, {100, 1000, 1000000}, {2}))
      .mathematics({"theory/looped/isotropic.hpp: turned_variation",
                    "theory/regression/trace_recursion.hpp: TraceRecursion"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: "
                  "TurnedVariation.IsThatOfTheFullPolynomialForTwoCoordinates"})
      .law(claim::Evidence::interval, domain::at_each(by_recursion, claim::Op::less))
      .confirmed_by("expectations by pairings of columns",
                    domain::at_each(by_pairings, claim::Op::less))
      .twin("by half of the limit", domain::at_each(by_half, claim::Op::less))
      .twin("it rises", domain::at_each(rises, claim::Op::less))
      .example(plain(10, 100, 2));
}

}  // namespace lemmascope::looped
