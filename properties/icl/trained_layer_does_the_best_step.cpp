// A trained layer predicts what the best gradient step predicts, task by task.
#include "properties/icl/small_trainings.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

constexpr Network kLayer = Network::one_layer;

bool is_near(const Comparison& beside) {
  return beside.cosine >= 0.99 && beside.prediction_distance <= 0.02;
}

bool does_the_best_step(const statistics::TrialKey& key) {
  return is_near(train_small(kLayer, key)->beside);
}

// Wrong: a rate a quarter larger. Directions agree all the same.
bool does_a_longer_step(const statistics::TrialKey& key) {
  Descent longer = best_for(kLayer);
  for (DescentRates& rates : longer.layers) rates.step *= 1.25;
  return is_near(beside_another(kLayer, key, longer));
}

// Wrong: the opposite step.
bool steps_uphill(const statistics::TrialKey& key) {
  Descent uphill = best_for(kLayer);
  for (DescentRates& rates : uphill.layers) rates.step *= -1;
  return is_near(beside_another(kLayer, key, uphill));
}

}  // namespace

claim::Claim trained_layer_does_the_best_step_claim() {
  return statistics::ClaimByTrials("icl/trained-layer-does-the-best-step")
      .states(
          "A trained layer agrees with the best gradient step in predictions and in their "
          "derivatives by the query.")
      .latex(
          R"(E|\hat y_\theta-\hat y_{\eta^*}|\le\tfrac1{50},\quad E\cos(\nabla_x\hat y_\theta,\nabla_x\hat y_{\eta^*})\ge\tfrac{99}{100})")
      .from({kPaper, "Section 3: sensitivities, cosine and predictions"})
      .formally(
          "Means over tasks set aside; targets are of size 1/2. In at least half of "
          "independent trainings.")
      .differs(
          "three entries and five examples; the paper shows plots, see reproduce icl/one-layer")
      .uses({"icl/layer-is-a-gradient-step"})
      .tagged({"icl", "training"})
      .mathematics({"sim/icl/attention_experiment.hpp: AttentionExperiment",
                    "sim/icl/descent.hpp: products_of"})
      .tested_by({"tests/sim/icl/attention_experiment_test.cpp: "
                  "AttentionExperiment.ItsNumbersAreThoseOfTheDefinition"})
      .measured_by(repeated("near the best step", kLayer, does_the_best_step))
      .twin(repeated("near a step a quarter longer", kLayer, does_a_longer_step))
      .twin(repeated("near the opposite step", kLayer, steps_uphill))
      .confirmed_by(
          "independent trainings beside the construction of Proposition 1 at the exact rate; exact "
          "binomial limits")
      .example("one training", does_the_best_step);
}

}  // namespace lemmascope::icl
