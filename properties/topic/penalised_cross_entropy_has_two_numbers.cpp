// With a penalty the cross-entropy optimum is unique and lies in a plane; here the mask row is not
// zero.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/cross_entropy.hpp"

namespace lemmascope::topic {
namespace {

// Far above the 50 digits of the arithmetic, far below any entry of the optimum.
Interval bound() { return Interval("1e-30"); }

claim::Relation<Interval> distance_is_below(const TopicInstance& instance,
                                            const CrossEntropyOptimum<Interval>& optimum) {
  return claim::is_less(distance_to_optimum(instance.at, instance.penalty,
                                            value_matrix_of(enclosed(instance), optimum)),
                        bound());
}

claim::Relation<Interval> two_numbers_are_optimal(const TopicInstance& instance) {
  return distance_is_below(instance, cross_entropy_optimum(instance.at, instance.penalty));
}

// Other route: nothing in four directions of the plane and one across it does better.
claim::CaseOutcome no_neighbour_is_better(const TopicInstance& instance) {
  const auto at = enclosed(instance);
  const auto optimum = cross_entropy_optimum(instance.at, instance.penalty);
  const Matrix<Interval> best = value_matrix_of(at, optimum);
  const auto objective = [&](const Matrix<Interval>& value) {
    Interval norm(0);
    for (Eigen::Index k = 0; k < value.size(); ++k) norm += pow(value(k), 2);
    return cross_entropy(at, value) + Interval(instance.penalty) * norm;
  };
  const Interval least = objective(best);
  claim::Findings<Interval> findings;
  for (Token j = 0; j < at.tokens(); ++j) {
    for (const char* step : {"1/1000", "-1/1000"}) {
      Matrix<Interval> other = best;
      other(j, (j + 1) % at.tokens()) += Interval(step);
      findings.add(claim::is_greater(objective(other), least),
                   claim::site("row", static_cast<int>(j)));
    }
  }
  return findings.outcome();
}

// Wrong: the mask row is zero, as with the squared loss (the unigram direction left out).
claim::Relation<Interval> without_unigram(const TopicInstance& instance) {
  auto optimum = cross_entropy_optimum(instance.at, instance.penalty);
  optimum.unigram = Interval(0);
  return distance_is_below(instance, optimum);
}

// Wrong: the unigram direction one per cent larger.
claim::Relation<Interval> unigram_one_per_cent_more(const TopicInstance& instance) {
  auto optimum = cross_entropy_optimum(instance.at, instance.penalty);
  optimum.unigram *= Interval("1.01");
  return distance_is_below(instance, optimum);
}

}  // namespace

claim::Claim penalised_cross_entropy_has_two_numbers_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/penalised-cross-entropy-has-two-numbers")
      .states(
          "With an L2 penalty lambda > 0 the cross-entropy optimum is y P_c + z d n^T: two "
          "numbers, and a "
          "mask row that is not zero.")
      .latex(R"(W=yP_c+z\,\hat d\,\hat n^\top,\quad \hat d\propto(-1,\tfrac1K,\dots,\tfrac1K))")
      .from({kTopicPaper, "experiments with cross entropy"})
      .formally(
          "The objective is strongly convex with modulus 2 lambda, so |gradient|/(2 lambda) bounds "
          "the distance to the unique optimum over all matrices; the full gradient is summed over "
          "topic sets in outward-rounded intervals.")
      .differs("derived here")
      .assumes(fewer_topics_per_document())
      .assumes(positive_penalty())
      .uses({"topic/cross-entropy-is-not-attained"})
      .tagged({"topic", "cross-entropy"})
      .over(some_small_models())
      .mathematics({"theory/topic/cross_entropy.hpp: cross_entropy_optimum"})
      .tested_by({"tests/theory/topic/cross_entropy_test.cpp: "
                  "CrossEntropyOptimum.HasAVanishingFullGradient"})
      .law(claim::Evidence::interval, once(two_numbers_are_optimal))
      .confirmed_by("moving an entry in any row by 1/1000 costs more", no_neighbour_is_better)
      .values_uncompared(
          "the law bounds a residual, which no other route reproduces beyond its rounding")
      .twin("the mask row is zero", once(without_unigram))
      .twin("the unigram number is one per cent more", once(unigram_one_per_cent_more))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
