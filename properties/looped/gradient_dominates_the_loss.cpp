// The gradient bounds the loss where there is no noise: with the sharp constant.
#include "properties/domain/profiled.hpp"
#include "properties/looped/law_instance.hpp"

namespace lemmascope::looped {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational result(1);
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

/// Sum over the diagonal of I - A of its entries to that power.
Rational sum_of_powers(const LawInstance& at, int exponent) {
  Rational sum(0);
  for (int i = 0; i < at.setting.dimension; ++i) sum += power(1 - at.a(i, i), exponent);
  return sum;
}

/// The same as traces of matrix powers of the diagonal part, squared first.
Rational trace_of_power(const LawInstance& at, int exponent) {
  const int d = at.setting.dimension;
  Matrix<Rational> left = identity_matrix(d);
  for (int i = 0; i < d; ++i) left(i, i) -= at.a(i, i);
  const Matrix<Rational> squared = left * left;
  Matrix<Rational> product = identity_matrix(d);
  for (int k = 0; k < exponent / 2; ++k) product = (product * squared).eval();
  Rational trace(0);
  for (int i = 0; i < d; ++i) trace += product(i, i);
  return trace;
}

/// lhs <= rhs: factor times loss^(2L-1) and d^(L-1) (|grad|^2 / (4 L^2))^L.
Sides dominated(const LawInstance& at, Rational (*sum)(const LawInstance&, int),
                const Rational& factor, bool with_dimension) {
  const auto& [d, n, loops] = at.setting;
  const Rational loss = sum(at, 2 * loops), gradient = sum(at, 4 * loops - 2);
  const Rational scale = with_dimension ? power(Rational(d), loops - 1) : Rational(1);
  return {
      {Rational(factor * power(loss, 2 * loops - 1)), Rational(scale * power(gradient, loops))}};
}

Sides by_sums(const LawInstance& at) { return dominated(at, sum_of_powers, Rational(1), true); }

Sides by_traces(const LawInstance& at) { return dominated(at, trace_of_power, Rational(1), true); }

Sides two_per_cent_more(const LawInstance& at) {
  return dominated(at, sum_of_powers, Rational(102, 100), true);
}

Sides for_every_dimension(const LawInstance& at) {
  return dominated(at, sum_of_powers, Rational(1), false);
}

/// Diagonals of 0, 1/2, 3/2 and 2 in every order, equal ones among them.
LawDomain every_diagonal() {
  return [](claim::Profile) {
    const Rational entries[] = {Rational(0), Rational(1, 2), Rational(3, 2), Rational(2)};
    std::vector<LawInstance> all;
    for (int d = 1; d <= 3; ++d) {
      for (int loops = 1; loops <= 4; ++loops) {
        int codes = 1;
        for (int i = 0; i < d; ++i) codes *= 4;
        for (int code = 0; code < codes; ++code) {
          LawInstance at = plain(d, 1, loops);
          for (int i = 0, rest = code; i < d; ++i, rest /= 4) at.a(i, i) = entries[rest % 4];
          all.push_back(std::move(at));
        }
      }
    }
    return domain::family_domain("diagonals", "diagonal A of 0, 1/2, 3/2 and 2, up to four loops",
                                 std::move(all), sampled_laws(2)(claim::Profile::quick).charts);
  };
}

}  // namespace

claim::Claim gradient_dominates_the_loss_claim() {
  return claim::ClaimAbout<LawInstance>("looped/gradient-dominates-the-loss")
      .states(
          "For infinitely many examples |grad L|^2 >= 4 L^2 d^(-(1 - 1/L)) L^((2L-1)/L) on "
          "symmetric A, and equal eigenvalues reach it.")
      .latex(R"(\|\nabla L(A)\|_F^2\ge4L^2d^{-(1-1/L)}\,L(A)^{(2L-1)/L})")
      .from({kPaper, "Theorem 3.4, with the constant 1/16"})
      .formally(
          "A = diag: the loss is sum (1 - A_ii)^(2L), the gradient 2L (1 - A_ii)^(2L-1); both "
          "sides "
          "to the power L.")
      .differs(
          "derived here; the constant 1/16 follows only for d up to 65536 (L = 2), 13824 (L = 3), "
          "10119 (L = 5) and 16946 (L = 10)")
      .uncertain(kNotRead)
      .tagged({"looped", "flow"})
      .over(every_diagonal())
      .mathematics({"theory/looped/isotropic.hpp: most_dimensions_for_dominance"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: Dominance.HasItsConstantUpToALimit"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_sums))
      .confirmed_by("traces of powers of matrices", domain::at_most_at_each(by_traces))
      .twin("a constant two per cent larger", domain::at_most_at_each(two_per_cent_more))
      .twin("the same constant for every d", domain::at_most_at_each(for_every_dimension))
      .example([] {
        LawInstance at = plain(2, 1, 2);
        at.a(0, 0) = Rational(1, 2);
        at.a(1, 1) = 0;
        return at;
      }());
}

}  // namespace lemmascope::looped
