// The certified minimiser over all A for two coordinates and two loops is not symmetric.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

/// lhs < rhs: the loss below share times the isotropic one, b positive, and the saddle: a direction
/// that falls and three that rise.
Balls turned(const LawInstance& at, const Interval& share) {
  const FullMinimum least = full_minimum(at.setting.context, at.setting.loops);
  const Interval zero(0);
  return {{least.loss, share * least.isotropic_loss, claim::site("part", 0)},
          {zero, least.b, claim::site("part", 1)},
          {least.isotropic_hessian[0], zero, claim::site("part", 2)},
          {zero, least.isotropic_hessian[1], claim::site("part", 3)}};
}

Balls by_polynomial(const LawInstance& at) { return turned(at, Interval(1)); }

Rational middle_of(const Interval& x) { return Rational(x.middle()); }

/// Bartlett's points: the loss at the middle of the enclosed minimiser, and second differences of
/// exact losses at the middle of the isotropic one, along J and K, over their squared norm 2.
Balls by_factor(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  const FullMinimum least = full_minimum(n, loops);
  const auto loss = [n = n, loops = loops](const Rational& a, const Rational& b,
                                           const Rational& c) {
    return loss_by_factor(matrix_of({a, b, c, Rational(0)}), n, loops);
  };
  const Rational isotropic = middle_of(least.isotropic);
  // Even and of degree four in b or c: the second derivative from steps 1 and 2.
  const auto curvature = [&](const Rational& one, const Rational& two) {
    return Rational((16 * one - two - 15 * loss(isotropic, 0, 0)) / 12);
  };
  const Rational along_j = curvature(loss(isotropic, 1, 0), loss(isotropic, 2, 0));
  const Rational along_k = curvature(loss(isotropic, 0, 1), loss(isotropic, 0, 2));
  const Rational b = middle_of(least.b);
  return {{Interval(loss(middle_of(least.a), b, 0)), Interval(loss(isotropic, 0, 0)),
           claim::site("part", 0)},
          {Interval(0), Interval(b), claim::site("part", 1)},
          {Interval(along_j), Interval(0), claim::site("part", 2)},
          {Interval(0), Interval(along_k), claim::site("part", 3)}};
}

// Wrong: five per cent lower at every n.
Balls five_per_cent_lower(const LawInstance& at) { return turned(at, Interval("95/100")); }

Balls isotropic_is_best(const LawInstance& at) {
  Balls sides = by_polynomial(at);
  std::swap(sides[0].lhs, sides[0].rhs);
  return sides;
}

claim::Hypothesis<LawInstance> enough_examples() {
  return {"enough examples", "d = 2, two loops, at least 15 examples", [](const LawInstance& at) {
            return truth(at.setting.dimension == 2 && at.setting.loops == 2 &&
                         at.setting.context >= 15);
          }};
}

}  // namespace

claim::Claim turned_weights_are_best_claim() {
  return claim::ClaimAbout<LawInstance>("looped/turned-weights-are-best")
      .states(
          "For two coordinates, two loops and at least 15 examples the best A is a I + b J with b "
          "not zero; the best multiple of I is a strict saddle.")
      .latex(R"(\min_AL(A)=L(aI\pm bJ)<\min_aL(aI),\qquad b\ne0)")
      .from({kPaper, "Theorem 3.2, beside it"})
      .formally(
          "The loss is an exact polynomial in the four entries. By O(2) it is one in a, b^2 and q "
          "= "
          "c^2 + e^2; for each a it is convex in (b^2, q) and least at q = 0, so all critical "
          "points are roots of one polynomial each, found by Sturm's theorem.")
      .differs("derived here. No attack: sizes are few")
      .uncertain(kNotRead)
      .assumes(enough_examples())
      .uses({"looped/isotropic-loss"})
      .tagged({"looped", "optimum"})
      .over(every_setting("many-examples", {2}, {15, 16, 20, 50, 100, 1000}, {2}))
      .mathematics({"theory/looped/full_loss.hpp: full_minimum",
                    "theory/looped/full_loss.hpp: loss_by_factor"})
      .tested_by({"tests/theory/looped/full_loss_test.cpp: FullMinimum.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_polynomial, claim::Op::less))
      .confirmed_by("Bartlett's factor on matching points at the middle of the enclosures",
                    domain::at_each(by_factor, claim::Op::less))
      .values_uncompared(
          "the other route is at the middle of enclosures: its exact values differ from the "
          "minima by less than the enclosures show")
      .twin("five per cent lower at every n", domain::at_each(five_per_cent_lower, claim::Op::less))
      .twin("the best multiple of I is best", domain::at_each(isotropic_is_best, claim::Op::less))
      .example(plain(2, 20, 2));
}

}  // namespace lemmascope::looped
