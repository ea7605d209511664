// Trained weights take the antisymmetric part that the minimum has for many examples.
#include "properties/looped/law_instance.hpp"
#include "properties/looped/trained_loops.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kMany = 50;
constexpr int kFew = 10;

/// |b|, of either sign.
Rational turn(int context, const statistics::TrialKey& key) {
  return abs(train_loop(context, key)->coordinates[1]);
}

bool is_turned(int context, const statistics::TrialKey& key) {
  return certainly_less(minimum_for(kMany).b * Interval(Rational(1, 2)),
                        Interval(turn(context, key)));
}

bool many_examples_turn(const statistics::TrialKey& key) { return is_turned(kMany, key); }

// Wrong: below fifteen examples too, where the minimum is symmetric.
bool few_examples_turn(const statistics::TrialKey& key) { return is_turned(kFew, key); }

// Wrong: symmetric weights.
bool stay_symmetric(const statistics::TrialKey& key) { return turn(kMany, key) <= Rational(1, 50); }

}  // namespace

claim::Claim trained_weights_turn_claim() {
  return statistics::ClaimByTrials("looped/trained-weights-turn")
      .states(
          "With fifty examples trained weights are not symmetric: their antisymmetric part is "
          "more than half of the certified minimiser's.")
      .latex(R"(|\hat b|\ge\tfrac12\,b^*,\qquad b^*\approx n^{-1/2})")
      .from({kPaper, "Theorem 3.2, beside it"})
      .formally(
          "d = 2, two loops, A = a I + b J + symmetric traceless parts, b of either sign. In at "
          "least "
          "half of independent trainings.")
      .differs("derived here: the simulated counterpart of looped/turned-weights-are-best")
      .uncertain(kNotRead)
      .uses({"looped/turned-weights-are-best"})
      .tagged({"looped", "training"})
      .mathematics({"sim/looped/loop_experiment.hpp: LoopExperiment",
                    "theory/looped/full_loss.hpp: full_minimum"})
      .tested_by({"tests/sim/looped/loop_experiment_test.cpp: "
                  "LoopExperiment.ReadsTheShapeOfItsWeights"})
      .measured_by(repeated("turned", kMany, many_examples_turn))
      .twin(repeated("turned with ten examples", kFew, few_examples_turn))
      .twin(repeated("symmetric", kMany, stay_symmetric))
      .confirmed_by("independent trainings under keyed streams; exact binomial limits")
      .example("one training", many_examples_turn);
}

}  // namespace lemmascope::looped
