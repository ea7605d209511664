// Stage 2 cannot tell attention to the same word from attention to its topic.
#include "properties/topic/topic_certificates.hpp"
#include "properties/topic/topic_matrices.hpp"
#include "properties/topic/topic_sites.hpp"
#include "theory/topic/attention.hpp"

namespace lemmascope::topic {
namespace {

// Half of the weight that word `from` gets is handed to word `to`, at every query.
AttentionWeights<Rational> moved(const TopicInstance& instance, Token from, Token to) {
  AttentionWeights<Rational> weights = arbitrary_weights(instance);
  for (Token query = 0; query < instance.at.tokens(); ++query) {
    const Rational half = weights(from, query) / 2;
    weights(from, query) -= half;
    weights(to, query) += half;
  }
  return weights;
}

std::vector<claim::Certificate> prediction_certificates(const TopicInstance& instance) {
  return {masses_certificate(instance, arbitrary_weights(instance), moved(instance, 2, 1))};
}

claim::Relation<Rational> loss_is_unchanged(const TopicInstance& instance, Token to) {
  const Matrix<Rational> value = limit_value(instance);
  return claim::equals(attention_loss(instance.at, value, moved(instance, 2, to)),
                       attention_loss(instance.at, value, arbitrary_weights(instance)));
}

claim::Relation<Rational> within_a_topic(const TopicInstance& instance) {
  return loss_is_unchanged(instance, 1);
}

claim::Relation<Rational> across_topics(const TopicInstance& instance) {
  return loss_is_unchanged(instance, instance.at.words());
}

// Other route: every output from the masses on [MASK] and on topics alone.
claim::CaseOutcome outputs_from_masses(const TopicInstance& instance) {
  const TopicParameters& at = instance.at;
  const Matrix<Rational> value = limit_value(instance);
  const AttentionWeights<Rational> weights = moved(instance, 2, 1);
  claim::Findings<Rational> findings;
  for (const TopicSet& set : every_topic_set(at.topics(), at.topics_per_document())) {
    const Vector<Rational> shares = attention_shares(at, set, weights, 1);
    for (Token word = 1; word < at.tokens(); ++word) {
      const Token first = Token{at.topic_of(word)} * at.words_per_topic() + 1;
      const Rational mass = shares.segment(first, at.words_per_topic()).sum();
      findings.add(claim::equals(Rational(value.row(word).dot(shares)),
                                 output_from_masses(at, Rational(shares(0)), mass)),
                   claim::site("word", static_cast<int>(word)));
    }
  }
  return findings.outcome();
}

}  // namespace

claim::Claim only_topic_mass_matters_claim() {
  return claim::ClaimAbout<TopicInstance>("topic/only-topic-mass-matters")
      .states(
          "On a block value matrix the loss depends on attention only through its mass on [MASK] "
          "and on each topic.")
      .latex(R"(f_i=W_{i0}M_0+W_{\mathrm{off}}(1-M_0)+\tfrac1{qv}M_{\mathrm{topic}(i)})")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "Arbitrary rational attention weights; moving weight between two words of a topic "
          "changes no loss, exactly.")
      .differs(
          "derived here: same-word and same-topic attention are therefore not separately "
          "identifiable, and the three-constant form of the attention pattern is a consequence, "
          "not an assumption")
      .uncertain("that the theorem assumes an attention pattern with three constants")
      .assumes(fewer_topics_per_document())
      .assumes(several_words_per_topic())
      .uses({"topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "attention"})
      .proved_by({"topic/OnlyTopicMassMatters"},
                 "The theorem allows any attention and any loss that sees the prediction alone.")
      .proved_in_part({"topic/CertifiedMasses"})
      .certified_by(prediction_certificates)
      .over(some_small_models())
      .over(sampled_models())
      .mathematics({"theory/topic/attention.hpp: output_from_masses",
                    "theory/topic/attention.hpp: attention_loss"})
      .tested_by({"tests/theory/topic/attention_test.cpp: AttentionLoss.DependsOnTopicMassOnly"})
      .law(claim::Evidence::exact, once(within_a_topic))
      .confirmed_by("every output from masses alone", outputs_from_masses)
      .values_uncompared(
          "the two sides of the law are one loss at two tables; outputs are compared instead")
      .twin("attention may be moved across topics", once(across_topics))
      .example(three_topics_of_two_words());
}

}  // namespace lemmascope::topic
