// Two stages, as an order within a window and not as an end state.
#include "properties/topic/small_trainings.hpp"
#include "properties/topic/topic_sites.hpp"

namespace lemmascope::topic {
namespace {

// Six topics of five words: by theory/topic/first_step.hpp the contrast of the value matrix is then
// learnt two orders of magnitude faster than attention near the start, so the order can be read off
// coarse records.
constexpr SmallTraining kRun{Trained::together, 6, 5, 60, 0.004, 400, 20};

// 1/(q v), the gap of the value matrix in the theory.
constexpr double kFullGap = 1 / (0.865 * 5);

struct Milestones {
  int value_matrix = kRun.steps + 1;  ///< first step at which it has nine tenths of its gap
  int attention = kRun.steps + 1;     ///< first step at which it has half of what it has at the end
  double last_attention_gap = 0;
};

Milestones milestones(const statistics::TrialKey& key) {
  const auto run = train_small(kRun, key);
  const auto& records = run->records;
  Milestones found;
  found.last_attention_gap = attention_gap(records.back());
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    if (value_gap(*record) >= 0.9 * kFullGap) found.value_matrix = record->step;
    if (attention_gap(*record) >= found.last_attention_gap / 2) found.attention = record->step;
  }
  return found;
}

// Topic attention has appeared at the end (a quarter of the uniform weight), and the value matrix
// was first.
bool value_matrix_is_first(const statistics::TrialKey& key) {
  const Milestones at = milestones(key);
  return at.last_attention_gap > 0.0025 && at.value_matrix < at.attention;
}

bool attention_is_first(const statistics::TrialKey& key) {
  const Milestones at = milestones(key);
  return at.attention < at.value_matrix;
}

}  // namespace

claim::Claim value_matrix_before_attention_claim() {
  return statistics::ClaimByTrials("topic/value-matrix-before-attention")
      .states(
          "When all matrices start near zero and train together, the value matrix learns the "
          "topics before attention does.")
      .latex(R"(t_{0.9}(W^V)<t_{1/2}(A))")
      .from({kTopicPaper, "two-stage training"})
      .formally(
          "The value matrix reaches nine tenths of 1/(qv) before attention reaches half of the "
          "topic gap it has at the last step; in at least half of independent trainings.")
      .differs(
          "the paper observes it across optimisers, losses and hyper-parameters; this is one "
          "configuration, and an order inside a window, not an end state (see "
          "topic/joint-training-ends-by-copying)")
      .uncertain("the setting of the run behind the printed step counts")
      .uses({"topic/value-descent-has-two-rates", "topic/first-attention-step-is-contrast"})
      .tagged({"topic", "training"})
      .mathematics({"sim/topic/topic_training.hpp: train"})
      .tested_by({"tests/sim/topic/topic_training_test.cpp: "
                  "JointTraining.LearnsTheValueMatrixBeforeTopicAttention"})
      .measured_by(repeated("the value matrix is first", kRun, value_matrix_is_first))
      .twin(repeated("attention is first", kRun, attention_is_first))
      .example("one training", value_matrix_is_first);
}

}  // namespace lemmascope::topic
