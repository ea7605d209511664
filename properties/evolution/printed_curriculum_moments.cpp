// (A.61) to (A.67): integrals over a prior on [1/2 - eps, 1/2 + eps] without its density.
#include "properties/evolution/flips_in_general.hpp"

namespace lemmascope::evolution {
namespace {

Rational power(const Rational& base, int exponent) {
  Rational value(1);
  for (int e = 0; e < exponent; ++e) value *= base;
  return value;
}

/// E lambda^n for n = 0 ... length, against (2 eps)^(n + extra) / (n + 1) for even n.
template <class Mean>
Sides moments(const LengthInstance& at, int extra, Mean mean) {
  Sides sides;
  for (int n = 0; n <= length_of(at); ++n) {
    const Rational printed =
        n % 2 == 1 ? Rational(0) : Rational(power(2 * at.number, n + extra) / (n + 1));
    sides.push_back({printed, mean(n), claim::site("n", n)});
  }
  return sides;
}

Sides without_density(const LengthInstance& at) {
  return moments(at, 1, [&](int n) { return flip_moment(at.number, n); });
}
Sides with_density(const LengthInstance& at) {
  return moments(at, 0, [&](int n) { return flip_moment(at.number, n); });
}

/// The mean of (2a - 1)^n by a rule through n + 1 nodes.
Sides by_a_rule(const LengthInstance& at) {
  return moments(at, 1, [&](int n) {
    std::vector<Rational> nodes;
    for (int i = 0; i <= n; ++i) nodes.emplace_back(i, n + 1);
    const auto rule = interpolatory_rule(nodes, 0);
    Rational mean(0);
    for (int i = 0; i < rule.size(); ++i) {
      mean += rule.weights[i] * power(2 * at.number * (2 * rule.nodes[i] - 1), n);
    }
    return mean;
  });
}

claim::Hypothesis<LengthInstance> is_narrow() {
  return {"a narrow prior", "0 < eps < 1/2",
          [](const LengthInstance& at) { return truth(at.number > 0 && 2 * at.number < 1); }};
}

}  // namespace

claim::Claim printed_curriculum_moments_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/printed-curriculum-moments")
      .states(
          "As printed, (A.61) to (A.67): the mean of lambda^n over the second prior of the "
          "curriculum is (2 eps)^(n+1)/(n+1). The density 1/(2 eps) is missing: it is (2 "
          "eps)^n/(n+1), "
          "and W and v_2 are of order eps^2 where eps and eps^3 are printed.")
      .latex(R"(\int_{1/2-\epsilon}^{1/2+\epsilon}\lambda^n\,da\ne\mathbb E\lambda^n)")
      .from({kPaper, "(A.61) to (A.67), Proposition 3.2 / A.3"})
      .formally("Every power up to the length of the instance, the total probability included.")
      .differs("as printed; the density is the control. The final order of the output is unchanged")
      .assumes(length_is_whole())
      .assumes(is_narrow())
      .tagged({"evolution", "printed"})
      .expects(claim::Verdict::refuted)
      .over(grid("narrow-priors", "powers up to 2 and 6, eps of 1/10 and 1/4", {6, 2},
                 {Rational(1, 10), Rational(1, 4)}))
      .mathematics({"theory/evolution/two_steps.hpp: flip_moment"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "FlipsOfOneProbability.HaveTheReferenceSlopes"})
      .law(claim::Evidence::exact, domain::equal_at_each(without_density))
      .confirmed_by("an exact rule", domain::equal_at_each(by_a_rule))
      .control("with the density", domain::equal_at_each(with_density))
      .example({4, Rational(1, 4)});
}

}  // namespace lemmascope::evolution
