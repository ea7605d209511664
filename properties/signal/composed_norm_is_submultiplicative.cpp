// The composed norm of a product is at most the product of the norms.
#include "properties/signal/pair_instance.hpp"
#include "properties/signal/signal_certificates.hpp"
#include "properties/signal/tokens_instance.hpp"
#include "theory/numeric/product.hpp"
#include "theory/signal/composed_norm.hpp"

namespace lemmascope::signal {
namespace {

Sides squares(const PairInstance& at) {
  return {{squared_composed_norm(product(at.first, at.second)),
           Rational(squared_composed_norm(at.first) * squared_composed_norm(at.second))}};
}

// The largest absolute sums by trying vectors of signs: |M|_inf = max |M s|_inf, |M|_1 from M^T.
Rational row_norm_by_signs(const Matrix<Rational>& matrix) {
  Rational largest(0);
  for (int code = 0; code < 1 << matrix.cols(); ++code) {
    for (int i = 0; i < matrix.rows(); ++i) {
      Rational sum(0);
      for (int j = 0; j < matrix.cols(); ++j) {
        sum += code >> j & 1 ? Rational(-matrix(i, j)) : matrix(i, j);
      }
      largest = std::max(largest, sum);
    }
  }
  return largest;
}

Rational squared_by_signs(const Matrix<Rational>& matrix) {
  return row_norm_by_signs(matrix) * row_norm_by_signs(matrix.transpose());
}

Sides by_signs(const PairInstance& at) {
  return {{squared_by_signs(product(at.first, at.second)),
           Rational(squared_by_signs(at.first) * squared_by_signs(at.second))}};
}

// Wrong: two per cent less.
Sides two_per_cent_less(const PairInstance& at) {
  return {{squared_composed_norm(product(at.first, at.second)),
           Rational(squared_composed_norm(at.first) * squared_composed_norm(at.second) *
                    Rational(98, 100))}};
}

}  // namespace

claim::Claim composed_norm_is_submultiplicative_claim() {
  return claim::ClaimAbout<PairInstance>("signal/composed-norm-is-submultiplicative")
      .states("|M|_{1,inf} = sqrt(|M|_1 |M|_inf) of a product is at most the product of the two.")
      .latex(R"(\|AB\|_{1,\infty}\le\|A\|_{1,\infty}\|B\|_{1,\infty})")
      .from({"arXiv 2103.03404", "proof of the theorem on rank collapse"})
      .formally("Squares of both sides, exactly.")
      .differs("none")
      .uncertain("the paper was read in a third party's summary")
      .tagged({"signal", "norms"})
      .over(crossed_pairs())
      .over(sampled_pairs())
      .proved_by({"signal/ComposedNormIsSubmultiplicative"},
                 "None in substance: squares of both sides, as in the law that runs, for matrices "
                 "of any shapes.")
      .proved_in_part({"signal/CertifiedNorms"})
      .certified_by(norm_certificates)
      .mathematics({"theory/signal/composed_norm.hpp: squared_composed_norm"})
      .tested_by({"tests/theory/signal/composed_norm_test.cpp: "
                  "ComposedNorm.IsTheRootOfColumnAndRowSums"})
      .law(claim::Evidence::exact, domain::at_most_at_each(squares))
      .confirmed_by("row and column norms over all vectors of signs",
                    domain::at_most_at_each(by_signs))
      .twin("two per cent less", domain::at_most_at_each(two_per_cent_less))
      .example(crossed_pair(3));
}

}  // namespace lemmascope::signal
