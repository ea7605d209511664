// What two substructures read differently after L layers of attention.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::graphdepth {
namespace {

Sides bounded(const StackInstance& at, const Rational& share) {
  const auto found = distances(at.layers, at.first, at.second);
  const auto bound = distance_bounds(at.layers, at.first, at.second);
  Sides all;
  for (std::size_t l = 1; l < found.size(); ++l) {
    all.push_back({found[l], Rational(bound[l] * share), claim::site("l", static_cast<int>(l))});
  }
  return all;
}

Sides stated(const StackInstance& at) { return bounded(at, Rational(1)); }

// Other route: the difference of the two laws split into its positive and negative part, pushed
// through the product of all layers.
Sides by_parts(const StackInstance& at) {
  const int n = at.positions();
  const Vector<Rational> difference = uniform_on(at.first, n) - uniform_on(at.second, n);
  const auto positive_mass = [](const Vector<Rational>& v) {
    Rational sum(0);
    for (Eigen::Index k = 0; k < v.size(); ++k) sum += std::max(v[k], Rational(0));
    return sum;
  };
  Sides all;
  Rational bound = positive_mass(difference);
  Matrix<Rational> through = Matrix<Rational>::Constant(n, n, Rational(0));
  for (int i = 0; i < n; ++i) through(i, i) = 1;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    through = product(at.layers[l], through);
    bound *= contraction_by_overlap(at.layers[l]);
    const Matrix<Rational> reads = through.transpose();
    all.push_back({positive_mass(product(reads, difference)), bound,
                   claim::site("l", static_cast<int>(l) + 1)});
  }
  return all;
}

Sides two_per_cent_less(const StackInstance& at) { return bounded(at, Rational(98, 100)); }

}  // namespace

claim::Claim substructures_forget_each_other_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/substructures-forget-each-other")
      .states(
          "What two substructures read differently after L layers of attention is at most the "
          "first "
          "difference times the product of the layers' contraction coefficients.")
      .latex(
          R"(\delta_L=\mathrm{TV}(\mu_S^\top A_L\cdots A_1,\mu_{S'}^\top A_L\cdots A_1)\le\delta_0\prod_l\tau(A_l))")
      .from({kPaper, kTheorem})
      .formally("Every depth of a stack, substructures that may overlap.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .uses({"graphdepth/contraction-is-submultiplicative"})
      .tagged({"graphdepth", "depth"})
      .over(every_tiny_stack())
      .over(sampled_stacks())
      .proved_by({"graphdepth/DepthContracts"},
                 "The laws of the two substructures are any rows of one sum, and the layers are "
                 "numbered as the rows meet them; the l1 norm stands for the total variation on "
                 "both sides.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(stack_certificates)
      .mathematics({"theory/graphdepth/attention_stack.hpp: distances",
                    "theory/graphdepth/attention_stack.hpp: distance_bounds"})
      .tested_by({"tests/theory/graphdepth/attention_stack_test.cpp: "
                  "Distances.FollowTheLayersFromTheLastToTheFirst"})
      .law(claim::Evidence::exact, domain::at_most_at_each(stated))
      .confirmed_by("the positive part of the difference, through the product of all layers",
                    domain::at_most_at_each(by_parts))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
