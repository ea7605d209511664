// Two layers of attention contract at least as much as the two coefficients say.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::graphdepth {
namespace {

// tau(B A) <= tau(B) tau(A) for the layer above and the one below, at every depth.
Sides at_every_depth(const StackInstance& at, Rational (*tau)(const Matrix<Rational>&),
                     const Rational& share) {
  Sides all;
  Matrix<Rational> below = at.layers.front();
  for (std::size_t l = 1; l < at.layers.size(); ++l) {
    const Matrix<Rational> both = product(at.layers[l], below);
    all.push_back({tau(both), Rational(tau(at.layers[l]) * tau(below) * share),
                   claim::site("l", static_cast<int>(l) + 1)});
    below = both;
  }
  return all;
}

Sides by_distance(const StackInstance& at) {
  return at_every_depth(at, contraction<Rational>, Rational(1));
}
Sides by_overlap(const StackInstance& at) {
  return at_every_depth(at, contraction_by_overlap, Rational(1));
}
Sides two_per_cent_less(const StackInstance& at) {
  return at_every_depth(at, contraction<Rational>, Rational(98, 100));
}

}  // namespace

claim::Claim contraction_is_submultiplicative_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/contraction-is-submultiplicative")
      .states(
          "The contraction coefficient of two layers of attention is at most the product of the "
          "two.")
      .latex(R"(\tau(BA)\le\tau(B)\,\tau(A),\quad\tau(A)=\max_{ij}\mathrm{TV}(A_i,A_j))")
      .from({kPaper, kTheorem})
      .formally("Exact, at every depth of random stacks.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .tagged({"graphdepth", "contraction"})
      .over(every_tiny_stack())
      .over(sampled_stacks())
      .proved_by({"graphdepth/ContractionIsSubmultiplicative", "graphdepth/CoefficientIsTau"},
                 "The coefficient is characterised in Coq as the least bound that two rows attain; "
                 "the layers may have any sizes.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(stack_certificates)
      .mathematics({"theory/graphdepth/contraction.hpp: contraction"})
      .tested_by({"tests/theory/graphdepth/contraction_test.cpp: "
                  "Contraction.IsTheLargestDistanceOfRows"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_distance))
      .confirmed_by("one minus the least overlap of two rows", domain::at_most_at_each(by_overlap))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
