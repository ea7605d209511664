// Expected to be refuted: the time after which gradient flow is said to have converged.
#include "properties/looped/law_instance.hpp"

namespace lemmascope::looped {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational result(1);
  for (int k = 0; k < exponent; ++k) result *= base;
  return result;
}

/// The loss to reach is xi = k^(-2L(2L-1)), k the instance's n, from loss one: then all times are
/// rational to the power L. lhs <= rhs: the time that the flow takes, and what is printed, xi^(-
/// (L-1)/(2L-1)) (16L/(L-1))^((L-1)/L), both to the power L.
Sides within(const LawInstance& at, const Rational& taken, bool as_printed) {
  const auto& [d, k, loops] = at.setting;
  const Rational constant(16 * loops, loops - 1);
  // Ours: xi^(-(L-1)/L) 16 L / (L - 1).
  const Rational stated =
      as_printed ? Rational(power(Rational(k), 2 * loops * loops * (loops - 1)) *
                            power(constant, loops - 1))
                 : power(Rational(constant * power(Rational(k), 2 * (2 * loops - 1) * (loops - 1))),
                         loops);
  return {{power(taken, loops), stated}};
}

/// alpha falls from 1 to k^-(2L-1).
Rational by_flow(const LawInstance& at) {
  const auto& [d, k, loops] = at.setting;
  return flow_time(loops, Rational(1), power(Rational(k), 2 * loops - 1));
}

/// From the loss: (xi^(-(L-1)/L) - 1) / (4 L (L - 1)).
Rational by_loss(const LawInstance& at) {
  const auto& [d, k, loops] = at.setting;
  const Rational root = power(Rational(1, k), 2 * (2 * loops - 1));  // xi^(1/L)
  return (1 / power(root, loops - 1) - 1) / (4 * loops * (loops - 1));
}

Sides printed(const LawInstance& at) { return within(at, by_flow(at), true); }
Sides printed_by_loss(const LawInstance& at) { return within(at, by_loss(at), true); }
Sides derived(const LawInstance& at) { return within(at, by_flow(at), false); }

claim::Hypothesis<LawInstance> one_coordinate() {
  return {"one coordinate", "d = 1 and at least two loops", [](const LawInstance& at) {
            return truth(at.setting.dimension == 1 && at.setting.loops >= 2);
          }};
}

}  // namespace

claim::Claim printed_convergence_time_claim() {
  return claim::ClaimAbout<LawInstance>("looped/printed-convergence-time")
      .states(
          "Gradient flow reaches loss xi by the time xi^(-(L-1)/(2L-1)) (16L/(L-1))^((L-1)/L) "
          "(expected to be refuted: the exponent of xi must be (L-1)/L).")
      .latex(R"(t\gtrsim\xi^{-\frac{L-1}{2L-1}}\Big(\frac{16L}{L-1}\Big)^{\frac{L-1}L})")
      .from({kPaper, "Theorem 3.3"})
      .formally(
          "d = 1, n infinite, from loss one, where the flow is solved exactly; xi = k^(-2L(2L-1)) "
          "with k the instance's context.")
      .differs("as a third party prints it; probably mis-transcribed. No attack: sizes are few")
      .uncertain(kNotRead)
      .assumes(one_coordinate())
      .uses({"looped/flow-without-noise"})
      .tagged({"looped", "flow", "printed"})
      .expects(claim::Verdict::refuted)
      .over(every_setting("losses-to-reach", {1}, {2, 3, 5, 10, 20}, {2, 3, 4}))
      .mathematics({"theory/looped/isotropic.hpp: flow_time"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: Flow.TakesLongerThanPrinted"})
      .law(claim::Evidence::exact, domain::at_most_at_each(printed))
      .confirmed_by("the time from losses", domain::at_most_at_each(printed_by_loss))
      .control("16 L/(L-1) xi^(-(L-1)/L), from gradient dominance",
               domain::at_most_at_each(derived))
      .example(plain(1, 2, 2));
}

}  // namespace lemmascope::looped
