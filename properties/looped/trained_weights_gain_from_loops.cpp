// What was trained for two loops does better with three, and at other covariances.
#include "properties/looped/law_instance.hpp"
#include "properties/looped/trained_loops.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kExamples = 20;

bool third_loop_helps(const statistics::TrialKey& key) {
  const auto run = train_loop(kExamples, key);
  return run->loss(2) < run->loss(1) && run->loss(3) < run->loss(2) / 2;
}

// Wrong: a third loop leaves a quarter.
bool third_loop_leaves_a_quarter(const statistics::TrialKey& key) {
  const auto run = train_loop(kExamples, key);
  return run->loss(3) < run->loss(2) / 4;
}

// Wrong: one loop is enough.
bool one_loop_is_enough(const statistics::TrialKey& key) {
  const auto run = train_loop(kExamples, key);
  return run->loss(1) <= run->loss(2);
}

}  // namespace

claim::Claim trained_weights_gain_from_loops_claim() {
  return statistics::ClaimByTrials("looped/trained-weights-gain-from-loops")
      .states(
          "Weights trained for two loops have a smaller expected loss with two loops than with "
          "one, "
          "and less than half of it with three.")
      .latex(R"(L_3(\hat A)<\tfrac12L_2(\hat A)<\tfrac12L_1(\hat A))")
      .from({kPaper, "figures: models trained with 2 or 5 loops"})
      .formally(
          "d = 2, n = 20; expected losses of the trained A are exact, polynomials in it. In at "
          "least "
          "half of independent trainings.")
      .differs("two entries; for ten see reproduce looped/test-loops")
      .uncertain(kNotRead)
      .uses({"looped/a-few-more-loops-help"})
      .tagged({"looped", "training", "test-loops"})
      .mathematics({"sim/looped/loop_experiment.hpp: LoopExperiment",
                    "theory/looped/full_loss.hpp: full_loss"})
      .tested_by({"tests/theory/looped/full_loss_test.cpp: FullLoss.IsTheSameByThreeRoutes"})
      .measured_by(repeated("a third loop leaves less than half", kExamples, third_loop_helps))
      .twin(repeated("a third loop leaves a quarter", kExamples, third_loop_leaves_a_quarter))
      .twin(repeated("one loop is enough", kExamples, one_loop_is_enough))
      .confirmed_by(
          "independent trainings under keyed streams; exact losses of their weights; exact "
          "binomial "
          "limits")
      .example("one training", third_loop_helps);
}

}  // namespace lemmascope::looped
