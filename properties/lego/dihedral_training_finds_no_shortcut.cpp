// The same training over D_3, where the bag of elements tells little, brings the last variable
// nothing.
#include "properties/lego/sentence_instance.hpp"
#include "properties/lego/trained_networks.hpp"

namespace lemmascope::lego {
namespace {

// Chance is 1/6; the best bag predictor would have 59/108.
TrainedNetworks last_near_chance() {
  return {"the last variable stays near chance",
          learned_plan("d3"),
          {accuracy_at_least(1, 0.9), accuracy_at_most(4, 0.25)}};
}

// Wrong: as over Z_2.
TrainedNetworks as_good_as_the_bag() {
  return {"the last variable is as good as its bag",
          learned_plan("d3"),
          {accuracy_at_least(4, 59.0 / 108)}};
}

// Wrong: nothing at all is learned.
TrainedNetworks nothing_learned() {
  return {"the first variable stays near chance too",
          learned_plan("d3"),
          {accuracy_at_most(1, 0.25), accuracy_at_most(4, 0.25)}};
}

}  // namespace

claim::Claim dihedral_training_finds_no_shortcut_claim() {
  return statistics::ClaimByTrials("lego/dihedral-training-finds-no-shortcut")
      .states(
          "The same training over D_3 learns the first variable and leaves the last near chance: "
          "the shortcut of Z_2 is not there to be found.")
      .latex(R"(\Pr[\hat x_4=x_4]\le\tfrac14,\quad\Pr[\hat x_1=x_1]\ge\tfrac9{10})")
      .from({kPaper, "task 2; no formula"})
      .formally(
          "For each of the trainings of the run's seed, on fresh sentences, by exact binomial "
          "limits. Chance is 1/6 and the best bag predictor would have 59/108.")
      .differs(
          "as many steps as over Z_2, after which the chain is not followed either: it shows that "
          "no shortcut comes first, not that D_3 is solved")
      .uses({"lego/dihedral-bags-tell-little"})
      .tagged({"lego", "shortcut", "training"})
      .mathematics({"sim/lego/chain_experiment.hpp: ChainExperiment",
                    "sim/transformer/encoder.hpp: Encoder"})
      .tested_by({"tests/sim/lego/chain_experiment_test.cpp: "
                  "ChainExperiment.ItsNumbersAreSharesOfAnswersByDefinition"})
      .measured_by(networks_check(last_near_chance()))
      .confirmed_by("fresh sentences for every training; exact binomial limits")
      .twin(networks_twin(as_good_as_the_bag()))
      .twin(networks_twin(nothing_learned()))
      .example("one training", [](const statistics::TrialKey&) {
        return seen_within(last_near_chance(), kShownTraining);
      });
}

}  // namespace lemmascope::lego
