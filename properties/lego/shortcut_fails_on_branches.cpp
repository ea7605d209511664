// What such an encoder has learnt does not survive a sentence in which the last variable is not
// made from all the others.
#include "properties/lego/sentence_instance.hpp"
#include "properties/lego/trained_networks.hpp"

namespace lemmascope::lego {
namespace {

TrainedNetworks better_on_chains() {
  return {"chains are ahead of branches", learned_plan("z2"), {chains_ahead_of_branches()}};
}

// Wrong: it follows the chain, so a shorter chain is no harder.
TrainedNetworks better_on_branches() {
  TrainedNetworks networks{
      "branches are no harder", learned_plan("z2"), {chains_ahead_of_branches()}};
  networks.bounds[0].at_least = false;
  return networks;
}

}  // namespace

claim::Claim shortcut_fails_on_branches_claim() {
  return statistics::ClaimByTrials("lego/shortcut-fails-on-branches")
      .states(
          "The same encoder is right on the last variable less often when that is made from the "
          "one before its predecessor: a shorter chain, but not the product of all signs.")
      .latex(R"(\Pr[\hat x_4=x_4\mid x_4=g_4x_2]<\Pr[\hat x_4=x_4\mid x_4=g_4x_3])")
      .from({kPaper, "robustness of shortcut solutions; no formula"})
      .formally(
          "For each of the trainings of the run's seed: of fresh sentences where the answer is "
          "right on either the chain or its branch alone, more than half have it right on the "
          "chain, by exact binomial limits.")
      .differs("the branch is our probe; the paper perturbs inputs in ways not at hand")
      .uses({"lego/learned-attention-takes-the-shortcut"})
      .tagged({"lego", "shortcut", "training"})
      .mathematics(
          {"sim/lego/sentences.hpp: branched", "sim/lego/chain_experiment.hpp: ChainExperiment"})
      .tested_by({"tests/sim/lego/sentences_test.cpp: Probes.ChangeWhatTheySay",
                  "tests/sim/lego/chain_experiment_test.cpp: "
                  "ChainExperiment.ItsNumbersAreSharesOfAnswersByDefinition"})
      .measured_by(networks_check(better_on_chains()))
      .confirmed_by("fresh sentences for every training; exact binomial limits")
      .twin(networks_twin(better_on_branches()))
      .example("one training", [](const statistics::TrialKey&) {
        return seen_within(better_on_chains(), kShownTraining);
      });
}

}  // namespace lemmascope::lego
