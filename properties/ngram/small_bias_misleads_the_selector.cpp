// Copiers that are hardly biased to lags of their own make the selector miss the parents.
#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/small_trainings.hpp"

namespace lemmascope::ngram {
namespace {

double share_of_parents(SmallTraining which, const statistics::TrialKey& key) {
  return train_small(which, key)->last("p {1,2}");
}

bool misses_with_a_small_bias(const statistics::TrialKey& key) {
  return share_of_parents(SmallTraining::small_bias, key) < 0.5;
}

// Wrong: whatever the bias.
bool misses_with_a_large_bias(const statistics::TrialKey& key) {
  return share_of_parents(SmallTraining::large_bias, key) < 0.5;
}

// Wrong: the parents win all the same.
bool finds_with_a_small_bias(const statistics::TrialKey& key) {
  return share_of_parents(SmallTraining::small_bias, key) > 0.9;
}

}  // namespace

claim::Claim small_bias_misleads_the_selector_claim() {
  return statistics::ClaimByTrials("ngram/small-bias-misleads-the-selector")
      .states(
          "With copiers biased by half a unit of logits, the selector trained alone ends with less "
          "than half on the two parents.")
      .latex(R"(\Delta w=\tfrac12\Rightarrow p_{\{1,2\}}<\tfrac12)")
      .from({kPaper, "assumption on the initialisation"})
      .formally(
          "Heads without normalisation, after 20 epochs of the selector at rate 1/5; in at least "
          "half of independent trainings. Biased by four units it ends on the parents: the first "
          "twin.")
      .differs("the paper assumes a bias; that one is needed is shown here, in one configuration")
      .uncertain(kNotRead)
      .uses({"ngram/imperfect-copiers-blur-the-signal"})
      .tagged({"ngram", "selector", "training"})
      .mathematics({"sim/ngram/ngram_experiment.hpp: NgramExperiment"})
      .tested_by({"tests/sim/ngram/ngram_experiment_test.cpp: "
                  "NgramExperiment.ItsNumbersAreThoseOfTheDefinition"})
      .measured_by(
          repeated("the parents are missed", SmallTraining::small_bias, misses_with_a_small_bias))
      .twin(repeated("they are missed with a large bias too", SmallTraining::large_bias,
                     misses_with_a_large_bias))
      .twin(repeated("they are found", SmallTraining::small_bias, finds_with_a_small_bias))
      .example("one training", misses_with_a_small_bias);
}

}  // namespace lemmascope::ngram
