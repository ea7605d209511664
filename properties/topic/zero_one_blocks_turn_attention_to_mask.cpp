// Stage 2, simulated: on 0/1 topic blocks, v times too large for the squared loss, attention goes
// where the value is zero.
#include <algorithm>

#include "properties/topic/small_trainings.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

constexpr SmallTraining kRun{Trained::attention_on_blocks, 4, 5, 60, 0.01, 200, 200};

// Most attention on [MASK], and no class of word pairs a tenth above another: the same word, the
// same topic, different topics.
bool turns_to_mask(const statistics::TrialKey& key) {
  const auto run = train_small(kRun, key);
  const auto& last = run->records.back().attention;
  const auto [least, most] = std::minmax({last.same_word, last.same_topic, last.different_topic});
  return run->attention_on_mask > 0.5 && most < 1.1 * least;
}

// Wrong: blocks are blocks, and attention turns to the topic as on the limit value matrix.
bool attends_to_the_topic(const statistics::TrialKey& key) {
  const auto last = train_small(kRun, key)->records.back().attention;
  return last.same_topic > 2 * last.different_topic;
}

}  // namespace

claim::Claim zero_one_blocks_turn_attention_to_mask_claim() {
  return statistics::ClaimByTrials("topic/zero-one-blocks-turn-attention-to-mask")
      .states(
          "With the value matrix frozen at 0/1 topic blocks and the squared loss, the trained "
          "attention of selected positions that show a word goes to [MASK] keys, whose value is "
          "zero, and attention over words stays uniform.")
      .latex(
          R"(W^V_{ij}=\mathbf 1[\mathrm{topic}(i)=\mathrm{topic}(j)]\implies A(\text{same word})\approx A(\text{same topic})\approx A(\text{other topic}))")
      .from({kTopicPaper, "experiments of stage 2: a frozen block value matrix"})
      .formally(
          "After 200 steps more than half of the attention of selected positions that show a word "
          "is on [MASK] keys. In unmasked documents the mean attention per pair of positions with "
          "the same word, with two words of a topic and with words of different topics differs by "
          "less than a tenth; in at least half of independent trainings.")
      .differs(
          "not in the paper: topic attention in stage 2 needs blocks of the size 1/(qv) that stage "
          "1 finds, or cross entropy")
      .uncertain("which loss and which size of blocks the paper's stage-2 figures use")
      .uses({"topic/value-matrix-limit-is-least-norm"})
      .tagged({"topic", "training", "attention"})
      .mathematics({"sim/topic/topic_training.hpp: train"})
      .tested_by(
          {"tests/sim/topic/topic_training_test.cpp: StageTwo.TurnsToMaskOnBlocksThatAreTooLarge"})
      .measured_by(repeated("attention turns to [MASK]", kRun, turns_to_mask))
      .twin(repeated("attention turns to the topic", kRun, attends_to_the_topic))
      .example("one training", turns_to_mask);
}

}  // namespace lemmascope::topic
