// The third phase: trained on, the model leaves the two-stage picture and copies the shown word.
#include <algorithm>

#include "properties/topic/small_trainings.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

constexpr SmallTraining kRun{Trained::together, 4, 2, 40, 0.01, 1600, 100};

// Attention per ordered pair of 100 positions: uniform is 0.01.
constexpr double kUniform = 0.01;

// At some step attention to the topic is above uniform; at the end it is below, the same word has
// more than twice the uniform weight, and the value of the same word has grown since that step.
bool copies_in_the_end(const statistics::TrialKey& key) {
  const auto run = train_small(kRun, key);
  const auto& records = run->records;
  const auto to_topic = [](const TopicRecord& a, const TopicRecord& b) {
    return a.attention.same_topic < b.attention.same_topic;
  };
  const auto& window = *std::max_element(records.begin(), records.end(), to_topic);
  const auto& last = records.back();
  return window.attention.same_topic > 1.2 * kUniform && last.attention.same_topic < kUniform &&
         last.attention.same_word > 2 * kUniform && last.value.same_word > window.value.same_word;
}

// Wrong: the two-stage ordering is where training ends.
bool keeps_topic_attention(const statistics::TrialKey& key) {
  const auto last = train_small(kRun, key)->records.back().attention;
  return last.same_topic > 1.2 * kUniform && last.same_topic > last.different_topic;
}

}  // namespace

claim::Claim joint_training_ends_by_copying_claim() {
  return statistics::ClaimByTrials("topic/joint-training-ends-by-copying")
      .states(
          "Trained on after the two stages, attention collapses onto the same word, attention to "
          "the rest of the topic falls below uniform, and the diagonal of the value matrix grows.")
      .latex(R"(A(\text{same word})\gg A(\text{uniform})>A(\text{same topic}))")
      .from({kTopicPaper, "two-stage training"})
      .formally(
          "Attention to the topic is first above, at the last step below uniform, with the same "
          "word above twice uniform and the mean diagonal entry of the value matrix above that of "
          "the recorded step with the most attention to the topic; in at least half of independent "
          "trainings.")
      .differs("not in the paper: a test that trains long enough contradicts its stage-2 ordering")
      .uncertain("whether the authors' runs were stopped before this phase or do not show it")
      .uses({"topic/value-matrix-before-attention", "topic/finite-length-value-matrix"})
      .tagged({"topic", "training"})
      .mathematics({"sim/topic/topic_training.hpp: train"})
      .tested_by(
          {"tests/sim/topic/topic_training_test.cpp: JointTraining.EndsByCopyingTheShownWord"})
      .measured_by(repeated("attention ends on the same word", kRun, copies_in_the_end))
      .twin(repeated("topic attention is the end state", kRun, keeps_topic_attention))
      .example("one training", copies_in_the_end);
}

}  // namespace lemmascope::topic
