// The signs of the limiting value matrix, exactly over families and by intervals over a continuum.
#include "properties/claim/region.hpp"
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Rational> different_topics_are_not_positive(const TopicInstance& instance) {
  return claim::at_most(limit_value_matrix(instance.at).different_topic, Rational(0));
}

// Other route: the same entry of the least-norm solution.
claim::Relation<Rational> solved_entry_is_not_positive(const TopicInstance& instance) {
  const Matrix<Rational> value = least_norm_value_matrix(instance.at);
  return claim::at_most(Rational(value(1, instance.at.words())), Rational(0));
}

claim::Relation<Rational> mask_column_is_not_positive(const TopicInstance& instance) {
  return claim::at_most(limit_value_matrix(instance.at).mask_column, Rational(0));
}

claim::Relation<Rational> different_topics_are_positive(const TopicInstance& instance) {
  return claim::is_greater(limit_value_matrix(instance.at).different_topic, Rational(0));
}

// Wrong where nothing but true words is shown.
claim::Relation<Rational> different_topics_are_negative(const TopicInstance& instance) {
  return claim::is_less(limit_value_matrix(instance.at).different_topic, Rational(0));
}

// W_off < 0 < W_same over a box of (p_m, p_c), with p_r = 1/10, T = 10 and v = 10.
claim::RegionAnswer signs_over(const claim::Box& box) {
  const TopicParametersOf<Interval> at(10, 10, 2, Interval::between(box.lower[0], box.upper[0]),
                                       Interval::between(box.lower[1], box.upper[1]),
                                       Interval("1/10"));
  const auto value = limit_value_matrix(at);
  const Interval margin = -value.different_topic;
  return {Truth::yes, less(Interval(0), margin) & less(Interval(0), value.same_topic), margin};
}

claim::CheckResult signs_over_the_region(const claim::RunContext& context) {
  return claim::cover({"signs over (p_m, p_c)",
                       "p_m in [1/100, 1/2], p_c in [0, 4/5], p_r = 1/10, T = v = 10; p_m below "
                       "1/100 is left out (the entry tends to 0 with p_m)",
                       {"p_m", "p_c"},
                       {{Rational(1, 100), Rational(0)}, {Rational(1, 2), Rational(4, 5)}}},
                      signs_over, context);
}

}  // namespace

claim::Claim value_matrix_signs_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/value-matrix-signs")
      .states(
          "Words of different topics never have a positive value-matrix entry in the limit; it is "
          "zero only when nothing but true words is shown.")
      .latex(R"(W_{\mathrm{off}}\le 0,\quad W_{i0}\ge 0)")
      .from({kTopicPaper, kValueTheorem})
      .formally(
          "Exact over families; over a box of (p_m, p_c) by subdivision and outward rounding "
          "(strict, and W_same > 0).")
      .differs("derived here from q <= 1 - mu")
      .uncertain(kWordingUncertain)
      .assumes(fewer_topics_per_document())
      .uses({"topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "value-matrix", "region"})
      .proved_by({"topic/ValueMatrixSigns"},
                 "The theorem is about entries between topics; that entries within a topic are "
                 "positive, which a region check adds, is not part of it.")
      .proved_in_part({"topic/CertifiedValue"})
      .certified_by(limit_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/value_matrix.hpp: limit_value_matrix"})
      .tested_by({"tests/theory/topic/value_matrix_test.cpp: "
                  "LimitValueMatrix.HasTheSignsAndTheGapForAnyModel"})
      .law(claim::Evidence::exact, once(different_topics_are_not_positive))
      .confirmed_by("the same entry of the least-norm solution", once(solved_entry_is_not_positive))
      .also_checked({"signs over (p_m, p_c)", signs_over_the_region})
      .twin("the mask column is not positive", once(mask_column_is_not_positive))
      .twin("different topics have a positive entry", once(different_topics_are_positive))
      .twin("different topics always have a negative entry", once(different_topics_are_negative))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
