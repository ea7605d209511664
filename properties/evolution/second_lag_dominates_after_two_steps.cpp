// Lag 2 has the largest weight after two steps only at a large enough rate.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/prior_of_length.hpp"

namespace lemmascope::evolution {
namespace {

using Enclosures = domain::SideList<Interval>;

Enclosures below_the_second(const std::vector<Interval>& v) {
  Enclosures sides;
  for (std::size_t j = 0; j < v.size(); ++j) {
    if (j != 1) sides.push_back({v[j], v[1], claim::site("j", static_cast<int>(j) + 1)});
  }
  return sides;
}

/// v / c = 1 + 2 rate g + rate^2 h.
Enclosures by_terms(const LengthInstance& at) {
  const auto terms = step_terms(prior_of(length_of(at)));
  const Interval rate(at.number);
  std::vector<Interval> v;
  for (std::size_t j = 0; j < terms.g.size(); ++j) {
    v.push_back(Interval(1) + Interval(2) * rate * terms.g[j] + rate * rate * terms.h[j]);
  }
  return below_the_second(v);
}

Enclosures by_steps(const LengthInstance& at) {
  return below_the_second(two_steps(prior_of(length_of(at)), Interval(1), Interval(at.number)).v2);
}

claim::Hypothesis<LengthInstance> has_a_second_lag() {
  return {"a second lag", "a length of at least two and a positive rate",
          [](const LengthInstance& at) { return truth(at.length >= 2 && at.number > 0); }};
}

claim::Hypothesis<LengthInstance> rate_is_past_the_threshold() {
  return {"past the threshold", "the rate is certainly above max 2 (g_j - g_2)/(h_2 - h_j)",
          [](const LengthInstance& at) {
            const auto threshold = rate_threshold(step_terms(prior_of(length_of(at))));
            return truth(threshold && certainly_less(*threshold, Interval(at.number)));
          }};
}

}  // namespace

claim::Claim second_lag_dominates_after_two_steps_claim() {
  return claim::ClaimAbout<LengthInstance>("evolution/second-lag-dominates-after-two-steps")
      .states(
          "As stated: after two equal gradient steps lag 2 has the largest weight. That needs a "
          "rate "
          "above a threshold of order 3513/t^3, and is false at every rate up to nine tokens.")
      .latex(R"(\arg\max_jv^{(2)}_j=2)")
      .from({kPaper, "Lemma 3.1 / A.1"})
      .formally("From W = 1 1^T and v = 1 over the uniform prior, both stepping at one rate.")
      .differs("without the condition on the rate, which the control adds")
      .assumes(length_is_whole())
      .assumes(has_a_second_lag())
      .tagged({"evolution", "printed", "necessary"})
      .expects(claim::Verdict::refuted)
      .over(grid("two-steps", "lengths 2, 3, 9, 10 and 11 at rates 1/100, 1, 120 and 10000",
                 {10, 2, 3, 9, 11}, {10000, 120, 1, Rational(1, 100)}))
      .mathematics({"theory/evolution/two_steps.hpp: step_terms",
                    "theory/evolution/two_steps.hpp: rate_threshold"})
      .tested_by({"tests/theory/evolution/two_steps_test.cpp: "
                  "TheRateThreshold.HasTheReferenceValue"})
      .law(claim::Evidence::interval, domain::at_each(by_terms, claim::Op::less))
      .confirmed_by("step by step", domain::at_each(by_steps, claim::Op::less))
      .control("past the threshold", domain::at_each(by_terms, claim::Op::less),
               {rate_is_past_the_threshold()})
      .example({10, 10000});
}

}  // namespace lemmascope::evolution
