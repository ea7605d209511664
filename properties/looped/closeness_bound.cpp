// The bound on the distance of the best A from the inverse covariance.
#include "properties/looped/law_instance.hpp"
#include "theory/looped/full_loss.hpp"

namespace lemmascope::looped {
namespace {

using Balls = domain::SideList<Interval>;

/// |1 - a| for the best a, and the bound times `share`.
Balls bounded(const Interval& best, const Interval& bound, const Interval& share) {
  return {{abs(Interval(1) - best), bound * share}};
}

Interval best_of(const LawInstance& at) {
  return regression::enclosure_of(best_isotropic(at.setting).at);
}

/// 8 (8 L d / sqrt(n))^(1/(2L)) d^(1/(2L)).
Interval by_logarithms(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  const Interval inside =
      log(Interval(8 * loops)) + Interval(2) * log(Interval(d)) - log(Interval(n)) / Interval(2);
  return Interval(8) * exp(inside / Interval(2 * loops));
}

/// The same by square roots, L a power of two.
Interval by_roots(const LawInstance& at) {
  const auto& [d, n, loops] = at.setting;
  Interval value = Interval(8 * loops * d * d) / sqrt(Interval(n));
  for (int power = 1; power < 2 * loops; power *= 2) value = sqrt(value);
  return Interval(8) * value;
}

Balls law(const LawInstance& at) { return bounded(best_of(at), by_logarithms(at), Interval(1)); }

Balls by_signs(const LawInstance& at) {
  const auto roots = regression::real_roots_by_signs(
      regression::derivative_of(isotropic_loss(at.setting)), parse_rational("1e-40"));
  return bounded(regression::enclosure_of(roots.at(0)), by_roots(at), Interval(1));
}

Balls a_hundredth(const LawInstance& at) {
  return bounded(best_of(at), by_logarithms(at), Interval("1/100"));
}

Balls exactly_inverse(const LawInstance& at) {
  return bounded(best_of(at), by_logarithms(at), Interval(0));
}

claim::Hypothesis<LawInstance> one_or_two_loops() {
  return {"one or two loops", "L is 1 or 2",
          [](const LawInstance& at) { return truth(at.setting.loops <= 2); }};
}

}  // namespace

claim::Claim closeness_bound_claim() {
  return claim::ClaimAbout<LawInstance>("looped/closeness-bound")
      .states(
          "The best A is within c of the inverse covariance, c = 8 delta d^(1/(2L)), delta = (8 L "
          "d "
          "/ sqrt(n))^(1/(2L)).")
      .latex(R"((1-c)\Sigma^{-1}\preceq A_{opt}\preceq(1+c)\Sigma^{-1})")
      .from({kPaper, "Theorem 3.2"})
      .formally("On the line A = a I, covariance I: |1 - a_opt| <= c, L of 1 and 2.")
      .differs(
          "says little: c < 1 needs n > (8 L d^2 8^(2L))^2, which is 262144 for d = L = 1 and "
          "4.3e9 "
          "for d = 1, L = 2, while 1 - a_opt is of order 1/n. No attack: sizes are few")
      .uncertain(kNotRead)
      .assumes(one_or_two_loops())
      .uses({"looped/isotropic-loss", "looped/bias-never-helps"})
      .tagged({"looped", "optimum"})
      .over(every_setting("closeness", {1, 2, 10}, {1, 2, 10, 100, 1000000}, {1, 2}))
      .mathematics({"theory/looped/isotropic.hpp: best_isotropic",
                    "theory/looped/isotropic.hpp: examples_for_closeness"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: ClosenessBound.SaysNothingAtUsualSizes"})
      .law(claim::Evidence::interval, domain::at_most_at_each(law))
      .confirmed_by("square roots, and the minimiser by Descartes' rule",
                    domain::at_most_at_each(by_signs))
      .twin("a hundredth of the bound", domain::at_most_at_each(a_hundredth))
      .twin("A is the inverse covariance", domain::at_most_at_each(exactly_inverse))
      .example(plain(2, 10, 2));
}

}  // namespace lemmascope::looped
