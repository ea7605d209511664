// What a kernel that sees no regular token and no equality of wildcards cannot do.
#include "properties/templates/ridge_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

// Both predictions, and what their mean squared error cannot fall below.
Sides of_predictions(const RidgeInstance& at, const Vector<Rational>& predictions,
                     const Rational& share) {
  const Rational gap = at.labels(0) - at.labels(1);
  Rational error(0);
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Rational miss = predictions(i) - at.labels(i);
    error += miss * miss / 2;
  }
  return {{predictions(0), predictions(1), claim::site("side", 0)},
          {predictions(1), predictions(0), claim::site("side", 1)},
          {Rational(gap * gap * share), error, claim::site("side", 2)}};
}

Sides by_full_solve(const RidgeInstance& at) {
  return of_predictions(at, ridge_by_full_solve(at), Rational(1, 4));
}

// Other route: c S / (1 + c W) with the sums S of n_i y_i / (Delta_i + lambda) and W of n_i /
// (Delta_i + lambda).
Sides by_sums(const RidgeInstance& at) {
  Rational weights(0), weighted(0);
  for (Eigen::Index i = 0; i < 2; ++i) {
    const Rational weight = at.counts[i] / at.penalty(i);
    weights += weight;
    weighted += weight * at.labels(i);
  }
  const Rational c = at.between(0, 0), one = c * weighted / (1 + c * weights);
  Vector<Rational> both(2);
  both << one, one;
  return of_predictions(at, both, Rational(1, 4));
}

// Wrong: a quarter and a fiftieth; balanced samples attain a quarter.
Sides a_little_more(const RidgeInstance& at) {
  return of_predictions(at, ridge_by_full_solve(at), Rational(27, 100));
}

claim::Hypothesis<RidgeInstance> one_kernel_value() {
  return {"one kernel value", "two templates, N is a multiple of 1 1^T",
          [](const RidgeInstance& at) {
            if (at.between.rows() != 2) return Truth::no;
            const Rational c = at.between(0, 0);
            return truth(at.between(0, 1) == c && at.between(1, 0) == c && at.between(1, 1) == c);
          }};
}

}  // namespace

claim::Claim equal_kernels_give_one_prediction_claim() {
  return claim::ClaimAbout<RidgeInstance>("templates/equal-kernels-give-one-prediction")
      .states(
          "If the kernel of two templates on disjoint symbols is one number, ridge regression "
          "predicts one number for both, with a mean squared error of at least (y_1 - y_2)^2 / 4.")
      .latex(
          R"(N=c\,\mathbf 1\mathbf 1^\top\Rightarrow\hat y_1=\hat y_2,\ \mathrm{MSE}\ge\tfrac14(y_1-y_2)^2)")
      .from({kPaper, "fully connected networks fail (Appendix I, as a third party has it)"})
      .formally(
          "In fractions by the whole Gram matrix; both predictions at most each other, and the "
          "error. Kernels of fully connected networks are of this kind where no regular token "
          "appears (templates/inner-products-see-regular-tokens-only).")
      .differs("numbers derived here; the paper speaks of all fully connected networks")
      .uncertain(kNotRead)
      .uses({"templates/ridge-has-a-block-formula"})
      .tagged({"templates", "ridge", "fully-connected"})
      .assumes(one_kernel_value())
      .over(rank_one_ridges())
      .mathematics({"theory/templates/ridge.hpp: ridge_by_full_solve"})
      .tested_by({"tests/theory/templates/ridge_test.cpp: "
                  "Ridge.WithInnerProductsOnlyPredictsOneNumberForBoth"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_full_solve))
      .confirmed_by("sums of labels and weights", domain::at_most_at_each(by_sums))
      .twin("more than a quarter", domain::at_most_at_each(a_little_more))
      .twin("any kernel", claim::without("one kernel value"))
      .example([] {
        RidgeInstance at = two_templates();
        at.between << 1, 1, 1, 1;
        return at;
      }());
}

}  // namespace lemmascope::templates
