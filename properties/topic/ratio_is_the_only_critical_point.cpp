// Expected to be refuted: for many topics and no attention on [MASK] the loss has a second local
// minimum.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/symmetric_attention.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Rational> one_critical_point(const TopicInstance& instance) {
  const auto roots = critical_ratios(instance.at, instance.mask_weight, Rational(1, 1000));
  return claim::equals(Rational(static_cast<int>(roots.size())), Rational(1));
}

// Other route: exact losses alone. Along the points found, with one before and one after, the loss
// turns as often as its differences change sign; each turn needs a critical point of its own.
claim::Relation<Rational> loss_turns_once(const TopicInstance& instance) {
  const Rational narrow = parse_rational("1e-12");
  const auto roots = critical_ratios(instance.at, instance.mask_weight, narrow);
  if (roots.empty()) return claim::equals(Rational(0), Rational(1));
  std::vector<Rational> points{roots.front().lower / 2};
  for (const IsolatedRoot& root : roots) points.push_back(root.upper);
  points.push_back(2 * points.back());
  int turns = 0;
  int last = 0;
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    const Rational rise =
        symmetric_attention_loss(instance.at, points[k + 1], instance.mask_weight) -
        symmetric_attention_loss(instance.at, points[k], instance.mask_weight);
    if (last != 0 && rise.sign() != last) ++turns;
    last = rise.sign();
  }
  return claim::equals(Rational(turns), Rational(1));
}

// The control: with [MASK] keys weighed like words there is one.
claim::Relation<Rational> one_critical_point_with_mask_keys(const TopicInstance& instance) {
  const auto roots = critical_ratios(instance.at, Rational(1), Rational(1, 1000));
  return claim::equals(Rational(static_cast<int>(roots.size())), Rational(1));
}

}  // namespace

claim::Claim ratio_is_the_only_critical_point_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/ratio-is-the-only-critical-point")
      .states(
          "For every weight on [MASK] keys the loss has a single critical attention ratio "
          "(expected to be refuted: without attention on [MASK] and with many topics there are "
          "three).")
      .latex(R"(\#\{\rho>0:\partial_\rho L(\rho,\kappa)=0\}=1)")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "Roots of the numerator of the derivative counted by Sturm's theorem. The extra minimum "
          "is worse than the one descent reaches, so the statement about rho* stands.")
      .differs("not in the paper; found here by counting")
      .assumes(fewer_topics_per_document())
      .assumes(several_topics_per_document())
      .assumes(correct_words_shown())
      .tagged({"topic", "attention"})
      .expects(claim::Verdict::refuted)
      .over(large_models())
      .mathematics({"theory/topic/symmetric_attention.hpp: critical_ratios"})
      .tested_by({"tests/theory/topic/symmetric_attention_test.cpp: "
                  "CriticalRatios.AreWhereTheSlopeChangesSign"})
      .law(claim::Evidence::exact, once(one_critical_point))
      .confirmed_by("turns of the exact loss along the points found", once(loss_turns_once))
      .control("one critical point with [MASK] keys weighed like words",
               once(one_critical_point_with_mask_keys))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
