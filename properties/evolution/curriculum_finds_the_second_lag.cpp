// Proposition 3.2 / A.3: two steps on a curriculum make the second lag the largest, at lengths that
// are large enough.
#include "properties/evolution/flips_in_general.hpp"
#include "properties/evolution/prior_of_length.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

Tensor<Interval> enclosed_tensor(const Tensor<Rational>& exact) {
  Tensor<Interval> tensor(exact.states(), exact.length());
  for (int m = 0; m < exact.states(); ++m) {
    for (int l = 0; l < exact.states(); ++l) {
      for (int j = 1; j <= exact.length(); ++j) tensor(m, l, j) = Interval(exact(m, l, j));
    }
  }
  return tensor;
}

/// A step of rate 1/t^2 over uniform a and b, then one of rate 1/t over a = b within the
/// half-width, from whose second tensor the routes differ.
Steps<Interval> taught(const LengthInstance& at, const Tensor<Rational>& second) {
  const Rational t = at.length;
  return curriculum(prior_of(length_of(at)), Interval(Rational(1 / (t * t))),
                    enclosed_tensor(second), Interval(Rational(1 / t)));
}

Enclosures below_the_second(const std::vector<Interval>& v) {
  Enclosures sides;
  for (std::size_t j = 0; j < v.size(); ++j) {
    if (j != 1) sides.push_back({v[j], v[1], claim::site("j", static_cast<int>(j) + 1)});
  }
  return sides;
}

Enclosures by_moments(const LengthInstance& at) {
  return below_the_second(taught(at, flip_tensor(at.number, length_of(at))).v2);
}
Enclosures by_chains(const LengthInstance& at) {
  return below_the_second(taught(at, flip_tensor_by_chains(at.number, length_of(at))).v2);
}
/// What W beyond its off-diagonal adds.
Enclosures by_the_diagonal(const LengthInstance& at) {
  const Tensor<Rational> second = flip_tensor(at.number, length_of(at));
  const Steps<Interval> steps = taught(at, second);
  const Interval beyond = steps.w1(0, 0) - steps.w1(0, 1);
  Matrix<Interval> diagonal = Matrix<Interval>::Constant(2, 2, Interval(0));
  diagonal(0, 0) = diagonal(1, 1) = beyond;
  return below_the_second(enclosed_tensor(second).along_lags(diagonal));
}

claim::Hypothesis<LengthInstance> has_more_than_two_lags() {
  return {"three lags", "a length of at least three",
          [](const LengthInstance& at) { return truth(at.length >= 3); }};
}

}  // namespace

claim::Claim curriculum_finds_the_second_lag_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/curriculum-finds-the-second-lag")
      .states(
          "At every length, where the paper lets it grow: after a step on uniform chains and one "
          "on "
          "chains that flip with one probability the second lag has the largest weight. At short "
          "lengths the first "
          "has: what all lags share, of order log t / t, outweighs what the diagonal of W adds, "
          "which is largest at the second. At a hundred and four hundred tokens it is as stated.")
      .latex(R"(\arg\max_jv^{(2)}_j=2)")
      .from({kPaper, "Proposition 3.2 / A.3"})
      .formally(
          "From W = 1 1^T and v = 1 at rates 1/t^2 and 1/t, the second step with weight decay one; "
          "lengths 4, 8 and 12 and half-widths 1/10, 1/4 and 9/20, enclosed.")
      .differs("the paper has t to infinity; how large t must be is not printed")
      .assumes(length_is_whole())
      .assumes(is_half_width())
      .assumes(has_more_than_two_lags())
      .uses({"evolution/flips-train-the-diagonal", "evolution/first-step-favours-the-diagonal"})
      .tagged({"evolution", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(grid("curricula", "lengths 4, 8 and 12, half-widths 1/10, 1/4 and 9/20", {4, 8, 12},
                 {Rational(1, 10), Rational(1, 4), Rational(9, 20)}))
      .mathematics({"theory/evolution/two_steps.hpp: curriculum",
                    "theory/evolution/two_steps.hpp: flip_tensor"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "TheCurriculum.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(by_moments, claim::Op::less))
      .confirmed_by("an exact rule over chains", domain::at_each(by_chains, claim::Op::less))
      .control("what the diagonal adds", domain::at_each(by_the_diagonal, claim::Op::less))
      .example({8, Rational(1, 4)});
}

}  // namespace lemmascope::evolution
