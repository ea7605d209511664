// How far two softmax heads are from a step on centred inputs.
#include <algorithm>

#include "properties/icl/scores_instance.hpp"
#include "theory/icl/kernel_step.hpp"

namespace lemmascope::icl {
namespace {

using Balls = domain::SideList<Interval>;
using Difference = Vector<Interval> (*)(const Vector<Rational>&);

/// |softmax(z) - softmax(-z) - (2/N)(z - m)| <= constant R^3 e^R / N with R the range of scores.
Balls bounded(const ScoresInstance& at, Difference difference, const Interval& constant,
              bool centred) {
  const auto n = static_cast<int>(at.scores.size());
  Rational least = at.scores(0), most = at.scores(0), mean(0);
  for (int i = 0; i < n; ++i) {
    least = std::min(least, at.scores(i));
    most = std::max(most, at.scores(i));
    mean += at.scores(i) / n;
  }
  const Interval range(Rational(most - least));
  const Interval bound = constant * pow(range, 3) * exp(range) / Interval(n);
  const Vector<Interval> found = difference(at.scores);
  Balls sides;
  for (int i = 0; i < n; ++i) {
    const Rational linear = 2 * (at.scores(i) - (centred ? mean : Rational(0))) / n;
    sides.push_back({abs(found(i) - Interval(linear)), bound, claim::site("token", i)});
  }
  return sides;
}

// Other route: each weight from differences of scores, 1 / sum_j e^(z_j - z_i).
Vector<Interval> by_pairs(const Vector<Rational>& scores) {
  Vector<Interval> difference(scores.size());
  for (Eigen::Index i = 0; i < scores.size(); ++i) {
    Interval up(0), down(0);
    for (Eigen::Index j = 0; j < scores.size(); ++j) {
      up += exp(Interval(Rational(scores(j) - scores(i))));
      down += exp(Interval(Rational(scores(i) - scores(j))));
    }
    difference(i) = Interval(1) / up - Interval(1) / down;
  }
  return difference;
}

Balls by_softmax(const ScoresInstance& at) { return bounded(at, two_heads, Interval("2/3"), true); }
Balls by_differences(const ScoresInstance& at) {
  return bounded(at, by_pairs, Interval("2/3"), true);
}
Balls a_thousandth(const ScoresInstance& at) {
  return bounded(at, two_heads, Interval("1/1000"), true);
}
Balls not_centred(const ScoresInstance& at) {
  return bounded(at, two_heads, Interval("2/3"), false);
}

claim::Hypothesis<ScoresInstance> different_scores() {
  return {"different scores", "not all scores are equal", [](const ScoresInstance& at) {
            bool different = false;
            for (Eigen::Index i = 1; i < at.scores.size(); ++i) {
              different = different || at.scores(i) != at.scores(0);
            }
            return truth(different);
          }};
}

}  // namespace

claim::Claim two_heads_have_a_small_remainder_claim() {
  return claim::ClaimAbout<ScoresInstance>("icl/two-heads-have-a-small-remainder")
      .states(
          "The difference of two softmax heads of scores z and -z is (2/N)(z - mean) up to (2/3) "
          "R^3 e^R / N, R the range of z.")
      .latex(
          R"(\big|\mathrm{softmax}(z)_i-\mathrm{softmax}(-z)_i-\tfrac2N(z_i-\bar z)\big|\le\tfrac23\,\frac{R^3e^R}N)")
      .from({kPaper, "Section on softmax attention with two heads"})
      .formally("Enclosures of both sides; scores not all equal, where both sides are zero.")
      .differs(
          "derived here: the difference is odd in t, so Taylor's remainder is p'''/3 with |p'''| "
          "<= "
          "(1 + 3/4 + 1/4) R^3 p and p <= e^R / N")
      .assumes(different_scores())
      .uses({"icl/two-heads-centre-inputs"})
      .tagged({"icl", "softmax"})
      .over(every_small_score())
      .over(sampled_scores())
      .mathematics({"theory/icl/kernel_step.hpp: two_heads"})
      .tested_by({"tests/theory/icl/kernel_step_test.cpp: TwoHeads.ApproachCentredScores"})
      .law(claim::Evidence::interval, domain::at_most_at_each(by_softmax))
      .confirmed_by("weights from differences of scores", domain::at_most_at_each(by_differences))
      .twin("a thousandth in place of two thirds", domain::at_most_at_each(a_thousandth))
      .twin("inputs not centred", domain::at_most_at_each(not_centred))
      .example(three_scores());
}

}  // namespace lemmascope::icl
