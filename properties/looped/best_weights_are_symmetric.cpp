// Expected to be refuted: the best A is symmetric.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

/// 0 < coefficient of b^2 on A = a I + b J at the best a: turning raises the loss.
Balls rises(const Polynomial& coefficient, const Interval& best) {
  return {{Interval(0), regression::enclosed(coefficient, best)}};
}

Balls by_pairings(const LawInstance& at) {
  const auto line = on_the_turned_line(full_loss(at.setting.context, at.setting.loops));
  return rises(line.at(1), regression::enclosure_of(regression::least_of_convex(line.at(0)).at));
}

/// The loss on the line from closed walks.
Polynomial line_by_walks(const LoopSetting& setting) {
  const auto& [d, n, loops] = setting;
  Polynomial line;
  Rational factor(1);
  for (int k = 0; k <= 2 * loops; ++k) {
    line.push_back(factor *
                   regression::trace_moment_by_walks(k, {d, n}, regression::gaussian_law()));
    factor *= Rational(-(2 * loops - k), k + 1) / n;
  }
  return line;
}

/// The coefficient, of degree 2L - 2 in a, from the loss over Bartlett's points at b = 0, ..., L.
Balls by_factor(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  std::vector<std::pair<Rational, Rational>> second_order;
  for (int a = 0; a <= 2 * loops - 2; ++a) {
    std::vector<std::pair<Rational, Rational>> in_square;
    for (int b = 0; b <= loops; ++b) {
      const Matrix<Rational> turned =
          matrix_of({Rational(a), Rational(b), Rational(0), Rational(0)});
      in_square.emplace_back(Rational(b * b), loss_by_factor(turned, n, loops));
    }
    second_order.emplace_back(Rational(a), interpolate(in_square)[1]);
  }
  const auto roots = regression::real_roots_by_signs(
      regression::derivative_of(line_by_walks(at.setting)), parse_rational("1e-40"));
  return rises(interpolate(second_order), regression::enclosure_of(roots.at(0)));
}

/// Every n, so that the first violation is at the least one.
std::vector<int> two_to_twenty_and_more() {
  std::vector<int> all;
  for (int n = 2; n <= 20; ++n) all.push_back(n);
  all.insert(all.end(), {50, 100});
  return all;
}

claim::Hypothesis<LawInstance> two_coordinates() {
  return {"two coordinates", "d = 2 and at most three loops", [](const LawInstance& at) {
            return truth(at.setting.dimension == 2 && at.setting.loops <= 3);
          }};
}

claim::Hypothesis<LawInstance> few_examples() {
  return {
      "few examples", "at most 14 examples or one loop", [](const LawInstance& at) {
        return truth((at.setting.context <= 14 && at.setting.loops <= 2) || at.setting.loops == 1);
      }};
}

}  // namespace

claim::Claim best_weights_are_symmetric_claim() {
  return claim::ClaimAbout<LawInstance>("looped/best-weights-are-symmetric")
      .states(
          "For two coordinates the best A is a multiple of the inverse covariance: turning it, A = "
          "a I + b J, raises the loss (expected to be refuted from 15 examples on, two loops).")
      .latex(R"(\partial^2_bL(a_{opt}I+bJ)\big|_{b=0}>0)")
      .from({kPaper, "Theorem 3.2, read as A_opt symmetric"})
      .formally("The coefficient of b^2 at the best a, in enclosures; covariance I.")
      .differs(
          "the theorem says close to the inverse covariance, which stands (b is of order "
          "1/sqrt(n)); that A_opt is symmetric does not. No attack: sizes are few")
      .uncertain(kNotRead)
      .uncertain("the paper may restrict A to symmetric matrices")
      .uses({"looped/isotropic-loss", "looped/bias-never-helps"})
      .tagged({"looped", "optimum"})
      .expects(claim::Verdict::refuted)
      .assumes(two_coordinates())
      .over(every_setting("sizes", {2}, two_to_twenty_and_more(), {2}))
      .mathematics({"theory/looped/full_loss.hpp: full_loss",
                    "theory/looped/full_loss.hpp: on_the_turned_line"})
      .tested_by(
          {"tests/theory/looped/full_loss_test.cpp: TheBestWeights.TurnFromFifteenExamplesOn"})
      .law(claim::Evidence::interval, domain::at_each(by_pairings, claim::Op::less))
      .confirmed_by("Bartlett's factor on matching points, interpolated; the line by closed walks",
                    domain::at_each(by_factor, claim::Op::less))
      .control("up to 14 examples it does rise", domain::at_each(by_pairings, claim::Op::less),
               {few_examples()})
      .example(plain(2, 10, 2));
}

}  // namespace lemmascope::looped
