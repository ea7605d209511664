// Trained over Z_2, an encoder answers the last variable, whose shortcut is the product of all
// signs, before the one before it.
#include "properties/lego/sentence_instance.hpp"
#include "properties/lego/trained_networks.hpp"

namespace lemmascope::lego {
namespace {

TrainedNetworks ahead_of_its_predecessor() {
  return {"the last variable is ahead of the one before it", learned_plan("z2"), {ahead(4, 3)}};
}

// Wrong: learned in the order of the chain.
TrainedNetworks in_the_order_of_the_chain() {
  return {"variables are learned in the order of the chain",
          learned_plan("z2"),
          {ahead(1, 2), ahead(2, 3), ahead(3, 4)}};
}

// Wrong: the task is learned.
TrainedNetworks solved() {
  return {"the last variable is learned", learned_plan("z2"), {accuracy_at_least(4, 0.9)}};
}

}  // namespace

claim::Claim learned_attention_takes_the_shortcut_claim() {
  return statistics::ClaimByTrials("lego/learned-attention-takes-the-shortcut")
      .states(
          "Trained on sentences of four clauses over Z_2, a small encoder with learned attention "
          "is right on the last variable more often than on the one before it.")
      .latex(R"(\Pr[\hat x_4=x_4]>\Pr[\hat x_3=x_3])")
      .from({kPaper, "shortcut solutions; no formula"})
      .formally(
          "For each of the trainings of the run's seed: of fresh sentences where one of x_3 and "
          "x_4 alone is answered rightly, more than half have x_4 right, by exact binomial limits. "
          "Other trainings are not spoken of.")
      .differs(
          "an encoder of width 16 with three tied layers after 1300 steps, not BERT; the paper "
          "reports curves")
      .tagged({"lego", "shortcut", "training"})
      .mathematics({"sim/lego/chain_experiment.hpp: ChainExperiment",
                    "sim/transformer/encoder.hpp: Encoder"})
      .tested_by({"tests/sim/lego/chain_experiment_test.cpp: "
                  "ChainExperiment.ItsNumbersAreSharesOfAnswersByDefinition",
                  "tests/sim/transformer/encoder_test.cpp: "
                  "Encoder.GradientEqualsComplexStepOfTheDefinition"})
      .measured_by(networks_check(ahead_of_its_predecessor()))
      .confirmed_by("fresh sentences for every training; exact binomial limits")
      .twin(networks_twin(in_the_order_of_the_chain()))
      .twin(networks_twin(solved()))
      .example("one training", [](const statistics::TrialKey&) {
        return seen_within(ahead_of_its_predecessor(), kShownTraining);
      });
}

}  // namespace lemmascope::lego
