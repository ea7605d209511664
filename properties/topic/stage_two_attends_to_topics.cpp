// Stage 2, simulated: on the limit value matrix attention turns to the topic, word or not.
#include "properties/topic/small_trainings.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

constexpr SmallTraining kRun{Trained::attention_on_limit, 4, 3, 60, 0.01, 200, 200};

ClassMeans last_attention(const statistics::TrialKey& key) {
  return train_small(kRun, key)->records.back().attention;
}

// Twice as much on the topic as on other topics: the symmetric optimum of this model has more.
bool attends_to_the_topic(const statistics::TrialKey& key) {
  const auto last = last_attention(key);
  return std::min(last.same_word, last.same_topic) > 2 * last.different_topic;
}

// Wrong: within the topic the same word leads. The loss cannot tell the two apart, so they stay
// about equal; a fifth more would be a lead.
bool same_word_leads(const statistics::TrialKey& key) {
  const auto last = last_attention(key);
  return last.same_word > 1.2 * last.same_topic;
}

}  // namespace

claim::Claim stage_two_attends_to_topics_claim() {
  return statistics::ClaimByTrials("topic/stage-two-attends-to-topics")
      .states(
          "With the value matrix frozen at its limit optimum, trained attention prefers the topic "
          "to other topics, for the same word and for other words of the topic alike.")
      .latex(R"(\min\{A(\text{same word}),A(\text{same topic})\}>2\,A(\text{other topic}))")
      .from({kTopicPaper, kAttentionTheorem})
      .formally(
          "Mean attention per ordered pair of positions of unmasked documents after 200 steps, in "
          "at least half of independent trainings.")
      .differs(
          "one configuration, finite documents and 200 steps; the theorem is about the optimum. "
          "That the same word leads within its topic is refuted here "
          "(topic/same-word-attention-exceeds-same-topic is the exact statement)")
      .uncertain("the hyper-parameters of the paper's stage-2 runs")
      .uses({"topic/first-attention-step-is-contrast", "topic/only-topic-mass-matters"})
      .tagged({"topic", "training", "attention"})
      .mathematics({"sim/topic/topic_training.hpp: train"})
      .tested_by(
          {"tests/sim/topic/topic_training_test.cpp: StageTwo.PrefersTheTopicOverOtherTopics"})
      .measured_by(repeated("attention prefers the topic", kRun, attends_to_the_topic))
      .twin(repeated("within the topic the same word leads", kRun, same_word_leads))
      .example("one training", attends_to_the_topic);
}

}  // namespace lemmascope::topic
