// Another covariance of the inputs is the identity with another A.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"

namespace lemmascope::looped {
namespace {

Matrix<Rational> covariance(const LawInstance& at) { return at.root * at.root; }

Matrix<Rational> turned(const LawInstance& at) { return at.root * at.a * at.root; }

Rational with_covariance(const LawInstance& at) {
  return loss_with_covariance(at.a, covariance(at), at.setting.context, at.setting.loops);
}

Sides by_pairings(const LawInstance& at) {
  return {{with_covariance(at), loss_by_factor(turned(at), at.setting.context, at.setting.loops)}};
}

/// E tr (C^-1 M C M^T) over points of the whitened inputs, M = (I - B S B A)^L.
Sides by_factor(const LawInstance& at) {
  const Matrix<Rational> c = covariance(at);
  const Rational determinant = c(0, 0) * c(1, 1) - c(0, 1) * c(1, 0);
  const Rational found = average_by_factor(
      2, at.setting.context, 2 * at.setting.loops, [&](const Matrix<Rational>& s) {
        const Matrix<Rational> m = left_after(at.root * s * at.root, at.a, at.setting.loops);
        const Matrix<Rational> moved = m * c * m.transpose();
        const Rational trace =
            c(1, 1) * moved(0, 0) - 2 * c(0, 1) * moved(0, 1) + c(0, 0) * moved(1, 1);
        return Matrix<Rational>(Matrix<Rational>::Constant(1, 1, Rational(trace / determinant)));
      })(0, 0);
  return {{found, loss_with_covariance(turned(at), identity_matrix(2), at.setting.context,
                                       at.setting.loops)}};
}

// Wrong: A C in place of B A B.
Sides one_sided(const LawInstance& at) {
  return {{with_covariance(at),
           loss_by_factor(at.a * covariance(at), at.setting.context, at.setting.loops)}};
}

Sides as_it_is(const LawInstance& at) {
  return {{with_covariance(at), loss_by_factor(at.a, at.setting.context, at.setting.loops)}};
}

}  // namespace

claim::Claim covariances_are_equivalent_claim() {
  return claim::ClaimAbout<LawInstance>("looped/covariances-are-equivalent")
      .states(
          "For inputs of covariance C and maps of covariance C^-1 the loss of A is that of C^(1/2) "
          "A C^(1/2) for covariance I.")
      .latex(R"(L_{\Sigma}(A)=L_I(\Sigma^{1/2}A\Sigma^{1/2}))")
      .from({kPaper, "Section 2: data; Section 4"})
      .formally("C = B^2 with a positive rational B, two coordinates, L of 1 and 2.")
      .differs("derived here. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .uses({"looped/exact-error"})
      .tagged({"looped", "covariance"})
      .over(sampled_laws(2))
      .attacked({0, 0, 0})
      .proved_by({"looped/CovariancesAreEquivalent"},
                 "The theorem has equal errors for every outcome, hence equal losses under any "
                 "expectation; the law that runs compares exact Gaussian losses of two "
                 "coordinates. No certificate: Coq does not have Gaussian moments; "
                 "looped/exact-error certifies the errors that they average.")
      .mathematics({"theory/looped/full_loss.hpp: loss_with_covariance",
                    "theory/looped/full_loss.hpp: loss_by_factor"})
      .tested_by({"tests/theory/looped/full_loss_test.cpp: FullLoss.IsTheSameByThreeRoutes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_pairings))
      .confirmed_by("points of whitened inputs, and pairings for covariance I",
                    domain::equal_at_each(by_factor))
      .twin("A C in place of B A B", domain::equal_at_each(one_sided))
      .twin("A as it is", domain::equal_at_each(as_it_is))
      .example([] {
        LawInstance at = plain(2, 3, 2);
        at.a << 1, Rational(1, 2), Rational(-1, 2), Rational(3, 4);
        at.root << 2, Rational(1, 2), Rational(1, 2), 1;
        return at;
      }());
}

}  // namespace lemmascope::looped
