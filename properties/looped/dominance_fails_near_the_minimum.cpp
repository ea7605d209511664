// Gradient dominance with finitely many examples, on the line A = a I: where it fails.
#include "properties/looped/law_instance.hpp"
#include "theory/regression/real_roots.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;
using Roots = std::vector<regression::RootInterval>;

/// lhs < rhs at every end of where it fails: the loss there, and share times the least loss.
/// Dominance holds beyond all ends, as it does at the largest a: its gap is positive at both
/// infinities.
Balls at_ends(const LawInstance& at, Roots (*roots)(const Polynomial&, const Rational&),
              const Interval& share) {
  const Polynomial loss = isotropic_loss(at.setting), gap = dominance_gap(at.setting);
  const Interval least = best_isotropic(at.setting).value;
  Balls sides{{Interval(0), Interval(gap.back()), claim::site("end", 0)}};
  int end = 0;
  for (const auto& root : roots(gap, Rational(1, 1000000000000))) {
    sides.push_back({regression::enclosed(loss, regression::enclosure_of(root)), share * least,
                     claim::site("end", ++end)});
  }
  return sides;
}

const Interval& two_per_cent() {
  static const Interval share("102/100");
  return share;
}

Balls by_sturm(const LawInstance& at) {
  return at_ends(at, regression::real_roots, two_per_cent());
}
Balls by_signs(const LawInstance& at) {
  return at_ends(at, regression::real_roots_by_signs, two_per_cent());
}
// Wrong: within one per cent.
Balls within_one_per_cent(const LawInstance& at) {
  return at_ends(at, regression::real_roots, Interval("101/100"));
}
// Wrong: nowhere but at the minimum itself.
Balls nowhere(const LawInstance& at) { return at_ends(at, regression::real_roots, Interval(1)); }

}  // namespace

claim::Claim dominance_fails_near_the_minimum_claim() {
  return claim::ClaimAbout<LawInstance>("looped/dominance-fails-near-the-minimum")
      .states(
          "With finitely many examples |grad L|^2 >= L^((2L-1)/L)/16 holds on the line A = a I "
          "wherever the loss is two per cent above its least value there or more.")
      .latex(
          R"(L(aI)\ge1.02\min_aL(aI)\ \Rightarrow\ \|\nabla L(aI)\|_F^2\ge\tfrac1{16}L(aI)^{(2L-1)/L})")
      .from({kPaper, "Theorem 3.4: unless the loss is already small"})
      .formally(
          "Both sides to the power L are polynomials in a. Every real root of their difference is "
          "found; between two of them nothing changes, the loss is convex, and at both ends of the "
          "line the difference is positive.")
      .differs(
          "derived here; how small the loss must be is not in the summary read. No attack: sizes "
          "are "
          "few")
      .uncertain(kNotRead)
      .uses({"looped/isotropic-loss", "looped/gradient-dominates-the-loss"})
      .tagged({"looped", "flow"})
      .over(every_setting("dominance-settings", {1, 2, 10}, {10, 20, 40}, {1, 2}))
      .mathematics({"theory/looped/isotropic.hpp: dominance_gap"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: "
                  "Dominance.FailsOnlyNearTheLeastLossAtFinitelyManyExamples"})
      .law(claim::Evidence::interval, domain::at_each(by_sturm, claim::Op::less))
      .confirmed_by("Descartes' rule of signs and bisection",
                    domain::at_each(by_signs, claim::Op::less))
      .twin("one per cent above, everywhere", domain::at_each(within_one_per_cent, claim::Op::less))
      .twin("everywhere but at the minimum", domain::at_each(nowhere, claim::Op::less))
      .example(plain(10, 40, 2));
}

}  // namespace lemmascope::looped
