// Stage II with two lags: the flow of the attention in closed form.
#include "properties/ngram/two_lag_copier.hpp"

namespace lemmascope::ngram {
namespace {

Rational closed_form(const TwoLagCopier& c, const Rational& factor) {
  const Rational both = c.sigma * (1 - c.sigma);
  return factor * both * both *
         (c.sigma * (c.own - c.shared) + (1 - c.sigma) * (c.shared - c.other));
}

/// The drift of both weights sums to zero; sigma moves by the closed form.
Sides by_weights(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier(at);
  return {{drift_of_weights(c), closed_form(c, 4), claim::site("part", 0)}};
}

Sides by_reward(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier_by_pairs(at);
  return {{drift_of_reward(c), closed_form(c, 4), claim::site("part", 0)}};
}

// Wrong: the factor of one pull, 2.
Sides of_one_pull(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier(at);
  return {{drift_of_weights(c), closed_form(c, 2), claim::site("part", 0)}};
}

// Wrong: what the lags share is left out.
Sides unshared(const TunedInstance& at) {
  TwoLagCopier c = two_lag_copier(at);
  const Rational drift = drift_of_weights(c);
  c.shared = 0;
  return {{drift, closed_form(c, 4), claim::site("part", 0)}};
}

}  // namespace

claim::Claim copier_flow_of_two_lags_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/copier-flow-of-two-lags")
      .states(
          "With two lags the attention s on the head's own lag moves by 4 a s^2 (1-s)^2 (s (J_hh - "
          "J_ho) + (1-s) (J_ho - J_oo)): near one 1 - s falls like 1/(4 a t (J_hh - J_ho)).")
      .latex(
          R"(\dot\sigma=4a\,\sigma^2(1-\sigma)^2[\sigma(J_{hh}-J_{ho})+(1-\sigma)(J_{ho}-J_{oo})])")
      .from({kPaper, "stage II"})
      .formally("a = 1, at attention p : 1 for powers p.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .uses({"ngram/copier-signal-is-gram"})
      .tagged({"ngram", "copier"})
      .over(tuned(every_additive_kernel(), {Rational(1, 3), 1, 20}, "attention 1/3, 1 and 20 to 1"))
      .over(tuned(every_small_first_order_kernel(), {2}, "attention 2 to 1"))
      .mathematics({"theory/ngram/copier.hpp: copier_drift"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: "
                  "TheCopierFlow.TakesTheTimeOfTheIntegralWithTwoLags"})
      .law(claim::Evidence::exact, domain::equal_at_each(by_weights))
      .confirmed_by("the slope of the reward, signals by pairs of windows",
                    domain::equal_at_each(by_reward))
      .twin("half of it", domain::equal_at_each(of_one_pull))
      .twin("lags that share nothing", domain::equal_at_each(unshared))
      .example({flips(), 2});
}

}  // namespace lemmascope::ngram
