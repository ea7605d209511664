// Expected to be refuted: one masked word a document determines nothing.
#include "properties/topic/topic_sites.hpp"
#include "theory/numeric/linear_system.hpp"
#include "theory/topic/finite_length.hpp"

namespace lemmascope::topic {
namespace {

// The optimum is unique exactly when Sigma_N is regular.
claim::Relation<Rational> moments_are_regular(const TopicInstance& instance) {
  const auto moments = finite_length_moments_by_topic_sets(instance.at, instance.length);
  return claim::equals(Rational(static_cast<int>(null_space(moments.second).cols())), Rational(0));
}

// Other route: the same by the positive semi-definite form along two contrasts. Both a word against
// another of its topic and the mask against the mean of the words must be seen.
claim::CaseOutcome contrasts_are_seen(const TopicInstance& instance) {
  const auto moments = finite_length_moments_by_topic_sets(instance.at, instance.length);
  const auto tokens = static_cast<Eigen::Index>(instance.at.tokens());
  claim::Findings<Rational> findings;
  for (Eigen::Index word = 1; word < tokens; ++word) {
    Rational seen = 0;  // e_word^T Sigma e_word: is the word ever shown?
    seen += moments.second(word, word);
    findings.add(claim::is_greater(seen, Rational(0)), claim::site("word", static_cast<int>(word)));
  }
  return findings.outcome();
}

}  // namespace

claim::Claim finite_length_optimum_is_unique_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/finite-length-optimum-is-unique")
      .states(
          "At every finite document length the unpenalised optimal value matrix is unique "
          "(expected to be refuted: not when a document is one word that is never shown).")
      .latex(R"(\det\Sigma_N\ne0\quad(N\ge1,\ \mu>0))")
      .from({kTopicPaper, "experiments: finite documents without weight decay"})
      .formally(
          "The null space of Sigma_N, exact. With N = 1 and p_c = p_r = 0 the only token shown is "
          "[MASK].")
      .differs("what is true is topic/finite-length-value-matrix, for N >= 2 or p_c + p_r > 0")
      .assumes(fewer_topics_per_document())
      .assumes(mask_tokens_shown())
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "value-matrix", "finite-length", "necessary-assumption"})
      .expects(claim::Verdict::refuted)
      .over(small_models_with_short_documents())
      .mathematics({"theory/topic/finite_length.hpp: finite_length_moments_by_topic_sets"})
      .tested_by({"tests/theory/topic/finite_length_test.cpp: "
                  "FiniteLengthMoments.EqualTheEnumerationOfMaskedDocuments"})
      .law(claim::Evidence::exact, once(moments_are_regular))
      .confirmed_by("a word that is never shown has no second moment", contrasts_are_seen)
      .values_uncompared(
          "the law counts a null space; the other route asks for the moments it would need")
      .control("with N >= 2 or p_c + p_r > 0 it is", once(moments_are_regular),
               {shown_words_identify_values()})
      // What breaks it is p_c = p_r = 0 and one word a document together: none of the corners that
      // an attack tries, and with no slope towards it.
      .attacked({0, 0, 0})
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
