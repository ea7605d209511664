// A layer of attention brings the features of all positions together by its coefficient.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::graphdepth {
namespace {

Sides by_oscillation(const StackInstance& at, const Rational& share) {
  Sides all;
  Matrix<Rational> features = at.features;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    const Vector<Rational> before = oscillation(features);
    features = product(at.layers[l], features);
    const Vector<Rational> after = oscillation(features);
    for (int c = 0; c < after.size(); ++c) {
      all.push_back({after[c], Rational(contraction(at.layers[l]) * before[c] * share),
                     claim::site("l", static_cast<int>(l) + 1, "column", c)});
    }
  }
  return all;
}

Sides stated(const StackInstance& at) { return by_oscillation(at, Rational(1)); }

// Other route: differences of every pair of positions.
Rational largest_difference(const Matrix<Rational>& features, int column) {
  Rational largest(0);
  for (int i = 0; i < features.rows(); ++i) {
    for (int j = 0; j < features.rows(); ++j) {
      largest = std::max(largest, Rational(features(i, column) - features(j, column)));
    }
  }
  return largest;
}

Sides by_pairs(const StackInstance& at) {
  Sides all;
  Matrix<Rational> through = at.layers.front();  // A_l ... A_1
  Matrix<Rational> before = at.features;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    if (l > 0) through = product(at.layers[l], through);
    const Matrix<Rational> after = product(through, at.features);
    for (int c = 0; c < after.cols(); ++c) {
      all.push_back({largest_difference(after, c),
                     Rational(contraction_by_overlap(at.layers[l]) * largest_difference(before, c)),
                     claim::site("l", static_cast<int>(l) + 1, "column", c)});
    }
    before = after;
  }
  return all;
}

Sides two_per_cent_less(const StackInstance& at) { return by_oscillation(at, Rational(98, 100)); }

}  // namespace

claim::Claim oscillation_contracts_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/oscillation-contracts")
      .states(
          "A layer of attention multiplies the oscillation of every feature by at most its "
          "contraction coefficient.")
      .latex(R"(\mathrm{osc}(AH)\le\tau(A)\,\mathrm{osc}(H))")
      .from({kPaper, kTheorem})
      .formally("Every column of the features, at every layer of a stack.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .tagged({"graphdepth", "contraction"})
      .over(every_tiny_stack())
      .over(sampled_stacks())
      .proved_by({"graphdepth/OscillationContracts"},
                 "None in substance: for every bound of the coefficient and of the oscillation, "
                 "the least ones among them.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(stack_certificates)
      .mathematics({"theory/graphdepth/contraction.hpp: oscillation",
                    "theory/graphdepth/contraction.hpp: contraction"})
      .tested_by({"tests/theory/graphdepth/contraction_test.cpp: "
                  "Oscillation.IsTheLargestDifferenceInAColumn"})
      .law(claim::Evidence::exact, domain::at_most_at_each(stated))
      .confirmed_by("differences of every pair, overlaps of rows",
                    domain::at_most_at_each(by_pairs))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
