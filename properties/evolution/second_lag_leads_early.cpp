// The second lag has the largest weight after a few hundred sequences.
#include "properties/evolution/evolution_instance.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/evolution/minimal_training.hpp"
#include "sim/train/run.hpp"

namespace lemmascope::evolution {
namespace {

/// The lag with the largest weight after `steps` batches of 64.
int largest_lag(const statistics::TrialKey& key, std::int64_t steps) {
  MinimalPlan plan;
  plan.of.law.length = 60;
  plan.of.steps = steps;
  plan.of.evaluate_every = steps;
  plan.of.evaluation_sequences = 1;
  plan.of.optimiser.learning_rate = 5e-3;
  plan.of.seed = key.root_seed;
  plan.of.run = key.run;
  return static_cast<int>(sim::last_numbers(MinimalExperiment<float>(plan)).back());
}

bool second(const statistics::TrialKey& key) { return largest_lag(key, 10) == 2; }
// Wrong: the first lag, of unigrams, leads while unigrams are what the model predicts.
bool first(const statistics::TrialKey& key) { return largest_lag(key, 10) == 1; }
// Wrong: the fourth, the next of the even ones.
bool fourth(const statistics::TrialKey& key) { return largest_lag(key, 10) == 4; }

}  // namespace

claim::Claim second_lag_leads_early_claim() {
  return statistics::ClaimByTrials("evolution/second-lag-leads-early")
      .states(
          "In most online trainings of the minimal model on chains of three states the second lag "
          "has the largest weight after 640 sequences, long before bigrams are predicted.")
      .latex(R"(\arg\max_jv_j=2)")
      .from({kPaper, "Lemma 3.1 and Section 3.3"})
      .formally(
          "In at least two trainings of three, independent ones of 10 steps of rate 5/1000 at 60 "
          "tokens.")
      .differs("cross-entropy and sampled batches, where the lemma has the margin loss's mean")
      .tagged({"evolution", "phases", "training"})
      .mathematics({"sim/evolution/minimal_training.hpp: MinimalExperiment"})
      .tested_by({"tests/sim/evolution/minimal_model_test.cpp: "
                  "MinimalModel.LossAndGradientAreThoseOfTheDefinition"})
      .measured_by({"trainings", "10 steps of batch 64 from W = 0 and v = 0.02", 100, 200, 400,
                    0.67, second})
      .twin({"the first lag leads", "lag 1 is the largest after 10 steps", 100, 200, 400, 0.67,
             first})
      .twin({"the fourth lag leads", "lag 4 is the largest after 10 steps", 100, 200, 400, 0.67,
             fourth})
      .example("one training", second);
}

}  // namespace lemmascope::evolution
