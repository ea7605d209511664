// Trained jointly, the selector has its set before the classifier is strong and before the copiers
// have moved.
#include <cmath>

#include "properties/ngram/kernel_instance.hpp"
#include "properties/ngram/small_trainings.hpp"

namespace lemmascope::ngram {
namespace {

constexpr const char* kParents = "p {1,2}";

/// The first point at which the parents have all but a twentieth of the selector; null: never.
const sim::CurvePoint* selected(const SmallRun& run, const char* set = kParents) {
  for (const sim::CurvePoint& point : run.curve()) {
    if (run.number(point, set) >= 0.95) return &point;
  }
  return nullptr;
}

bool is_early(const statistics::TrialKey& key) {
  const auto run = train_small(SmallTraining::joint, key);
  const sim::CurvePoint* at = selected(*run);
  if (at == nullptr) return false;
  const double moved = run->number(*at, "attention 1") - run->first("attention 1");
  return run->number(*at, "a") < 1.5 && std::abs(moved) < 0.01 && run->last("a") > 6;
}

// Wrong: the classifier is strong by then.
bool classifier_is_first(const statistics::TrialKey& key) {
  const auto run = train_small(SmallTraining::joint, key);
  const sim::CurvePoint* at = selected(*run);
  return at == nullptr || run->number(*at, "a") > 2;
}

// Wrong: one parent is enough.
bool one_parent_is_selected(const statistics::TrialKey& key) {
  const auto run = train_small(SmallTraining::joint, key);
  return selected(*run, "p {1}") != nullptr || selected(*run, "p {2}") != nullptr;
}

}  // namespace

claim::Claim selection_comes_early_claim() {
  return statistics::ClaimByTrials("ngram/selection-comes-early")
      .states(
          "Trained jointly, the selector is on the two parents before the classifier has grown and "
          "before the copiers have moved.")
      .latex(
          R"(p_{\{1,2\}}\ge\tfrac{19}{20}\ \text{while}\ a<\tfrac32,\ |\sigma^{(1)}-\sigma^{(1)}(0)|<\tfrac1{100})")
      .from({kPaper, "simulations: all weights together, first epochs"})
      .formally(
          "In at least half of independent trainings; the strength ends above 6, so that there is "
          "something to be early of.")
      .differs(
          "the authors' stored run has 9,000 prompts and p = 0.996, a = 0.70 after ten epochs; "
          "these have 150")
      .uses({"ngram/selector-is-a-replicator"})
      .tagged({"ngram", "selector", "training"})
      .mathematics({"sim/ngram/ngram_experiment.hpp: NgramExperiment",
                    "sim/ngram/prompt_network.hpp: PromptNetwork"})
      .tested_by({"tests/sim/ngram/prompt_network_test.cpp: "
                  "PromptNetwork.HasTheLossAndGradientOfTheDefinition"})
      .measured_by(repeated("the selector is first", SmallTraining::joint, is_early))
      .twin(repeated("the classifier is first", SmallTraining::joint, classifier_is_first))
      .twin(repeated("one parent is selected", SmallTraining::joint, one_parent_is_selected))
      .example("one training", is_early);
}

}  // namespace lemmascope::ngram
