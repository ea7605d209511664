// The order of the layers, seen in joint training: attention finds the parents before the loss can
// use them.
#include <fmt/format.h>

#include <optional>

#include "properties/causal/small_training.hpp"

namespace lemmascope::causal {
namespace {

/// The first evaluations at which each layer has done its part; nothing if it never has.
struct Order {
  std::optional<int> parents_found;  ///< argmax is the parent in every row
  std::optional<int> plateau_left;   ///< held-out loss half-way from unigrams to conditional counts
};

Order order_of(const TrainingRecord& record) {
  Order order;
  for (const TrainingState& state : record.states) {
    if (!order.parents_found && state.argmax_is_parent) order.parents_found = state.step;
    if (!order.plateau_left && state.test_loss < record.halfway_loss()) {
      order.plateau_left = state.step;
    }
  }
  return order;
}

bool first_layer_first(const statistics::TrialKey& key) {
  const Order order = order_of(*train(on_chain(), key));
  return order.parents_found && order.plateau_left && *order.parents_found <= *order.plateau_left;
}

// Wrong: the loss leaves the plateau strictly before the parents are found.
bool second_layer_first(const statistics::TrialKey& key) {
  const Order order = order_of(*train(on_chain(), key));
  return order.plateau_left && (!order.parents_found || *order.plateau_left < *order.parents_found);
}

}  // namespace

claim::Claim first_layer_learns_first_claim() {
  return statistics::ClaimByTrials("causal/first-layer-learns-first")
      .states(
          "In joint training the first layer finds every parent no later than the loss leaves the "
          "unigram plateau, on at least two fifths of the seeds.")
      .latex(R"(t(\operatorname{argmax}_j \mathcal S(A^{(1)})_{ij} = p(i)\ \forall i) \le
  t(L < \tfrac12(L_{\text{unigram}} + L_{\text{counts}})))")
      .from({"arXiv 2402.14735",
             "two-stage structure of Algorithm 1 and the loss curves of Section 7"})
      .formally(
          "Both times are the first evaluations at which the event is seen; the plateau is left "
          "when the held-out loss is half-way from the unigram to the root-aware count predictor.")
      .differs(
          "the paper trains the layers one after the other in its theory; joint training showing "
          "the same order is an observation")
      .uses({"causal/training-finds-the-parents"})
      .tagged({"training"})
      .mathematics({"sim/train/trainer.hpp: Trainer",
                    "sim/transformer/disentangled_model.hpp: DisentangledModel",
                    "sim/causal/count_estimators.hpp: count_loss"})
      .tested_by(
          {"tests/sim/causal/task_experiment_test.cpp: Trainer.ASmallTrajectoryHasItsSignature",
           "tests/sim/transformer/disentangled_model_test.cpp: "
           "DisentangledModel.GradientEqualsComplexStepOfTheDefinition",
           "tests/sim/causal/count_estimators_test.cpp: "
           "CountEstimator.CountsChildrenOfMatchingParents"})
      .measured_by({"chains", fmt::format("{}, Markov chain", in_words(on_chain())), 64, 160, 400,
                    0.4, first_layer_first})
      .twin({"second-layer-first", "the loss leaves the unigram plateau strictly first", 64, 160,
             400, 0.4, second_layer_first})
      .example("one training of its own seed", first_layer_first);
}

}  // namespace lemmascope::causal
