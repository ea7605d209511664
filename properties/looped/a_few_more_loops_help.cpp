// More loops at test time than in training.
#include "properties/looped/law_instance.hpp"
#include "theory/regression/trace_moments.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

/// loss of T + 1 loops < share times that of T, T = 1, 2, 3.
template <class Loss>
Balls falling(const Interval& share, Loss loss) {
  Balls sides;
  for (int loops = 1; loops <= 3; ++loops) {
    sides.push_back({loss(loops + 1), share * loss(loops), claim::site("loops", loops)});
  }
  return sides;
}

Balls by_parts(const LawInstance& at, const Interval& share) {
  return falling(share, [&](int loops) { return loss_at_test(at.setting, loops); });
}

Balls law(const LawInstance& at) { return by_parts(at, Interval(1)); }

/// Moments by closed walks, the trained a by Descartes' rule.
Balls by_walks(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  const auto polynomial = [d = d, n = n](int test_loops) {
    Polynomial loss;
    Rational factor(1);
    for (int k = 0; k <= 2 * test_loops; ++k) {
      loss.push_back(factor *
                     regression::trace_moment_by_walks(k, {d, n}, regression::gaussian_law()));
      factor *= Rational(-(2 * test_loops - k), k + 1) / n;
    }
    return loss;
  };
  const auto roots = regression::real_roots_by_signs(regression::derivative_of(polynomial(loops)),
                                                     parse_rational("1e-40"));
  const Interval trained = regression::enclosure_of(roots.at(0));
  return falling(Interval(1), [&](int test_loops) {
    return regression::enclosed(polynomial(test_loops), trained);
  });
}

Balls half_each(const LawInstance& at) { return by_parts(at, Interval("1/2")); }

Balls harmful(const LawInstance& at) {
  Balls sides = law(at);
  for (auto& side : sides) std::swap(side.lhs, side.rhs);
  return sides;
}

claim::Hypothesis<LawInstance> enough_examples() {
  return {"enough examples", "at least 20 examples, trained with one to three loops",
          [](const LawInstance& at) {
            return truth(at.setting.context >= 20 && at.setting.loops <= 3);
          }};
}

}  // namespace

claim::Claim a_few_more_loops_help_claim() {
  return claim::ClaimAbout<LawInstance>("looped/a-few-more-loops-help")
      .states(
          "With the best a for one, two or three loops and at least 20 examples of two "
          "coordinates, the expected loss falls from one to four loops at test time.")
      .latex(R"(E\,\mathrm{tr}(I-a_LS)^{2T+2}<E\,\mathrm{tr}(I-a_LS)^{2T},\quad T=1,2,3)")
      .from({kPaper, "figures: loops at test time"})
      .formally("d = 2, n of 20 and 40, on the line A = a I.")
      .differs(
          "the paper shows trained models; more loops do not always help, see "
          "looped/more-loops-always-help. No attack: sizes are few")
      .uncertain(kNotRead)
      .assumes(enough_examples())
      .uses({"looped/isotropic-loss"})
      .tagged({"looped", "test loops"})
      .over(every_setting("test-loops", {2}, {20, 40}, {1, 2, 3}))
      .mathematics({"theory/looped/isotropic.hpp: loss_at_test"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: LossAtTest.HasTheReferenceValues"})
      .law(claim::Evidence::interval, domain::at_each(law, claim::Op::less))
      .confirmed_by("closed walks, and the minimiser by Descartes' rule",
                    domain::at_each(by_walks, claim::Op::less))
      .twin("each loop halves the loss", domain::at_each(half_each, claim::Op::less))
      .twin("more loops hurt", domain::at_each(harmful, claim::Op::less))
      .example(plain(2, 20, 2));
}

}  // namespace lemmascope::looped
