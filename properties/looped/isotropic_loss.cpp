// The loss on the line A = a I is a polynomial with exact coefficients.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

/// Coefficients beside C(2L, k) (-1)^k E tr C^k / n^k from walks, with another n in the powers.
Sides coefficients(const LawInstance& at, const Polynomial& found, int context) {
  const auto& [d, n, loops] = at.setting;
  Sides sides;
  Rational factor(1);
  for (int k = 0; k <= 2 * loops; ++k) {
    const Rational moment =
        regression::trace_moment_by_walks(k, {d, n}, regression::gaussian_law());
    sides.push_back({found.at(k), Rational(factor * moment), claim::site("power", k)});
    factor *= Rational(-(2 * loops - k), k + 1) / context;
  }
  return sides;
}

Sides by_parts(const LawInstance& at) {
  return coefficients(at, isotropic_loss(at.setting), at.setting.context);
}

/// The loss at a = 0, ..., 2L over Bartlett's points, interpolated.
Sides by_factor(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  std::vector<std::pair<Rational, Rational>> samples;
  for (int a = 0; a <= 2 * loops; ++a) {
    samples.emplace_back(Rational(a), loss_by_factor(identity_matrix(d) * Rational(a), n, loops));
  }
  return coefficients(at, interpolate(samples), n);
}

// Wrong: n + 1 in place of n.
Sides one_example_more(const LawInstance& at) {
  return coefficients(at, isotropic_loss(at.setting), at.setting.context + 1);
}

// Wrong: S replaced by its mean: d (1 - a)^(2L).
Sides at_the_mean(const LawInstance& at) {
  Sides sides = by_parts(at);
  Rational factor(at.setting.dimension);
  for (int k = 0; k <= 2 * at.setting.loops; ++k) {
    sides[k].rhs = factor;
    factor *= Rational(-(2 * at.setting.loops - k), k + 1);
  }
  return sides;
}

}  // namespace

claim::Claim isotropic_loss_claim() {
  return claim::ClaimAbout<LawInstance>("looped/isotropic-loss")
      .states(
          "On the line A = a I the loss is E tr (I - a S)^(2L), a polynomial of degree 2L with "
          "coefficients from Wishart moments.")
      .latex(R"(L(aI)=\sum_k\binom{2L}k(-a)^kn^{-k}\,E\,\mathrm{tr}\,(XX^\top)^k)")
      .from({kPaper, "Section 3"})
      .formally("d of 1 and 2: integration by parts, closed walks and Bartlett's factor.")
      .differs("derived here. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .uses({"looped/loop-is-preconditioned-descent"})
      .tagged({"looped", "optimum"})
      .over(every_setting("isotropic-settings", {1, 2}, {1, 3, 20}, {1, 2}))
      .mathematics({"theory/looped/isotropic.hpp: isotropic_loss",
                    "theory/regression/trace_moments.hpp: trace_moment_by_walks",
                    "theory/looped/full_loss.hpp: loss_by_factor"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: IsotropicLoss.IsTheReferencePolynomial"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_parts))
      .confirmed_by("Bartlett's factor on matching points, interpolated",
                    domain::equal_at_each(by_factor))
      .twin("n + 1 in place of n", domain::equal_at_each(one_example_more))
      .twin("S replaced by its mean", domain::equal_at_each(at_the_mean))
      .example(plain(2, 10, 2));
}

}  // namespace lemmascope::looped
