// The order of phases in the minimal model, and the switch of the closest strategy.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/trained_models.hpp"

namespace lemmascope::evolution {
namespace {

// 6,400 and 64,000 sequences; the reference and the paper's Figure 12 switch near 36,000.
TrainedModels in_that_order() {
  return {"unigrams first, then bigrams", {nearer_to_unigrams(100), nearer_to_bigrams(1000)}};
}
// Wrong: the order is reversed.
TrainedModels in_reverse() {
  return {"bigrams first, then unigrams", {nearer_to_bigrams(100), nearer_to_unigrams(1000)}};
}
// Wrong: the switch comes before a tenth of the training.
TrainedModels at_once() {
  return {"bigrams from the start", {nearer_to_bigrams(100), nearer_to_bigrams(1000)}};
}

}  // namespace

claim::Claim unigrams_come_before_bigrams_claim() {
  return statistics::ClaimByTrials("evolution/unigrams-come-before-bigrams")
      .states(
          "The minimal model, trained online on chains of two states, is nearer to the unigram "
          "strategy after 6,400 sequences and nearer to the bigram strategy after 64,000, in most "
          "sequences.")
      .latex(
          R"(\mathrm{KL}(\text{unigram}\|f)<\mathrm{KL}(\text{bigram}\|f)\text{ early},\qquad>\text{ late})")
      .from({kPaper, "Section 3, Figures 3 and 12"})
      .formally(
          "For each of the trainings of the run's seed: the share of fresh sequences in which the "
          "last prediction is nearer to unigrams is above one half at the first step and below at "
          "the second, by exact binomial limits.")
      .differs(
          "shares of sequences, where the paper draws mean divergences; other trainings are "
          "not spoken of")
      .tagged({"evolution", "phases", "training"})
      .mathematics({"sim/evolution/minimal_training.hpp: MinimalExperiment",
                    "sim/evolution/chain_sequences.hpp: predict"})
      .tested_by({"tests/sim/evolution/minimal_training_test.cpp: "
                  "MinimalTraining.ItsNumbersAreDistancesByDefinition",
                  "tests/sim/evolution/minimal_model_test.cpp: "
                  "MinimalModel.TheMeanGradientIsThatOfTheExactTensor"})
      .measured_by(models_check(in_that_order()))
      .confirmed_by("fresh sequences for every training; exact binomial limits")
      .twin(models_twin(in_reverse()))
      .twin(models_twin(at_once()))
      .example("one training", [](const statistics::TrialKey&) {
        return seen_within(in_that_order(), kShownTraining);
      });
}

}  // namespace lemmascope::evolution
