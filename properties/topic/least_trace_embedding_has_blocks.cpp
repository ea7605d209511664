// Without bias and as the penalty vanishes: the optimum of least trace, certified by convex
// duality.
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/embedding.hpp"
#include "theory/topic/embedding_certificate.hpp"
#include "theory/topic/solution_set.hpp"

namespace lemmascope::topic {
namespace {

claim::Relation<Rational> certified(const TopicInstance& instance,
                                    const BlockValues<Rational>& blocks) {
  const bool optimal = is_least_trace_optimum(instance.at, block_matrix(instance.at, blocks),
                                              least_trace_multiplier(instance.at));
  return claim::equals(Rational(optimal ? 1 : 0), Rational(1));
}

claim::Relation<Rational> has_a_dual_certificate(const TopicInstance& instance) {
  return certified(instance, least_trace_embedding(instance.at));
}

// Other route: weak duality as numbers. Every feasible E has tr E >= tr(Y E), which is the same for
// all of them; the closed form attains it.
claim::Relation<Rational> trace_equals_the_dual_bound(const TopicInstance& instance) {
  const Matrix<Rational> best = block_matrix(instance.at, least_trace_embedding(instance.at));
  const Matrix<Rational> multiplier = least_trace_multiplier(instance.at);
  return claim::equals(Rational(best.trace()),
                       Rational(multiplier.cwiseProduct(best.transpose()).sum()));
}

// Wrong: the random words forgotten, different topics orthogonal.
claim::Relation<Rational> different_topics_are_orthogonal(const TopicInstance& instance) {
  BlockValues<Rational> blocks = least_trace_embedding(instance.at);
  blocks.same_topic -= blocks.different_topic;
  blocks.same_word = blocks.same_topic;
  blocks.different_topic = 0;
  return certified(instance, blocks);
}

// Wrong: different topics one per cent further apart.
claim::Relation<Rational> topics_further_apart(const TopicInstance& instance) {
  BlockValues<Rational> blocks = least_trace_embedding(instance.at);
  blocks.different_topic *= Rational(101, 100);
  return certified(instance, blocks);
}

}  // namespace

claim::Claim least_trace_embedding_has_blocks_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/least-trace-embedding-has-blocks")
      .states(
          "Without bias the embedding of least trace among the optima has inner product -p_m "
          "p_r/(K "
          "q (1-mu)) between topics and 1/(qv) more within one.")
      .latex(
          R"(E_{\mathrm{off}}=-\frac{p_mp_r}{Kq(1-\mu)},\quad E_{\mathrm{same}}=E_{\mathrm{off}}+\frac1{qv})")
      .from({kTopicPaper, kEmbeddingTheorem})
      .formally(
          "min tr E over E >= 0 with E m(S) = p(S) for all S; certified by a multiplier in exact "
          "arithmetic (semidefinite slack, complementary to E).")
      .differs("derived here; the limit lambda -> 0 of the L2 penalty is our reading")
      .uncertain(kWordingUncertain)
      .assumes(fewer_topics_per_document())
      .uses({"topic/embedding-gap-is-one-over-qv"})
      .tagged({"topic", "embedding"})
      .over(some_small_models())
      .over(sampled_models())
      .mathematics({"theory/topic/embedding.hpp: least_trace_embedding",
                    "theory/topic/embedding_certificate.hpp: is_least_trace_optimum"})
      .tested_by({"tests/theory/topic/embedding_test.cpp: LeastTraceEmbedding.IsOptimalByDuality"})
      .law(claim::Evidence::exact, once(has_a_dual_certificate))
      .confirmed_by("its trace equals the value of the dual", once(trace_equals_the_dual_bound))
      .values_uncompared("the law is a certificate, whose only values are yes and no")
      .twin("different topics are orthogonal", once(different_topics_are_orthogonal))
      .twin("the inner product between topics is one per cent more", once(topics_further_apart))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
