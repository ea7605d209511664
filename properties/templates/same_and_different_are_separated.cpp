// The kernel matrix of aa and ab: how regular it is, between two bounds.
#include "properties/templates/kernel_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/same_or_different.hpp"

namespace lemmascope::templates {
namespace {

// det N and gamma^2 E(h_1 - h_2)^2/2 = N_11 + N_22 - 2 N_12.
struct Found {
  Interval determinant, difference;
};

Found by_kernel(const KernelInstance& at) {
  const auto n =
      enclosed_kernel({{0, 0}, {0, 1}}, at, kManyDigits, KernelPart::between_only).between;
  return {determinant(n), n(0, 0) + n(1, 1) - Interval(2) * n(0, 1)};
}

Found by_tangents(const KernelInstance& at) {
  const auto found = same_or_different(at, kManyDigits);
  const Interval half(Rational(at.gamma * at.gamma / 2));
  return {half * half * found.determinant(), half * found.difference};
}

Interval sixth_power(const KernelInstance& at) {
  return pow(Interval(Rational(at.beta * at.gamma)), 6);
}

// gamma^2/2 of the difference < det N < beta^6 gamma^6 / `factor`, and 0 < the difference.
IntervalSides bounds(const KernelInstance& at, const Found& found, const Rational& factor) {
  const Interval half(Rational(at.gamma * at.gamma / 2));
  return {{half * found.difference, found.determinant, claim::site("bound", 0)},
          {found.determinant, sixth_power(at) / Interval(factor), claim::site("bound", 1)},
          {Interval(0), found.difference, claim::site("bound", 2)}};
}

IntervalSides law(const KernelInstance& at) { return bounds(at, by_kernel(at), Rational(32)); }
IntervalSides other_route(const KernelInstance& at) {
  return bounds(at, by_tangents(at), Rational(32));
}
// Wrong: a 40th; at small beta det N is beta^6 gamma^6 / 32.
IntervalSides a_smaller_bound(const KernelInstance& at) {
  return bounds(at, by_kernel(at), Rational(40));
}
// Wrong: without symbols both templates look alike, the determinant vanishes.
IntervalSides no_difference(const KernelInstance& at) {
  return {{by_kernel(at).determinant, Interval(0), claim::site("bound", 0)}};
}

}  // namespace

claim::Claim same_and_different_are_separated_claim() {
  return claim::ClaimAbout<KernelInstance>("templates/same-and-different-are-separated")
      .states(
          "The kernel matrix of aa and ab is regular: its determinant exceeds (gamma^4/4) E(h_1 - "
          "h_2)^2 > 0 and stays below beta^6 gamma^6 / 32.")
      .latex(
          R"(\tfrac{\gamma^4}4\mathbb E(h_1-h_2)^2<\det N=\tfrac{\gamma^4}4[\det G+\mathbb E(h_1-h_2)^2]<\tfrac{\beta^6\gamma^6}{32})")
      .from({kPaper, "regularity of the kernel matrix; the case k = 2, derived here"})
      .formally(
          "Enclosures of lattice sums with certified aliases and tails, over a grid of beta and "
          "gamma; the attack looks between 1/8 and 3. det G > 0 because h_1 and h_2 are not "
          "proportional.")
      .differs(
          "one pair of templates; the upper bound is ours, as large as the leading Taylor term")
      .uncertain(kNotRead)
      .uses({"templates/taylor-terms-separate-templates"})
      .tagged({"templates", "kernel"})
      .over(kernel_grid())
      .mathematics({"theory/templates/attention_kernel.hpp: enclosed_kernel",
                    "theory/templates/same_or_different.hpp: same_or_different"})
      .tested_by({"tests/theory/templates/attention_kernel_test.cpp: "
                  "KernelMatrices.EncloseWhatAnotherLatticeEncloses"})
      .law(claim::Evidence::interval, domain::at_each(law, claim::Op::less))
      .confirmed_by("nested sums of tanh over another lattice",
                    domain::at_each(other_route, claim::Op::less))
      .twin("below a 40th", domain::at_each(a_smaller_bound, claim::Op::less))
      .twin("no difference", domain::at_each(no_difference, claim::Op::less))
      .attacked({4, 400, 8000})
      .example({Rational(1), Rational(1), Rational(0)});
}

}  // namespace lemmascope::templates
