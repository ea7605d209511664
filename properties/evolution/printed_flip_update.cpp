// (A.53) and (A.57): the update of v over chains that flip with one probability.
#include "properties/evolution/flips_in_general.hpp"

namespace lemmascope::evolution {
namespace {

template <class Update>
Sides of_lags(const LengthInstance& at, const Tensor<Rational>& tensor, Update update) {
  Sides sides;
  const int t = length_of(at);
  const auto step = tensor.along_lags(Matrix<Rational>::Constant(2, 2, Rational(1)));
  for (int j = 1; j <= t; ++j) {
    sides.push_back({update(t, j), step[j - 1], claim::site("j", j)});
  }
  return sides;
}

Rational as_printed(int t, int j) { return Rational(-(t - j + 1), 2 * t); }

/// (1/2t) sum over even n <= n_0 of E lambda^n (n_0 + 1 - n).
Rational corrected(const LengthInstance& at, int t, int j) {
  const int last = t - j + 1;
  Rational sum(0);
  for (int n = 2; n <= last; n += 2) sum += flip_moment(at.number, n) * (last + 1 - n);
  return sum / (2 * t);
}

Sides by_moments(const LengthInstance& at) {
  return of_lags(at, flip_tensor(at.number, length_of(at)), as_printed);
}
Sides by_chains(const LengthInstance& at) {
  return of_lags(at, flip_tensor_by_chains(at.number, length_of(at)), as_printed);
}
Sides by_correction(const LengthInstance& at) {
  return of_lags(at, flip_tensor(at.number, length_of(at)),
                 [&](int t, int j) { return corrected(at, t, j); });
}

}  // namespace

claim::Claim printed_flip_update_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/printed-flip-update")
      .states(
          "As printed, (A.53) and (A.57): over chains with a = b the first step moves v_j by "
          "-(c/2t) "
          "(t - j + 1). The update is not negative: it is (c/2t) sum over even n of E lambda^n "
          "(n_0 + "
          "1 - n), of order log t.")
      .latex(R"(v^{(1)}_j=c-\frac{c\eta}{2t}(t-j+1))")
      .from({kPaper, "(A.53), (A.57)"})
      .formally("c = 1, divided by the rate.")
      .differs("as printed; the exact update is the control")
      .assumes(length_is_whole())
      .assumes(is_half_width())
      .uses({"evolution/flips-train-the-diagonal"})
      .tagged({"evolution", "printed"})
      .expects(claim::Verdict::refuted)
      .over(every_flip_prior())
      .mathematics({"theory/evolution/two_steps.hpp: flip_tensor"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "FlipsOfOneProbability.HaveTheReferenceSlopes"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_moments))
      .confirmed_by("an exact rule over chains", domain::equal_at_each(by_chains))
      .control("with the exact update", domain::equal_at_each(by_correction))
      .example({4, Rational(1, 4)});
}

}  // namespace lemmascope::evolution
