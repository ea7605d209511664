// Expected to be refuted: gradient dominance at finitely many examples without an exception.
#include "properties/domain/profiled.hpp"
#include "properties/looped/law_instance.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational result(1);
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

/// lhs <= rhs: L^(2L-1) and (16 L'(a)^2 / d)^L at a = number.
Sides dominated(const LawInstance& at, const Polynomial& loss) {
  Rational value(0), slope(0);
  for (std::size_t k = loss.size(); k-- > 0;) {
    slope = slope * at.number + value;
    value = value * at.number + loss[k];
  }
  const auto& [d, n, loops] = at.setting;
  return {{power(value, 2 * loops - 1), power(Rational(16 * slope * slope / d), loops)}};
}

Sides by_parts(const LawInstance& at) { return dominated(at, isotropic_loss(at.setting)); }

/// Moments by closed walks.
Sides by_walks(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  Polynomial loss;
  Rational factor(1);
  for (int k = 0; k <= 2 * loops; ++k) {
    loss.push_back(factor *
                   regression::trace_moment_by_walks(k, {d, n}, regression::gaussian_law()));
    factor *= Rational(-(2 * loops - k), (k + 1) * n);
  }
  return dominated(at, loss);
}

/// At a quarter of it, where the loss is not small.
Sides away_from_the_minimum(const LawInstance& at) {
  LawInstance moved = at;
  moved.number /= 4;
  return by_parts(moved);
}

claim::Hypothesis<LawInstance> few_loops() {
  return {"up to four loops", "the loss is a polynomial of degree eight or less",
          [](const LawInstance& at) { return truth(at.setting.loops <= 4); }};
}

/// a = n/(n + d + 1), the best for one loop.
LawInstance at_the_best(int d, int n, int loops) {
  LawInstance at = plain(d, n, loops);
  at.number = Rational(n, n + d + 1);
  return at;
}

LawDomain best_steps() {
  return [](claim::Profile) {
    std::vector<LawInstance> all;
    for (const int d : {1, 2, 10}) {
      for (const int n : {2, 10, 40}) all.push_back(at_the_best(d, n, 1));
    }
    return domain::family_domain(
        "best-steps", "one loop at its best a, d of 1, 2, 10, n of 2, 10, 40", std::move(all));
  };
}

}  // namespace

claim::Claim dominance_without_exception_claim() {
  return claim::ClaimAbout<LawInstance>("looped/dominance-without-exception")
      .states(
          "With finitely many examples |grad L|^2 >= L^((2L-1)/L)/16 everywhere (expected to be "
          "refuted: at the minimum the gradient is zero and the loss is not).")
      .latex(R"(\|\nabla L(A)\|_F^2\ge\tfrac1{16}L(A)^{(2L-1)/L})")
      .from({kPaper, "Theorem 3.4, without its exception"})
      .formally("On the line A = a I with a the instance's number; both sides to the power L.")
      .differs(
          "the theorem has an exception for small losses, which the summary does not quantify; see "
          "looped/dominance-fails-near-the-minimum. No attack: one loop at its best is enough")
      .uncertain(kNotRead)
      .assumes(few_loops())
      .uses({"looped/one-loop-optimum"})
      .tagged({"looped", "flow"})
      .expects(claim::Verdict::refuted)
      .over(best_steps())
      .mathematics({"theory/looped/isotropic.hpp: isotropic_loss"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: "
                  "Dominance.FailsOnlyNearTheLeastLossAtFinitelyManyExamples"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_parts))
      .confirmed_by("moments by closed walks", domain::at_most_at_each(by_walks))
      .control("a quarter of the best a is far enough",
               domain::at_most_at_each(away_from_the_minimum))
      .example(at_the_best(1, 2, 1));
}

}  // namespace lemmascope::looped
