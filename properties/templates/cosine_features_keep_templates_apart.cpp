// Random cosine features on top of attention: the kernel of the whole network.
#include "properties/templates/kernel_instance.hpp"
#include "properties/templates/strings_instance.hpp"
#include "theory/templates/attention_kernel.hpp"
#include "theory/templates/conditioning.hpp"
#include "theory/templates/cosine_features.hpp"

namespace lemmascope::templates {
namespace {

using Route = Interval (*)(const CosineFeature&, const Interval&, const Interval&, const Interval&);

// Entries beyond positive ones, and a determinant beyond zero.
IntervalSides regular(const KernelInstance& at, Route route, const CosineFeature& feature) {
  const auto kernel = enclosed_kernel({{0, 0}, {0, 1}}, at, kFewDigits);
  Matrix<Interval> full(2, 2);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      full(i, j) =
          route(feature, kernel.same_string(i), kernel.same_string(j), kernel.between(i, j));
    }
  }
  return {{Interval(0), determinant(full), claim::site("side", 0)},
          {pow(full(0, 1), 2), full(0, 0) * full(1, 1), claim::site("side", 1)},
          {full(0, 0) + full(1, 1), Interval(1), claim::site("side", 2)}};
}

IntervalSides law(const KernelInstance& at) { return regular(at, cosine_kernel, {}); }
IntervalSides other_route(const KernelInstance& at) {
  return regular(at, cosine_kernel_by_series, {});
}

// Wrong: by a thousandth; at beta = gamma = 1 the determinant is a fifth of that.
IntervalSides by_a_thousandth(const KernelInstance& at) {
  IntervalSides sides = law(at);
  sides[0].lhs = Interval(Rational(1, 1000));
  return sides;
}
// Wrong: the determinant is negative.
IntervalSides negative(const KernelInstance& at) {
  IntervalSides sides = law(at);
  std::swap(sides[0].lhs, sides[0].rhs);
  return sides;
}

}  // namespace

claim::Claim cosine_features_keep_templates_apart_claim() {
  return claim::ClaimAbout<KernelInstance>("templates/cosine-features-keep-templates-apart")
      .states(
          "With random features cos(t + 1/2) on top of attention the kernel matrix of aa and ab is "
          "regular.")
      .latex(
          R"(K=\tfrac12e^{-(k_x+k_y)/2}(e^{k_{xy}}+\cos(1)\,e^{-k_{xy}}),\ \det K_{\text{full}}>0)")
      .from({kPaper, "the MLP on top of attention"})
      .formally(
          "Enclosures over a grid of beta and gamma. At beta = gamma = 1 the determinant is "
          "2.02609e-4.")
      .differs("a cosine in place of the paper's activation, two templates")
      .uncertain("whether the paper uses a cosine")
      .uncertain(kNotRead)
      .uses({"templates/same-and-different-are-separated"})
      .tagged({"templates", "kernel"})
      .over(kernel_grid())
      .mathematics({"theory/templates/cosine_features.hpp: cosine_kernel",
                    "theory/templates/cosine_features.hpp: cosine_kernel_by_series"})
      .tested_by({"tests/theory/templates/cosine_features_test.cpp: "
                  "CosineKernel.GivesTheReferenceValuesByBothRoutes"})
      .law(claim::Evidence::interval, domain::at_each(law, claim::Op::less))
      .confirmed_by("Mehler's series", domain::at_each(other_route, claim::Op::less))
      .twin("by a thousandth", domain::at_each(by_a_thousandth, claim::Op::less))
      .twin("a negative determinant", domain::at_each(negative, claim::Op::less))
      .attacked({3, 300, 6000})
      .example({Rational(1), Rational(1), Rational(0)});
}

}  // namespace lemmascope::templates
