// Without correct words the label does not depend on the query, and nothing beats uniform
// attention.
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/attention.hpp"
#include "theory/topic/value_matrix.hpp"

namespace lemmascope::topic {
namespace {

Rational loss_at(const TopicInstance& instance, const AttentionWeights<Rational>& weights) {
  return attention_loss(instance.at, limit_value(instance), weights);
}

claim::Relation<Rational> no_table_is_better(const TopicInstance& instance) {
  return claim::at_least(loss_at(instance, arbitrary_weights(instance)),
                         loss_at(instance, uniform_attention(instance.at)));
}

// Other route: uniform attention attains the error of the posterior, below which no model gets.
claim::CaseOutcome attains_the_least_risk(const TopicInstance& instance) {
  claim::Findings<Rational> findings;
  findings.add(claim::equals(loss_at(instance, uniform_attention(instance.at)),
                             least_squared_risk(instance.at)));
  findings.add(claim::at_least(loss_at(instance, arbitrary_weights(instance)),
                               least_squared_risk(instance.at)));
  return findings.outcome();
}

// The law with the loss of uniform attention in closed form.
claim::Relation<Rational> no_table_is_below_the_least_risk(const TopicInstance& instance) {
  return claim::at_least(loss_at(instance, arbitrary_weights(instance)),
                         least_squared_risk(instance.at));
}

claim::Relation<Rational> any_table_is_better(const TopicInstance& instance) {
  return claim::is_less(loss_at(instance, arbitrary_weights(instance)),
                        loss_at(instance, uniform_attention(instance.at)));
}

}  // namespace

claim::Claim uniform_attention_is_optimal_without_correct_words_claim() {
  return claim::ClaimAbout<TopicInstance>(
             "topic/uniform-attention-is-optimal-without-correct-words")
      .states("When p_c = 0, no table of attention scores does better than uniform attention.")
      .latex(R"(p_c=0\implies L(B)\ge L(0)\ \text{for every } B)")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "Arbitrary rational weights e^B against uniform ones, on the limit value matrix, "
          "exactly.")
      .differs("derived here")
      .assumes(fewer_topics_per_document())
      .assumes(no_correct_words())
      .assumes(positions_are_selected())
      .uses({"topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "attention"})
      .over(every_small_model())
      .mathematics({"theory/topic/attention.hpp: attention_loss",
                    "theory/topic/attention.hpp: uniform_attention"})
      .tested_by({"tests/theory/topic/attention_test.cpp: "
                  "AttentionLoss.IsLeastAtUniformAttentionWithoutCorrectWords"})
      .law(claim::Evidence::exact, once(no_table_is_better))
      .confirmed_by("uniform attention attains the error of the posterior", attains_the_least_risk)
      .values_by("the least squared risk in closed form", once(no_table_is_below_the_least_risk))
      .twin("every other table is better", once(any_table_is_better))
      .example({TopicParameters(3, 2, 2, Rational(3, 20), Rational(0), Rational(1, 10))});
}

}  // namespace lemmascope::topic
