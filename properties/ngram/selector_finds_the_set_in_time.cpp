// Stage I: how long the selector takes from equal weights.
#include "properties/ngram/selector_instance.hpp"

namespace lemmascope::ngram {
namespace {

// Signals are n / 8 and time is counted in growth = 1 + rate = exp(a t / (2 C)), so that
// exp(4 a G t / C) = growth^n: shares stay rational.
Rational power(const Rational& base, const Rational& exponent) {
  Rational value(1);
  for (Rational e = 0; e < exponent; ++e) value *= base;
  return value;
}

struct Lead {
  std::size_t best;
  Rational gap;
};

Lead lead_of(const std::vector<Rational>& signals) {
  std::size_t best = 0;
  for (std::size_t s = 0; s < signals.size(); ++s) {
    if (signals[s] > signals[best]) best = s;
  }
  Rational gap(-1);
  for (std::size_t s = 0; s < signals.size(); ++s) {
    if (s != best && (gap < 0 || signals[best] - signals[s] < gap))
      gap = signals[best] - signals[s];
  }
  return {best, gap};
}

/// lhs <= rhs: what is not on the best set is at most (n - 1) growth^(-8 gap).
Sides bounded(const SelectorInstance& at, const Rational& rest, const Rational& others) {
  const Rational growth = 1 + at.rate;
  return {{rest, Rational(others / power(growth, 8 * lead_of(at.signals).gap))}};
}

Rational rest_by_powers(const SelectorInstance& at) {
  const std::size_t best = lead_of(at.signals).best;
  Rational total(0), others(0);
  for (std::size_t s = 0; s < at.signals.size(); ++s) {
    const Rational mass = power(1 + at.rate, 8 * at.signals[s]);
    total += mass;
    if (s != best) others += mass;
  }
  return others / total;
}

Rational others_of(const SelectorInstance& at) {
  return Rational(static_cast<long>(at.signals.size()) - 1);
}

Sides by_powers(const SelectorInstance& at) {
  return bounded(at, rest_by_powers(at), others_of(at));
}

/// Odds against the best set, one set at a time.
Sides by_odds(const SelectorInstance& at) {
  const std::size_t best = lead_of(at.signals).best;
  Rational odds(0);
  for (std::size_t s = 0; s < at.signals.size(); ++s) {
    if (s != best) odds += 1 / power(1 + at.rate, 8 * (at.signals[best] - at.signals[s]));
  }
  return bounded(at, Rational(odds / (1 + odds)), others_of(at));
}

// Wrong: half as many others.
Sides half_the_others(const SelectorInstance& at) {
  return bounded(at, rest_by_powers(at), others_of(at) / 4);
}

claim::Hypothesis<SelectorInstance> counts_in_eighths() {
  return {"eighths", "signals are whole multiples of 1/8, the rate is positive",
          [](const SelectorInstance& at) {
            for (const Rational& g : at.signals) {
              if (denominator(Rational(8 * g)) != 1) return Truth::no;
            }
            return truth(at.rate > 0 && at.signals.size() >= 2);
          }};
}

}  // namespace

claim::Claim selector_finds_the_set_in_time_claim() {
  return claim::ClaimAbout<SelectorInstance>("ngram/selector-finds-the-set-in-time")
      .states(
          "From equal weights on n sets, at most (n - 1) exp(-4 a gap t / C) is off the best set "
          "at "
          "time t: it holds all but delta after (C / (4 a gap)) log((n - 1) / delta).")
      .latex(
          R"(1-p_{S^\star}(t)\le\delta\ \text{for}\ t\ge\frac{C_D}{4a\,\Delta\tilde I}\log\frac{n-1}\delta)")
      .from({kPaper, "time of stage I"})
      .formally("Signals in eighths, so that exponentials are powers of a rational number.")
      .differs("the paper's constant and powers of L are not confirmed; this bound stands for them")
      .uncertain(kNotRead)
      .assumes(counts_in_eighths())
      .uses({"ngram/selector-is-a-replicator"})
      .tagged({"ngram", "selector"})
      .over(sampled_selectors())
      .mathematics({"theory/ngram/selector.hpp: selector_after"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheSelector.HasTheReferenceValue"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_powers))
      .confirmed_by("odds against the best set", domain::at_most_at_each(by_odds))
      .twin("a quarter of it", domain::at_most_at_each(half_the_others))
      .example({{1, 1, 1}, {0, Rational(1, 2), Rational(1, 4)}, 1});
}

}  // namespace lemmascope::ngram
