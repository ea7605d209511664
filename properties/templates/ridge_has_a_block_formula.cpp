// Predictions on unseen symbols from a system of the size of the number of templates.
#include "properties/templates/ridge_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

Sides beside(const Vector<Rational>& found, const Vector<Rational>& formula) {
  Sides all;
  for (Eigen::Index i = 0; i < found.size(); ++i) {
    all.push_back({found(i), formula(i), claim::site("template", static_cast<int>(i))});
  }
  return all;
}

Sides by_full_solve(const RidgeInstance& at) {
  return beside(ridge_by_full_solve(at), ridge_by_blocks(at));
}

// Other route: one sample after the other; the formula as N (N + (Delta + lambda)/D_n)^{-1} y, in
// which nothing is taken from y.
Sides by_samples(const RidgeInstance& at) {
  const Eigen::Index r = at.between.rows();
  RidgeInstance means = at;  // the mean of n samples is one sample with its variance over n
  means.ridge = 0;
  for (Eigen::Index i = 0; i < r; ++i) {
    means.excess(i) = at.penalty(i) / at.counts[i];
    means.counts[i] = 1;
  }
  return beside(ridge_by_samples(at), ridge_by_full_solve(means));
}

// Wrong: the ridge alone is the penalty, as if a string had with itself what it has with others.
Sides without_excess(const RidgeInstance& at) {
  RidgeInstance other = at;
  for (Eigen::Index i = 0; i < at.excess.size(); ++i) other.excess(i) = at.excess(i) / 2;
  return beside(ridge_by_full_solve(at), ridge_by_blocks(other));
}

// Wrong: every label is learnt.
Sides all_learnt(const RidgeInstance& at) { return beside(ridge_by_full_solve(at), at.labels); }

}  // namespace

claim::Claim ridge_has_a_block_formula_claim() {
  return claim::ClaimAbout<RidgeInstance>("templates/ridge-has-a-block-formula")
      .states(
          "On pairwise disjoint symbols the predictions of kernel ridge regression on unseen "
          "symbols are y - (Delta + lambda)(N D_n + Delta + lambda)^{-1} y.")
      .latex(R"(\hat y=y-(\Delta+\lambda)(ND_n+\Delta+\lambda)^{-1}y)")
      .from({kPaper, "kernel ridge regression on templates; the formula is derived here"})
      .formally(
          "Against the whole Gram matrix K = T N T^T + diag(Delta), solved in fractions, for "
          "positive definite N.")
      .differs("a formula in place of the paper's bound, on disjoint symbols throughout")
      .uncertain(kNotRead)
      .tagged({"templates", "ridge"})
      .over(every_small_ridge())
      .over(sampled_ridges())
      .mathematics({"theory/templates/ridge.hpp: ridge_by_blocks",
                    "theory/templates/ridge.hpp: ridge_by_full_solve"})
      .tested_by({"tests/theory/templates/ridge_test.cpp: Ridge.IsOneNumberByAllThreeRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_full_solve))
      .confirmed_by("samples one after the other; means of samples",
                    domain::equal_at_each(by_samples))
      .twin("half the excess", domain::equal_at_each(without_excess))
      .twin("every label is learnt", domain::equal_at_each(all_learnt))
      .example(two_templates());
}

}  // namespace lemmascope::templates
