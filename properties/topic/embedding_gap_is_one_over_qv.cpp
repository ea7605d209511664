// The embedding theorem in its sharpest form: for every optimum, not only for one.
#include <algorithm>

#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/numeric/product.hpp"
#include "theory/topic/documents.hpp"
#include "theory/topic/solution_set.hpp"

namespace lemmascope::topic {
namespace {

Rational one_over_qv(const TopicParameters& at) {
  return 1 / (at.true_share() * at.words_per_topic());
}

claim::Relation<Rational> gap_is_one_over_qv(const WordAndTopic& at) {
  return claim::equals(topic_gap(at.instance.at, at.matrix, at.word, at.topic),
                       one_over_qv(at.instance.at));
}

// A topic set with `in` and without `out`.
TopicSet set_with(const TopicParameters& at, int in, int out) {
  for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
    if (holds_topic(set, in) && !holds_topic(set, out)) return set;
  }
  return {};
}

// Other route: swap the own topic of a word for another one in a document and watch the output. The
// shown law moves by q/(tau v) on the words of the two topics, so the output moves by q/tau times
// the gap; and because the matrix is optimal it must move by 1/(tau v).
claim::Relation<Rational> gap_from_outputs(const WordAndTopic& at) {
  const TopicParameters& model = at.instance.at;
  const int own = model.topic_of(at.word);
  const TopicSet with = set_with(model, own, at.topic);
  TopicSet without = with;
  *std::find(without.begin(), without.end(), own) = at.topic;
  std::sort(without.begin(), without.end());
  const Vector<Rational> moved = shown_token_law(model, with) - shown_token_law(model, without);
  const Rational output = product(at.matrix, moved)(at.word);
  return claim::equals(Rational(output * model.topics_per_document() / model.true_share()),
                       one_over_qv(model));
}

claim::Relation<Rational> gap_is_one_over_v(const WordAndTopic& at) {
  return claim::equals(topic_gap(at.instance.at, at.matrix, at.word, at.topic),
                       Rational(1, at.instance.at.words_per_topic()));
}

claim::Relation<Rational> one_per_cent_more(const WordAndTopic& at) {
  return claim::equals(topic_gap(at.instance.at, at.matrix, at.word, at.topic),
                       Rational(Rational(101, 100) * one_over_qv(at.instance.at)));
}

}  // namespace

claim::Claim embedding_gap_is_one_over_qv_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/embedding-gap-is-one-over-qv")
      .states(
          "In every optimum under uniform attention the average inner product of a word with its "
          "own topic exceeds that with any other topic by exactly 1/(qv).")
      .latex(
          R"(\operatorname{avg}_{j\in\mathrm{topic}(i)}E_{ij}-\operatorname{avg}_{j\in t}E_{ij}=\frac1{qv})")
      .from({kTopicPaper, kEmbeddingTheorem})
      .formally(
          "f = E m + b fits p(S) for every topic set; the gap is checked at every word and topic "
          "of an optimum with arbitrary offsets and splits (a value matrix is the case b = 0, no "
          "symmetry).")
      .differs(
          "the paper says the inner product is larger on average; the constant 1/(qv), free of all "
          "undetermined constants, is derived here")
      .uncertain(kWordingUncertain)
      .uncertain("whether the theorem assumes a tied decoder")
      .assumes(fewer_topics_per_document())
      .uses({"topic/moments-have-two-directions"})
      .tagged({"topic", "embedding"})
      .proved_by({"topic/EmbeddingGap"},
                 "The theorem allows any matrix and offset that fit every topic set, not only "
                 "Gram matrices.")
      .proved_in_part({"topic/CertifiedGap"})
      .certified_by(gap_certificates)
      .over(every_small_model())
      .over(sampled_models())
      .mathematics({"theory/topic/solution_set.hpp: topic_gap"})
      .tested_by({"tests/theory/topic/solution_set_test.cpp: "
                  "SolutionSet.TheTopicGapIsOneOverQVForEveryOptimum"})
      .law(claim::Evidence::exact, at_every_other_topic(gap_is_one_over_qv, arbitrary_optimum))
      .confirmed_by("the same gap read off the outputs of two documents that differ in one topic",
                    at_every_other_topic(gap_from_outputs, arbitrary_optimum))
      .twin("masking does not matter: the gap is 1/v",
            at_every_other_topic(gap_is_one_over_v, arbitrary_optimum))
      .twin("the gap is one per cent more",
            at_every_other_topic(one_per_cent_more, arbitrary_optimum))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
