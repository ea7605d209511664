// Features of two substructures after L layers differ by no more than what they read differently.
#include "properties/graphdepth/stack_certificates.hpp"
#include "properties/graphdepth/stack_instance.hpp"
#include "theory/graphdepth/contraction.hpp"
#include "theory/numeric/product.hpp"

namespace lemmascope::graphdepth {
namespace {

Rational absolute_sum(const Vector<Rational>& v) {
  Rational sum(0);
  for (Eigen::Index k = 0; k < v.size(); ++k) sum += absolute<Rational>(v[k]);
  return sum;
}

Vector<Rational> row(const Matrix<Rational>& matrix, int i) { return matrix.row(i).transpose(); }

// Largest l1 distance of two rows of the features.
Rational diameter(const Matrix<Rational>& features) {
  Rational largest(0);
  for (int i = 0; i < features.rows(); ++i) {
    for (int j = 0; j < i; ++j) {
      largest = std::max(largest, absolute_sum(row(features, i) - row(features, j)));
    }
  }
  return largest;
}

// What a row vector grows by at most in l1: the largest row sum of absolute values.
Rational operator_norm(const Matrix<Rational>& value) {
  Rational largest(0);
  for (int i = 0; i < value.rows(); ++i) largest = std::max(largest, absolute_sum(row(value, i)));
  return largest;
}

Vector<Rational> mean_over(const Matrix<Rational>& features, const Substructure& substructure) {
  const Matrix<Rational> columns = features.transpose();
  return product(columns, uniform_on(substructure, static_cast<int>(features.rows())));
}

Sides bounded(const StackInstance& at, const Rational& share) {
  const auto delta = distances(at.layers, at.first, at.second);
  Matrix<Rational> features = at.features;
  Rational scale = diameter(features) * share;
  Sides all;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    features = product(product(at.layers[l], features), at.value);
    scale *= operator_norm(at.value);
    const Rational found =
        absolute_sum(mean_over(features, at.first) - mean_over(features, at.second));
    all.push_back(
        {found, Rational(delta[l + 1] * scale), claim::site("l", static_cast<int>(l) + 1)});
  }
  return all;
}

Sides stated(const StackInstance& at) { return bounded(at, Rational(1)); }

// Other route: the laws that the substructures read by, applied to features that the value matrices
// have passed; the norm over vectors of signs.
Rational norm_by_signs(const Matrix<Rational>& value) {
  Rational largest(0);
  for (int code = 0; code < 1 << value.cols(); ++code) {
    for (int i = 0; i < value.rows(); ++i) {
      Rational sum(0);
      for (int j = 0; j < value.cols(); ++j) {
        sum += (code >> j & 1) != 0 ? value(i, j) : Rational(-value(i, j));
      }
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

Sides by_laws(const StackInstance& at) {
  const int n = at.positions();
  Rational scale(0);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      Rational sum(0);
      for (int c = 0; c < at.features.cols(); ++c) {
        const Rational gap = at.features(i, c) - at.features(j, c);
        sum += gap < 0 ? Rational(-gap) : gap;
      }
      scale = std::max(scale, sum);
    }
  }
  Matrix<Rational> passed = at.features, through = Matrix<Rational>::Constant(n, n, Rational(0));
  for (int i = 0; i < n; ++i) through(i, i) = 1;
  Sides all;
  for (std::size_t l = 0; l < at.layers.size(); ++l) {
    through = product(at.layers[l], through);
    passed = product(passed, at.value);
    scale *= norm_by_signs(at.value);
    const Matrix<Rational> reads = through.transpose(), columns = passed.transpose();
    const Vector<Rational> gap =
        product(reads, Vector<Rational>(uniform_on(at.first, n) - uniform_on(at.second, n)));
    Rational positive(0);
    for (int k = 0; k < n; ++k) positive += std::max(gap[k], Rational(0));
    all.push_back({absolute_sum(product(columns, gap)), Rational(positive * scale),
                   claim::site("l", static_cast<int>(l) + 1)});
  }
  return all;
}

// Wrong: half of the diameter, as if features lay within that radius of a centre.
Sides half_the_diameter(const StackInstance& at) { return bounded(at, Rational(1, 2)); }

Sides two_per_cent_less(const StackInstance& at) { return bounded(at, Rational(98, 100)); }

}  // namespace

claim::Claim features_inherit_the_distance_claim() {
  return claim::ClaimAbout<StackInstance>("graphdepth/features-inherit-the-distance")
      .states(
          "Mean features of two substructures after L layers differ in l1 by at most delta_L times "
          "the diameter of the first features times the norms of the value matrices.")
      .latex(
          R"(\|\mu_S^\top H_L-\mu_{S'}^\top H_L\|_1\le\delta_L\,\mathrm{diam}(H_0)\prod_l\|W_l\|,\quad H_l=A_lH_{l-1}W_l)")
      .from({kPaper, kTheorem})
      .formally("l1 norms and the operator norm that goes with them; no residual, no MLP.")
      .differs(kSurrogate)
      .uncertain("the paper's theorem is remembered, not read")
      .uses({"graphdepth/substructures-forget-each-other"})
      .tagged({"graphdepth", "depth"})
      .over(every_tiny_stack())
      .over(sampled_stacks())
      .proved_by({"graphdepth/FeaturesInheritTheDistance"},
                 "None in substance: for every bound of diameter and norm, the least ones among "
                 "them; the laws of the substructures are any rows of one sum.")
      .proved_in_part({"graphdepth/CertifiedStack"})
      .certified_by(stack_certificates)
      .mathematics({"theory/graphdepth/attention_stack.hpp: distances"})
      .tested_by({"tests/theory/graphdepth/attention_stack_test.cpp: "
                  "Distances.FollowTheLayersFromTheLastToTheFirst"})
      .law(claim::Evidence::exact, domain::at_most_at_each(stated))
      .confirmed_by("laws of reading applied to features past the value matrices",
                    domain::at_most_at_each(by_laws))
      .twin("half of the diameter", domain::at_most_at_each(half_the_diameter))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(two_blocks());
}

}  // namespace lemmascope::graphdepth
