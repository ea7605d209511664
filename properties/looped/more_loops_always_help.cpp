// Expected to be refuted: more loops at test time always help.
#include "properties/looped/law_instance.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

constexpr int kMostLoops = 6;

/// loss of T + 1 loops < that of T, T = 1, ..., most - 1, for one coordinate.
template <class Moments>
Balls falling(const LawInstance& at, int most, Moments moments) {
  const int n = at.setting.context;
  const Interval trained = regression::enclosure_of(best_isotropic(at.setting).at);
  const std::vector<Rational> all = moments(n, 2 * most);
  std::vector<Interval> losses;
  for (int loops = 1; loops <= most; ++loops) {
    Polynomial loss;
    Rational factor(1);
    for (int k = 0; k <= 2 * loops; ++k) {
      loss.push_back(factor * all[k]);
      factor *= Rational(-(2 * loops - k), k + 1) / n;
    }
    losses.push_back(regression::enclosed(loss, trained));
  }
  Balls sides;
  for (int loops = 1; loops < most; ++loops) {
    sides.push_back({losses[loops], losses[loops - 1], claim::site("loops", loops)});
  }
  return sides;
}

std::vector<Rational> chi_square(int n, int most) {
  std::vector<Rational> moments{Rational(1)};
  for (int k = 0; k < most; ++k) moments.push_back(moments.back() * (n + 2 * k));
  return moments;
}

/// By the logarithm of its generating function: cumulants 2^(k-1) (k-1)! n.
std::vector<Rational> from_cumulants(int n, int most) {
  std::vector<Rational> cumulants{Rational(0), Rational(n)}, moments{Rational(1)};
  for (int k = 2; k <= most; ++k) cumulants.push_back(cumulants.back() * 2 * (k - 1));
  for (int k = 1; k <= most; ++k) {
    Rational sum(0), binomial(1);  // C(k - 1, j - 1)
    for (int j = 1; j <= k; ++j) {
      sum += binomial * cumulants[j] * moments[k - j];
      binomial *= Rational(k - j, j);
    }
    moments.push_back(sum);
  }
  return moments;
}

Balls law(const LawInstance& at) { return falling(at, kMostLoops, chi_square); }
Balls by_cumulants(const LawInstance& at) { return falling(at, kMostLoops, from_cumulants); }
Balls two_loops(const LawInstance& at) { return falling(at, 2, chi_square); }

claim::Hypothesis<LawInstance> one_coordinate() {
  return {"one coordinate", "d = 1, trained with one to three loops, at least 10 examples",
          [](const LawInstance& at) {
            return truth(at.setting.dimension == 1 && at.setting.loops <= 3 &&
                         at.setting.context >= 10);
          }};
}

}  // namespace

claim::Claim more_loops_always_help_claim() {
  return claim::ClaimAbout<LawInstance>("looped/more-loops-always-help")
      .states(
          "With the best a of training every further loop at test time lowers the expected loss "
          "(expected to be refuted: large eigenvalues of S are rare and grow with every loop).")
      .latex(R"(E(1-a_LS)^{2T+2}<E(1-a_LS)^{2T}\text{ for all }T)")
      .from({kPaper, "figures: models keep improving with more test loops"})
      .formally("One coordinate, 10 to 40 examples, up to six loops, trained with one to three.")
      .differs(
          "the figures end before that, or show typical data; in expectation the loss tends to "
          "infinity with the loops. No attack: sizes are few")
      .uncertain(kNotRead)
      .uses({"looped/isotropic-loss", "looped/a-few-more-loops-help"})
      .tagged({"looped", "test loops"})
      .expects(claim::Verdict::refuted)
      .assumes(one_coordinate())
      .over(every_setting("further-loops", {1}, {10, 20, 40}, {1, 2, 3}))
      .mathematics({"theory/looped/isotropic.hpp: best_isotropic"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: LossAtTest.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(law, claim::Op::less))
      .confirmed_by("moments from cumulants", domain::at_each(by_cumulants, claim::Op::less))
      .control("the second loop does help", domain::at_each(two_loops, claim::Op::less))
      .example(plain(1, 40, 3));
}

}  // namespace lemmascope::looped
