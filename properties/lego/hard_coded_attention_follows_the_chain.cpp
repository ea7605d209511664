// The remedy: with association and manipulation hard-coded, a network without queries and keys
// learns to follow the chain, given the layers that following takes.
#include "properties/lego/sentence_instance.hpp"
#include "properties/lego/trained_networks.hpp"

namespace lemmascope::lego {
namespace {

TrainedNetworks hard_coded() {
  return {"every variable is learned",
          three_clauses_plan(Attention::hard_coded),
          {accuracy_at_least(1, 0.99), accuracy_at_least(2, 0.99), accuracy_at_least(3, 0.99)}};
}

// Wrong: a single layer, whose heads see no other clause's element, learns them too.
TrainedNetworks in_one_layer() {
  TrainedNetworks networks = hard_coded();
  networks.name = "every variable is learned in one layer";
  networks.plan.layers = 1;
  return networks;
}

}  // namespace

claim::Claim hard_coded_attention_follows_the_chain_claim() {
  return statistics::ClaimByTrials("lego/hard-coded-attention-follows-the-chain")
      .states(
          "With attention hard-coded to equal tokens and to the clause, a small encoder without "
          "queries and keys learns every variable of a sentence of three clauses over Z_2.")
      .latex(R"(\Pr[\hat x_i=x_i]\ge\tfrac{99}{100},\quad i=1,2,3)")
      .from({kPaper, "LEGO attention; abstract"})
      .formally(
          "For each of the trainings of the run's seed, on fresh sentences, by exact binomial "
          "limits; the twin is the same encoder with one layer in place of five. Nothing is said "
          "of learned attention: in as many steps it learns the task from some seeds and not from "
          "others.")
      .differs(
          "an encoder of width 16 with five tied layers after 1400 steps; uniform attention inside "
          "the clause, where the paper has a convolution")
      .uses({"lego/iterative-network-resolves-one-more-a-layer"})
      .tagged({"lego", "training"})
      .mathematics({"sim/transformer/encoder_plan.hpp: HeadPattern",
                    "sim/lego/chain_experiment.hpp: ChainExperiment"})
      .tested_by({"tests/sim/transformer/encoder_test.cpp: "
                  "Encoder.HeadsWithoutQueriesHaveNoBlocksForThem",
                  "tests/sim/transformer/encoder_test.cpp: "
                  "Encoder.GradientEqualsComplexStepOfTheDefinition"})
      .measured_by(networks_check(hard_coded()))
      .confirmed_by("fresh sentences for every training; exact binomial limits")
      .twin(networks_twin(in_one_layer()))
      .example("one training", [](const statistics::TrialKey&) {
        return seen_within(hard_coded(), kShownTraining);
      });
}

}  // namespace lemmascope::lego
