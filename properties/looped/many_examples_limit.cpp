// What is left for many examples: moments of a Gaussian matrix.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/wishart.hpp"

namespace lemmascope::looped {
namespace {

/// d (d + 1), d (2 d^2 + 5 d + 5), d (5 d^3 + 22 d^2 + 52 d + 41).
Rational formula(int d, int loops) {
  if (loops == 1) return d * (d + 1);
  if (loops == 2) return d * (2 * d * d + 5 * d + 5);
  return d * (5 * d * d * d + 22 * d * d + 52 * d + 41);
}

/// Coefficients of 1, 1/n, ..., n^-L at a = 1 - x/n, x of 0 and 7/3: the last one is the limit.
template <class Coefficient>
Sides leading(const LawInstance& at, Coefficient coefficient, const Rational& limit) {
  Sides sides;
  for (const Rational& x : {Rational(0), Rational(7, 3)}) {
    for (int k = 0; k <= at.setting.loops; ++k) {
      sides.push_back({coefficient(k, x), k == at.setting.loops ? limit : Rational(0),
                       claim::site("order", k, "x", x == 0 ? 0 : 1)});
    }
  }
  return sides;
}

Sides by_expansion(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  const Polynomial zero = expansion(d, loops, Rational(0));
  const Polynomial moved = expansion(d, loops, Rational(7, 3));
  return leading(
      at, [&](int k, const Rational& x) { return x == 0 ? zero.at(k) : moved.at(k); },
      formula(d, loops));
}

// Other route: the limit matrix itself, by integration by parts, where the law expands in 1/n.
Sides by_limit_matrix(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  return leading(
      at,
      [d = d, loops = loops](int k, const Rational&) {
        return k == loops ? limit_moment(d, loops) : Rational(0);
      },
      formula(d, loops));
}

// Wrong: without the diagonal's extra variance: the leading order in d alone.
Sides leading_in_d(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  Sides sides = by_expansion(at);
  Rational catalan(loops == 1 ? 1 : loops == 2 ? 2 : 5);
  for (int k = 0; k <= loops; ++k) catalan *= d;
  for (auto& side : sides) {
    if (side.rhs != 0) side.rhs = catalan;
  }
  return sides;
}

// Wrong: one order earlier.
Sides one_order_earlier(const LawInstance& at) {
  Sides sides = by_expansion(at);
  for (std::size_t k = 0; k + 1 < sides.size(); ++k) sides[k].rhs = sides[k + 1].rhs;
  return sides;
}

claim::Hypothesis<LawInstance> few_loops() {
  return {"few loops", "one to three loops",
          [](const LawInstance& at) { return truth(at.setting.loops <= 3); }};
}

}  // namespace

claim::Claim many_examples_limit_claim() {
  return claim::ClaimAbout<LawInstance>("looped/many-examples-limit")
      .states(
          "For a = 1 - x/n the loss is E tr G^(2L) / n^L to leading order, whatever x is: d (d + "
          "1), d (2d^2 + 5d + 5) and d (5d^3 + 22d^2 + 52d + 41) for one, two and three loops.")
      .latex(R"(n^L\,E\,\mathrm{tr}\,(I-(1-\tfrac xn)S)^{2L}\to E\,\mathrm{tr}\,G^{2L})")
      .from({kPaper, "Section 3"})
      .formally(
          "The loss is a polynomial in 1/n: its first L coefficients vanish, the next is the "
          "limit.")
      .differs("derived here. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .assumes(few_loops())
      .uses({"looped/isotropic-loss"})
      .tagged({"looped", "limit"})
      .over(every_setting("limits", {1, 2, 3, 4, 10}, {1}, {1, 2, 3}))
      .mathematics(
          {"theory/looped/isotropic.hpp: expansion", "theory/looped/wishart.hpp: limit_moment"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: Expansion.HasTheReferenceLimits"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_expansion))
      .confirmed_by("the limit matrix by integration by parts",
                    domain::equal_at_each(by_limit_matrix))
      .twin("the leading order in d alone", domain::equal_at_each(leading_in_d))
      .twin("one order earlier", domain::equal_at_each(one_order_earlier))
      .example(plain(3, 1, 2));
}

}  // namespace lemmascope::looped
