// Trained on aa and ab, an encoder with a trainable multiple of the identity in its queries tells
// them apart on symbols that it never saw; without it, it does not in the same time.
#include "properties/templates/strings_instance.hpp"
#include "properties/templates/trained_encoders.hpp"

namespace lemmascope::templates {
namespace {

statistics::TrainedShares only_with_the_identity() {
  const TemplatePlan with = same_or_different_plan(true), without = same_or_different_plan(false);
  return {"right on unseen symbols with a I alone",
          in_words(with) + "; with and without a I",
          {right_at_least(with, kOnUnseen, 0.8), right_at_most(without, kOnUnseen, 0.7)}};
}

// Wrong, barely: the bound above without the identity.
statistics::TrainedShares without_it_too() {
  const TemplatePlan without = same_or_different_plan(false);
  return {"right on unseen symbols without a I",
          in_words(without),
          {right_at_least(without, kOnUnseen, 0.75)}};
}

// Wrong: symbols that are not seen are out of reach.
statistics::TrainedShares by_chance() {
  const TemplatePlan with = same_or_different_plan(true);
  return {"by chance on unseen symbols with a I",
          in_words(with),
          {right_at_most(with, kOnUnseen, 0.6)}};
}

}  // namespace

claim::Claim identity_learns_sameness_of_unseen_symbols_claim() {
  return statistics::ClaimByTrials("templates/identity-learns-sameness-of-unseen-symbols")
      .states(
          "Trained to tell aa from ab, a small encoder with a trainable a I in W_K W_Q^T is right "
          "on symbols that it never saw in at least 8 of 10 strings; without a I, in at most 7 of "
          "10 after as many steps.")
      .latex(R"(\Pr[\hat y=y\mid a]\ge\tfrac45,\quad\Pr[\hat y=y\mid a=0]\le\tfrac7{10})")
      .from({kPaper, "experiments: accuracy on unseen symbols with the identity parameters"})
      .formally(
          "For each of the trainings of the run's seed, with and without a I from the same initial "
          "weights and on the same strings, on fresh strings, by exact binomial limits. Chance is "
          "one half. Other trainings are not spoken of.")
      .differs(
          "one layer of width 48 with normalised streams, 48 symbols, plain gradient descent; the "
          "paper's experiments are larger and their optimiser and numbers are not at hand")
      .uncertain(kNotRead)
      .uses({"templates/identity-improves-conditioning"})
      .tagged({"templates", "identity", "training"})
      .mathematics({"sim/templates/template_experiment.hpp: TemplateExperiment",
                    "sim/transformer/encoder.hpp: Encoder"})
      .tested_by({"tests/sim/templates/template_experiment_test.cpp: "
                  "TemplateExperiment.ItsNumbersAreSharesOfAnswersByDefinition",
                  "tests/sim/transformer/encoder_test.cpp: "
                  "Encoder.GradientEqualsComplexStepOfTheDefinition"})
      .measured_by(statistics::shares_check(only_with_the_identity()))
      .confirmed_by("fresh strings for every training; exact binomial limits")
      .twin(statistics::shares_twin(without_it_too()))
      .twin(statistics::shares_twin(by_chance()))
      .example("one pair of trainings", [](const statistics::TrialKey&) {
        return seen_within(only_with_the_identity(), statistics::kShownTraining);
      });
}

}  // namespace lemmascope::templates
