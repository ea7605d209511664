// Trained weights end near the certified minimum over all A, and never below it.
#include "properties/looped/law_instance.hpp"
#include "properties/looped/trained_loops.hpp"

namespace lemmascope::looped {
namespace {

constexpr int kExamples = 20;

bool is_least(const Interval& loss, const Rational& share, const Rational& found) {
  return certainly_less(Interval(found), loss * Interval(share));
}

bool near_the_minimum(const statistics::TrialKey& key) {
  const auto run = train_loop(kExamples, key);
  const Interval& least = minimum_for(kExamples).loss;
  const Rational loss = run->loss_with_bias();
  return !certainly_less(Interval(loss), least) && is_least(least, Rational(102, 100), loss);
}

// Wrong: below it.
bool below_the_minimum(const statistics::TrialKey& key) {
  return certainly_less(Interval(train_loop(kExamples, key)->loss_with_bias()),
                        minimum_for(kExamples).loss);
}

// Wrong: where three loops get.
bool as_good_as_three_loops(const statistics::TrialKey& key) {
  static const Interval three = best_isotropic({2, kExamples, 3}).value;
  return is_least(three, Rational(102, 100), train_loop(kExamples, key)->loss_with_bias());
}

}  // namespace

claim::Claim trained_weights_reach_the_minimum_claim() {
  return statistics::ClaimByTrials("looped/trained-weights-reach-the-minimum")
      .states(
          "Trained weights A and u have an expected loss at most two per cent above the certified "
          "minimum over all A, and never below it.")
      .latex(R"(\min L\le L(\hat A,\hat u)\le1.02\min L)")
      .from({kPaper, "figures: trained looped models"})
      .formally(
          "d = 2, n = 20, two loops. The loss of the trained weights is exact, a polynomial in "
          "them; no tasks judge it. In at least half of independent trainings.")
      .differs("two entries, where all of A is known exactly; the paper trains ten")
      .uncertain(kNotRead)
      .uses({"looped/turned-weights-are-best", "looped/bias-never-helps"})
      .tagged({"looped", "training"})
      .mathematics({"sim/looped/loop_experiment.hpp: LoopExperiment",
                    "theory/looped/full_loss.hpp: full_minimum"})
      .tested_by({"tests/sim/looped/loop_kernel_test.cpp: "
                  "LoopKernel.HasTheGradientOfTheExactPolynomial"})
      .measured_by(repeated("near the minimum", kExamples, near_the_minimum))
      .twin(repeated("below the minimum", kExamples, below_the_minimum))
      .twin(repeated("near the least loss of three loops", kExamples, as_good_as_three_loops))
      .confirmed_by(
          "independent trainings under keyed streams; exact losses of their weights; exact "
          "binomial "
          "limits")
      .example("one training", near_the_minimum);
}

}  // namespace lemmascope::looped
