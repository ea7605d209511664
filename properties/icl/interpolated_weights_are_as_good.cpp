// Half way between trained weights and the construction the loss is the same.
#include "properties/icl/small_trainings.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

constexpr Network kLayer = Network::one_layer;

/// Of the loss half way, over the best step's.
double excess_half_way(const Comparison& beside, double best_on_these_tasks) {
  return (beside.interpolated_loss - best_on_these_tasks) / best_for(kLayer).half_loss;
}

bool half_way_is_as_good(const statistics::TrialKey& key) {
  const Comparison& beside = train_small(kLayer, key)->beside;
  return excess_half_way(beside, beside.descent_loss) <= 0.02;
}

// Wrong: half way to a step twice as long.
bool half_way_to_twice_the_rate(const statistics::TrialKey& key) {
  Descent twice = best_for(kLayer);
  twice.layers[0].step *= 2;
  return excess_half_way(beside_another(kLayer, key, twice),
                         train_small(kLayer, key)->beside.descent_loss) <= 0.02;
}

// Wrong: better than both ends.
bool half_way_is_better(const statistics::TrialKey& key) {
  const Comparison& beside = train_small(kLayer, key)->beside;
  return excess_half_way(beside, beside.descent_loss) <= -0.02;
}

}  // namespace

claim::Claim interpolated_weights_are_as_good_claim() {
  return statistics::ClaimByTrials("icl/interpolated-weights-are-as-good")
      .states(
          "Weights half way between a trained layer, rescaled, and the construction have a loss "
          "within two per cent of the best step's.")
      .latex(R"(L(\tfrac12(\hat\theta+\theta_{\eta^*}))\le1.02\,L^*)")
      .from({kPaper, "Section 3: interpolated weights"})
      .formally(
          "The products P W_V and W_K^T W_Q are averaged; the mean diagonal of the second is made "
          "one first. In at least half of independent trainings.")
      .differs("three entries and five examples, see reproduce icl/one-layer")
      .uses({"icl/only-products-matter"})
      .tagged({"icl", "training"})
      .mathematics({"sim/icl/descent.hpp: interpolated"})
      .tested_by({"tests/sim/icl/attention_experiment_test.cpp: "
                  "AttentionExperiment.SeesTheDescentItselfAsNoDistance"})
      .measured_by(repeated("half way is as good", kLayer, half_way_is_as_good))
      .twin(repeated("half way to twice the rate is as good", kLayer, half_way_to_twice_the_rate))
      .twin(repeated("half way is two per cent better", kLayer, half_way_is_better))
      .confirmed_by("independent trainings; losses on the same tasks; exact binomial limits")
      .example("one training", half_way_is_as_good);
}

}  // namespace lemmascope::icl
