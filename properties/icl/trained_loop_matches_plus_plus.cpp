// Two trained looped layers beat two gradient steps and reach the best GD++.
#include <cmath>

#include "properties/icl/small_trainings.hpp"
#include "properties/icl/task_instance.hpp"

namespace lemmascope::icl {
namespace {

constexpr Network kLoop = Network::looped_layers;

double loss_of_two_steps() {
  static const double two =
      best_gradient_descent({{3, 5}, regression::uniform_law(Rational(1))}, 2).half_loss;
  return two;
}

double loss(const SmallRun& run) { return run.half_loss * (1 + run.excess()); }

bool matches(const statistics::TrialKey& key) {
  const auto run = train_small(kLoop, key);
  const double gamma = best_for(kLoop).layers[0].gamma;
  return run->excess() <= 0.1 && loss(*run) < loss_of_two_steps() &&
         std::abs(run->rates.gamma - gamma) <= 0.15 * gamma;
}

// Wrong: no better than two steps.
bool no_better_than_two_steps(const statistics::TrialKey& key) {
  return loss(*train_small(kLoop, key)) >= loss_of_two_steps();
}

// Wrong: a tenth below the best GD++.
bool a_tenth_better(const statistics::TrialKey& key) {
  return train_small(kLoop, key)->excess() <= -0.1;
}

}  // namespace

claim::Claim trained_loop_matches_plus_plus_claim() {
  return statistics::ClaimByTrials("icl/trained-loop-matches-plus-plus")
      .states(
          "Two trained layers with the same weights have a loss below that of the best two "
          "gradient steps, within a tenth of the best GD++, and a gamma within 15 per cent of its.")
      .latex(
          R"(L(\hat\theta)\le1.1\,L^*_{GD++}<L^*_{2\,GD},\qquad|\hat\gamma-\gamma^*|\le0.15\,\gamma^*)")
      .from({kPaper, "Section 3: trained looped layers match GD++"})
      .formally(
          "GD++ with one eta and one gamma for both layers at its exact optimum; losses are "
          "differences on the same tasks. In at least a third of independent trainings: about one "
          "in "
          "five of this size stops where a factor of the weights has vanished.")
      .differs(
          "three entries, five examples and larger first weights; for the authors' N beside their "
          "gammas see reproduce "
          "icl/looped-layers")
      .uses({"icl/plus-plus-beats-two-steps"})
      .tagged({"icl", "training"})
      .mathematics({"sim/icl/attention_experiment.hpp: AttentionExperiment",
                    "theory/icl/rate_loss.hpp: best_plus_plus"})
      .tested_by({"tests/sim/icl/exact_loss_test.cpp: "
                  "ExpectedLoss.OfTwoLoopedLayersHasTheGradientOfItsPolynomial"})
      .measured_by(repeated("as good as GD++", kLoop, matches))
      .twin(repeated("no better than two steps", kLoop, no_better_than_two_steps))
      .twin(repeated("a tenth below GD++", kLoop, a_tenth_better))
      .confirmed_by(
          "independent trainings under keyed streams beside the exact optimum; exact binomial "
          "limits")
      .example("one training", matches);
}

}  // namespace lemmascope::icl
