// Without a unigram signal in its data the minimal model is ahead after a few thousand sequences.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/evolution/trained_models.hpp"

namespace lemmascope::evolution {
namespace {

TrainedModels ahead() { return {"ahead after 50 steps", {balanced_ahead(50)}}; }
// Wrong: from the first steps on, where unigrams help.
TrainedModels at_once() { return {"ahead after 5 steps", {balanced_ahead(5)}}; }
// Wrong: it stays ahead; on chains that it was not trained on it does not.
TrainedModels for_good() { return {"ahead after 300 steps", {balanced_ahead(300)}}; }
// Wrong: unigrams in the data help.
TrainedModels behind() { return {"behind after 50 steps", {balanced_behind(50)}}; }

}  // namespace

claim::Claim balanced_chains_lead_early_claim() {
  return statistics::ClaimByTrials("evolution/balanced-chains-lead-early")
      .states(
          "After 3,200 sequences the minimal model that was trained on chains in which both states "
          "are nearly as frequent is nearer to the true row of a chain of the original prior than "
          "the one trained on that prior, in most sequences.")
      .latex(
          R"(\mathrm{KL}(P_{x_t}\|f_{\text{balanced}})<\mathrm{KL}(P_{x_t}\|f_{\text{uniform}})\text{ early})")
      .from({kPaper, "Section 3.3, Figure 4a"})
      .formally(
          "For each of the trainings of the run's seed: mixtures of balance one against uniform "
          "rows, both from the same start; the share of fresh sequences, by exact binomial limits.")
      .differs(
          "the minimal model, where the paper trains transformers, and an early lead that is lost "
          "again: this model overshoots on chains it was not trained on")
      .tagged({"evolution", "phases", "training"})
      .mathematics({"sim/evolution/minimal_training.hpp: MinimalExperiment",
                    "sim/evolution/chain_sequences.hpp: draw_sequence"})
      .tested_by({"tests/sim/evolution/minimal_training_test.cpp: "
                  "MinimalTraining.ItsNumbersAreDistancesByDefinition"})
      .measured_by(models_check(ahead()))
      .confirmed_by("fresh sequences for every training; exact binomial limits")
      .twin(models_twin(at_once()))
      .twin(models_twin(for_good()))
      .twin(models_twin(behind()))
      .example("one training",
               [](const statistics::TrialKey&) { return seen_within(ahead(), kShownTraining); });
}

}  // namespace lemmascope::evolution
