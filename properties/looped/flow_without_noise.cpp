// Gradient flow for one coordinate and infinitely many examples, solved.
#include "properties/domain/profiled.hpp"
#include "properties/looped/law_instance.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kTerms = 8;

/// The series of (p^(2L-2) + rate t)^(-1/(2L-2)), rate = 4 L (L - 1) where it is right.
Polynomial closed_form(int loops, const Rational& p, const Rational& rate) {
  const Rational exponent = Rational(-1, 2 * loops - 2);
  Rational step = rate;
  for (int k = 0; k < 2 * loops - 2; ++k) step /= p;
  Polynomial series{1 / p};
  for (int k = 0; k + 1 < kTerms; ++k) {
    series.push_back(series.back() * (exponent - k) / (k + 1) * step);
  }
  return series;
}

Rational usual_rate(const LawInstance& at) {
  return Rational(4 * at.setting.loops * (at.setting.loops - 1));
}

Sides beside(const Polynomial& found, const Polynomial& claimed) {
  Sides sides;
  for (int k = 0; k < kTerms; ++k) {
    sides.push_back({found.at(k), claimed.at(k), claim::site("power", k)});
  }
  return sides;
}

Sides by_series(const LawInstance& at) {
  return beside(flow_series(at.setting.loops, at.number, kTerms),
                closed_form(at.setting.loops, at.number, usual_rate(at)));
}

/// alpha' = -2L alpha^(2L-1) term by term, the power by Miller's recurrence.
Polynomial by_miller(int loops, const Rational& p) {
  const int exponent = 2 * loops - 1;
  Polynomial alpha{1 / p}, power{Rational(1)};
  for (int j = 0; j < exponent; ++j) power[0] *= alpha[0];
  for (int k = 0; k + 1 < kTerms; ++k) {
    if (k > 0) {
      Rational sum(0);
      for (int j = 1; j <= k; ++j) sum += (exponent * j - k + j) * alpha[j] * power[k - j];
      power.push_back(sum / (k * alpha[0]));
    }
    alpha.push_back(-2 * loops * power[k] / (k + 1));
  }
  return alpha;
}

/// 1 / alpha^(2L-2) grows by 4 L (L - 1) a unit of time: (1 + s t)^(-1/m) by its own equation (1 +
/// s t) y' = -(s / m) y.
Polynomial by_equation(int loops, const Rational& p, const Rational& rate) {
  const int m = 2 * loops - 2;
  Rational s = rate;
  for (int k = 0; k < m; ++k) s /= p;
  Polynomial series{1 / p};
  for (int k = 0; k + 1 < kTerms; ++k) {
    series.push_back(-series[k] * s * (Rational(1, m) + k) / (k + 1));
  }
  return series;
}

Sides by_recurrences(const LawInstance& at) {
  return beside(by_miller(at.setting.loops, at.number),
                by_equation(at.setting.loops, at.number, usual_rate(at)));
}

// Wrong: 4 L^2 in place of 4 L (L - 1).
Sides too_fast(const LawInstance& at) {
  return beside(
      flow_series(at.setting.loops, at.number, kTerms),
      closed_form(at.setting.loops, at.number, Rational(4 * at.setting.loops * at.setting.loops)));
}

Sides no_motion(const LawInstance& at) {
  return beside(flow_series(at.setting.loops, at.number, kTerms),
                closed_form(at.setting.loops, at.number, Rational(0)));
}

LawDomain every_start() {
  return [](claim::Profile) {
    std::vector<LawInstance> all;
    for (int loops = 2; loops <= 6; ++loops) {
      for (const Rational& p : {Rational(1), Rational(2), Rational(3, 2), Rational(-2)}) {
        all.push_back(plain(1, 1, loops));
        all.back().number = p;
      }
    }
    return domain::family_domain("starts", "two to six loops from 1 - a of 1, 1/2, 2/3 and -1/2",
                                 std::move(all));
  };
}

claim::Hypothesis<LawInstance> two_loops() {
  return {"two loops", "at least two loops, 1 - a not zero at first",
          [](const LawInstance& at) { return truth(at.setting.loops >= 2 && at.number != 0); }};
}

}  // namespace

claim::Claim flow_without_noise_claim() {
  return claim::ClaimAbout<LawInstance>("looped/flow-without-noise")
      .states(
          "For d = 1 and infinitely many examples gradient flow has 1 - a(t) = (p^(2L-2) + 4 L (L "
          "- "
          "1) t)^(-1/(2L-2)), p = 1/(1 - a(0)): the loss is (L_0^(-(L-1)/L) + 4 L (L - 1) "
          "t)^(-L/(L-1)).")
      .latex(R"(L(t)=\big(L_0^{-(L-1)/L}+4L(L-1)t\big)^{-L/(L-1)})")
      .from({kPaper, "Theorem 3.3: gradient flow"})
      .formally("Eight coefficients of the series in t.")
      .differs("derived here. " + std::string(kNoAttack))
      .uncertain(kNotRead)
      .assumes(two_loops())
      .tagged({"looped", "flow"})
      .over(every_start())
      .mathematics({"theory/looped/isotropic.hpp: flow_series"})
      .tested_by({"tests/theory/looped/isotropic_test.cpp: Flow.TakesLongerThanPrinted"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_series))
      .confirmed_by("Miller's recurrence, and the equation of the closed form",
                    domain::equal_at_each(by_recurrences))
      .twin("4 L^2 in place of 4 L (L - 1)", domain::equal_at_each(too_fast))
      .twin("no motion", domain::equal_at_each(no_motion))
      .example([] {
        LawInstance at = plain(1, 1, 2);
        at.number = 2;
        return at;
      }());
}

}  // namespace lemmascope::looped
