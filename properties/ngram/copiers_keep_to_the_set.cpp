// In stage II the heads of the selected set come to copy their lags; the other head stays.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/small_trainings.hpp"

namespace lemmascope::ngram {
namespace {

constexpr std::int64_t kEndOfCopying = 80;

double attention(const statistics::TrialKey& key, int head) {
  const auto run = train_small(SmallTraining::staged, key);
  return run->after(kEndOfCopying, "attention " + std::to_string(head));
}

bool copies_the_set(const statistics::TrialKey& key) {
  return attention(key, 1) >= 0.97 && attention(key, 2) >= 0.97 && attention(key, 3) <= 0.95;
}

// Wrong: all heads come to copy.
bool copies_everything(const statistics::TrialKey& key) {
  return attention(key, 1) >= 0.97 && attention(key, 2) >= 0.97 && attention(key, 3) >= 0.97;
}

// Wrong: one head of the set is enough.
bool copies_one(const statistics::TrialKey& key) {
  return (attention(key, 1) >= 0.97) != (attention(key, 2) >= 0.97);
}

}  // namespace

claim::Claim copiers_keep_to_the_set_claim() {
  return statistics::ClaimByTrials("ngram/copiers-keep-to-the-set")
      .states(
          "Trained after the selector, the heads of the two parents come to copy their lags, and "
          "the third head stays nearly where it was.")
      .latex(
          R"(\sigma^{(1)},\sigma^{(2)}\ge\tfrac{97}{100},\quad\sigma^{(3)}\le\tfrac{95}{100}\quad(\sigma(0)=0.901))")
      .from({kPaper, "three-stage training, second stage"})
      .formally(
          "By the paper's criterion with epsilon 1/100, after 40 epochs of the selector and 40 of "
          "the copiers; in at least half of independent trainings.")
      .differs(
          "heads outside the set have no gradient when it has all of the selector (D4); here the "
          "selector keeps a little elsewhere")
      .uncertain(kNotRead)
      .uses({"ngram/best-set-makes-a-stable-copier", "ngram/copier-signal-is-gram"})
      .tagged({"ngram", "copier", "training"})
      .mathematics({"sim/ngram/ngram_experiment.hpp: NgramExperiment"})
      .tested_by({"tests/sim/ngram/ngram_experiment_test.cpp: "
                  "NgramExperiment.TrainsOneGroupOfWeightsAStage"})
      .measured_by(repeated("heads of the set copy", SmallTraining::staged, copies_the_set))
      .twin(repeated("every head copies", SmallTraining::staged, copies_everything))
      .twin(repeated("one head copies", SmallTraining::staged, copies_one))
      .example("one training", copies_the_set);
}

}  // namespace lemmascope::ngram
