// The error on unseen symbols times the number of samples.
#include "properties/templates/ridge_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kSamples[] = {1, 10, 1000, 1000000};

RidgeInstance with_samples(const RidgeInstance& at, long n) {
  RidgeInstance result = at;
  for (long& count : result.counts) count = n;
  return result;
}

using Predictions = Vector<Rational> (*)(const RidgeInstance&, const Vector<Rational>&);

Vector<Rational> by_formula(const RidgeInstance& at, const Vector<Rational>&) {
  return ridge_by_blocks(at);
}

// N (N + (Delta + lambda)/n)^{-1} y: one sample each with the variance of a mean.
Vector<Rational> by_means(const RidgeInstance& at, const Vector<Rational>&) {
  RidgeInstance means = with_samples(at, 1);
  for (Eigen::Index i = 0; i < at.excess.size(); ++i) {
    means.excess(i) = at.penalty(i) / at.counts[i];
  }
  means.ridge = 0;
  return ridge_by_samples(means);
}

// n (y - prediction) = (Delta + lambda) N^{-1} prediction: the error times n tends to (Delta +
// lambda) N^{-1} y, and is that of the predictions in place of y at every n.
Sides errors(const RidgeInstance& at, Predictions route, bool of_labels) {
  Sides all;
  for (const int n : kSamples) {
    const RidgeInstance now = with_samples(at, n);
    const Vector<Rational> predictions = route(now, now.labels);
    const Vector<Rational> x =
        solve_definite<Rational>(at.between, of_labels ? at.labels : predictions);
    for (Eigen::Index i = 0; i < predictions.size(); ++i) {
      all.push_back({Rational(n * (at.labels(i) - predictions(i))), Rational(at.penalty(i) * x(i)),
                     claim::site("template", static_cast<int>(i), "samples", n)});
    }
  }
  return all;
}

Sides law(const RidgeInstance& at) { return errors(at, by_formula, false); }
Sides other_route(const RidgeInstance& at) { return errors(at, by_means, false); }
// Wrong: the limit holds at every n.
Sides the_limit(const RidgeInstance& at) { return errors(at, by_formula, true); }

// Wrong: errors fall with the square root of the number of samples only.
Sides square_root(const RidgeInstance& at) {
  Sides all = law(at);
  for (auto& [n_error, bound, site] : all) bound *= site.coordinates[1].value;
  return all;
}

}  // namespace

claim::Claim ridge_error_is_one_over_n_claim() {
  return claim::ClaimAbout<RidgeInstance>("templates/ridge-error-is-one-over-n")
      .states(
          "With n samples of each template n times the error on unseen symbols is (Delta + lambda) "
          "N^{-1} times the predictions, and so tends to (Delta + lambda) N^{-1} y.")
      .latex(R"(n\,(y-\hat y)=(\Delta+\lambda)N^{-1}\hat y\to(\Delta+\lambda)N^{-1}y)")
      .from({kPaper, "generalisation on unseen symbols; derived here"})
      .formally("n of 1, 10, 1000 and 10^6, in fractions, for positive definite N.")
      .differs(
          "the paper's bound falls like sqrt(log(1/delta)/n) + sqrt(1/rho) [form uncertain]; on "
          "disjoint symbols the error is known exactly and falls like 1/n")
      .uncertain(kNotRead)
      .uses({"templates/ridge-has-a-block-formula"})
      .tagged({"templates", "ridge"})
      .over(every_small_ridge())
      .over(sampled_ridges())
      .mathematics({"theory/templates/ridge.hpp: ridge_by_blocks",
                    "theory/templates/conditioning.hpp: solve_definite"})
      .tested_by({"tests/theory/templates/ridge_test.cpp: Ridge.GivesTheReferenceValues"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("means of samples, one template after the other",
                    domain::equal_at_each(other_route))
      .twin("the limit at every n", domain::equal_at_each(the_limit))
      .twin("n times larger", domain::equal_at_each(square_root))
      .example(two_templates());
}

}  // namespace lemmascope::templates
