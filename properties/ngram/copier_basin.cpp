// With two lags: where the attention on the head's own lag grows.
#include "properties/ngram/two_lag_copier.hpp"

namespace lemmascope::ngram {
namespace {

/// lhs <= rhs: the boundary is at most a half; the attention grows above it and falls below.
Sides around(const TwoLagCopier& c, const Rational& drift, const Rational& most) {
  const Rational boundary = basin_boundary(c.own, c.shared, c.other);
  return {{boundary, most, claim::site("bound", 0)},
          {0, Rational((c.sigma - boundary) * drift), claim::site("bound", 1)}};
}

Sides by_weights(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier(at);
  return around(c, drift_of_weights(c), Rational(1, 2));
}

Sides by_reward(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier_by_pairs(at);
  return around(c, drift_of_reward(c), Rational(1, 2));
}

// Wrong: the attention always grows.
Sides always_grows(const TunedInstance& at) {
  return {{0, drift_of_weights(two_lag_copier(at)), claim::site("bound", 1)}};
}

// Wrong: the boundary is at most a quarter.
Sides at_a_quarter(const TunedInstance& at) {
  const TwoLagCopier c = two_lag_copier(at);
  return around(c, drift_of_weights(c), Rational(1, 4));
}

claim::Hypothesis<TunedInstance> own_lag_informs_more() {
  return {"the better lag", "lag 1 informs at least as much as lag 2", [](const TunedInstance& at) {
            const TwoLagCopier c = two_lag_copier(at);
            return truth(c.own >= c.other);
          }};
}

claim::Hypothesis<TunedInstance> lags_differ() {
  return {"different signals", "the signals of the two lags differ", [](const TunedInstance& at) {
            const TwoLagCopier c = two_lag_copier(at);
            return truth(c.own + c.other > 2 * c.shared);
          }};
}

}  // namespace

claim::Claim copier_basin_claim() {
  return claim::ClaimAbout<TunedInstance>("ngram/copier-basin")
      .states(
          "With two lags of which the head's own informs at least as much, its attention grows "
          "exactly above a boundary of at most one half: a head that starts biased to its own lag "
          "learns it.")
      .latex(R"(\sigma_c=\max\{0,\tfrac{J_{oo}-J_{ho}}{J_{hh}+J_{oo}-2J_{ho}}\}\le\tfrac12)")
      .from({kPaper, "stage II, initialisation biased to one lag"})
      .formally("The boundary, and the sign of the drift on either side of it.")
      .differs("derived for this check")
      .uncertain(kNotRead)
      .assumes(tuned_has_one_stationary_law())
      .assumes(lags_differ())
      .assumes(own_lag_informs_more())
      .uses({"ngram/copier-flow-of-two-lags"})
      .tagged({"ngram", "copier", "necessary"})
      .over(tuned(every_additive_kernel(), {Rational(1, 9), Rational(1, 2), 2},
                  "attention 1/9, 1/2 and 2 to 1"))
      .mathematics({"theory/ngram/copier.hpp: basin_boundary"})
      .tested_by({"tests/theory/ngram/copier_test.cpp: TheCopierFlow.HasTheReferenceValue"})
      .law(claim::Evidence::exact, domain::at_most_at_each(by_weights))
      .confirmed_by("the slope of the reward, signals by pairs of windows",
                    domain::at_most_at_each(by_reward))
      .twin("it always grows", domain::at_most_at_each(always_grows))
      .twin("the boundary is at most a quarter", domain::at_most_at_each(at_a_quarter))
      .twin("any lag", claim::without("the better lag"))
      .example({unequal_parents(), 2});
}

}  // namespace lemmascope::ngram
