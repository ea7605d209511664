// Over chains that flip with one probability the first step leaves the off-diagonal as it is.
#include "properties/evolution/flips_in_general.hpp"
#include "properties/evolution/tensor_certificates.hpp"

namespace lemmascope::evolution {
namespace {

/// The step of W from v = 1: off the diagonal nothing, on it (1/(4t)) sum_s E lambda^s
/// (t-s+1)(t-s+2)/2.
Sides of_weights(const LengthInstance& at, const Tensor<Rational>& tensor, int from) {
  const int t = length_of(at);
  const auto step =
      tensor.along_weights(std::vector<Rational>(static_cast<std::size_t>(t), Rational(1)));
  Rational diagonal(0);
  for (int s = from; s <= t; ++s) {
    diagonal += flip_moment(at.number, s) * (t - s + 1) * (t - s + 2) / 2;
  }
  Matrix<Rational> expected = Matrix<Rational>::Constant(2, 2, Rational(0));
  expected(0, 0) = expected(1, 1) = diagonal / (4 * t);
  return domain::entries(step, expected, "m", "l");
}

Sides by_moments(const LengthInstance& at) {
  return of_weights(at, flip_tensor(at.number, length_of(at)), 1);
}
Sides by_chains(const LengthInstance& at) {
  return of_weights(at, flip_tensor_by_chains(at.number, length_of(at)), 1);
}

// Wrong: the zeroth power counts too.
Sides from_zero(const LengthInstance& at) {
  return of_weights(at, flip_tensor(at.number, length_of(at)), 0);
}

}  // namespace

claim::Claim flips_train_the_diagonal_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/flips-train-the-diagonal")
      .states(
          "Over chains that flip with one probability, a = b, the first step leaves the "
          "off-diagonal "
          "of W exactly as it is and moves the diagonal by (c/4t) sum_s E lambda^s "
          "(t-s+1)(t-s+2)/2.")
      .latex(R"(-\partial_WL=\frac c{4t}\sum_s\mathbb E\lambda^s\tfrac{(t-s+1)(t-s+2)}2\,I)")
      .from({kPaper, "Corollary A.2"})
      .formally("a uniform on [1/2 - width, 1/2 + width], c = 1.")
      .differs("exactly, where the paper has orders in t; the printed infinity is of order t log t")
      .assumes(length_is_whole())
      .assumes(is_half_width())
      .uses({"evolution/tensor-is-the-gradient"})
      .tagged({"evolution", "gradient"})
      .over(every_flip_prior())
      .proved_by({"evolution/FlipsTrainTheDiagonal", "evolution/FlipsMoveTheDiagonalUp"},
                 "The theorems are about one chain and about laws of finitely many; the uniform "
                 "prior of the law that runs enters by its moments, and in certificates by a rule "
                 "of integration that is exact for them.")
      .proved_in_part({"evolution/CertifiedFlips"})
      .certified_by(flip_certificates)
      .mathematics({"theory/evolution/two_steps.hpp: flip_tensor"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "FlipsOfOneProbability.HaveTheReferenceSlopes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_moments))
      .confirmed_by("an exact rule over chains", domain::equal_at_each(by_chains))
      .twin("the zeroth power counts", domain::equal_at_each(from_zero))
      .example({4, Rational(1, 4)});
}

}  // namespace lemmascope::evolution
