// More samples never hurt, in the norm that the penalties give.
#include "properties/templates/ridge_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

using Route = Vector<Rational> (*)(const RidgeInstance&);

// sum of squared errors, each over Delta + lambda, with n samples of each template.
Rational weighted_error(const RidgeInstance& at, long n, Route route) {
  RidgeInstance now = at;
  for (long& count : now.counts) count = n;
  const auto predictions = route(now);
  Rational sum(0);
  for (Eigen::Index i = 0; i < predictions.size(); ++i) {
    const Rational error = at.labels(i) - predictions(i);
    sum += error * error / at.penalty(i);
  }
  return sum;
}

Sides falling(const RidgeInstance& at, Route route, const Rational& share) {
  Sides all;
  for (int n = 1; n <= 3; ++n) {
    all.push_back({weighted_error(at, n + 1, route), Rational(share * weighted_error(at, n, route)),
                   claim::site("samples", n)});
  }
  return all;
}

Sides law(const RidgeInstance& at) { return falling(at, ridge_by_blocks, Rational(1)); }
Sides other_route(const RidgeInstance& at) { return falling(at, ridge_by_samples, Rational(1)); }
// Wrong: one more sample takes a quarter of the squared error at the least.
Sides by_a_quarter(const RidgeInstance& at) { return falling(at, ridge_by_blocks, Rational(3, 4)); }
// Wrong: errors rise.
Sides rising(const RidgeInstance& at) {
  Sides all = law(at);
  for (auto& side : all) std::swap(side.lhs, side.rhs);
  return all;
}

claim::Hypothesis<RidgeInstance> something_to_learn() {
  return {"something to learn", "a label is not zero", [](const RidgeInstance& at) {
            for (Eigen::Index i = 0; i < at.labels.size(); ++i) {
              if (at.labels(i) != 0) return Truth::yes;
            }
            return Truth::no;
          }};
}

}  // namespace

claim::Claim ridge_error_falls_with_samples_claim() {
  return claim::ClaimAbout<RidgeInstance>("templates/ridge-error-falls-with-samples")
      .states(
          "One more sample of every template lowers the squared error on unseen symbols, each "
          "template's over Delta + lambda.")
      .latex(
          R"(\sum_i\frac{(y_i-\hat y_i(n+1))^2}{\Delta_i+\lambda}<\sum_i\frac{(y_i-\hat y_i(n))^2}{\Delta_i+\lambda})")
      .from({kPaper, "generalisation on unseen symbols; derived here"})
      .formally(
          "n of 1 to 4, in fractions. With M = D^{-1/2} N D^{-1/2} the error is D^{1/2} (n M + "
          "1)^{-1} D^{-1/2} y, whose every component along an eigenvector of M falls.")
      .differs("one template's own error may rise: the sum over templates falls")
      .uncertain(kNotRead)
      .uses({"templates/ridge-has-a-block-formula"})
      .tagged({"templates", "ridge"})
      .assumes(something_to_learn())
      .over(every_small_ridge())
      .over(sampled_ridges())
      .mathematics({"theory/templates/ridge.hpp: ridge_by_blocks"})
      .tested_by({"tests/theory/templates/ridge_test.cpp: Ridge.IsOneNumberByAllThreeRoutes"})
      .law(claim::Evidence::exact, domain::at_each(law, claim::Op::less))
      .confirmed_by("samples one after the other", domain::at_each(other_route, claim::Op::less))
      .twin("by a quarter at least", domain::at_each(by_a_quarter, claim::Op::less))
      .twin("errors rise", domain::at_each(rising, claim::Op::less))
      .twin("nothing to learn", claim::without("something to learn"))
      .example(two_templates());
}

}  // namespace lemmascope::templates
