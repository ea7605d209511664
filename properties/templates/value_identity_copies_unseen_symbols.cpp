// Trained to give the first symbol of ab, an encoder with a trainable multiple of the identity in
// its values copies symbols that it never saw.
#include "properties/templates/strings_instance.hpp"
#include "properties/templates/trained_encoders.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kWidth = 64;

statistics::TrainedShares only_with_the_identity() {
  const TemplatePlan with = copying_plan(kWidth, true), without = copying_plan(kWidth, false);
  return {"copies unseen symbols with b I alone",
          in_words(with) + "; with and without b I",
          {right_at_least(with, kOnUnseen, 0.95), right_at_most(without, kOnUnseen, 0.2)}};
}

// Wrong: what is learned on seen symbols carries over without the identity.
statistics::TrainedShares without_it_too() {
  const TemplatePlan without = copying_plan(kWidth, false);
  return {"copies unseen symbols without b I",
          in_words(without),
          {right_at_least(without, kOnUnseen, 0.5)}};
}

// Wrong, barely: one in ten is missed.
statistics::TrainedShares one_in_ten_missed() {
  const TemplatePlan with = copying_plan(kWidth, true);
  return {"one in ten missed with b I", in_words(with), {right_at_most(with, kOnUnseen, 0.9)}};
}

}  // namespace

claim::Claim value_identity_copies_unseen_symbols_claim() {
  return statistics::ClaimByTrials("templates/value-identity-copies-unseen-symbols")
      .states(
          "Trained to give the first symbol of ab, a small encoder that reads by its embedding, "
          "with a trainable b I in W_V W_O^T, copies symbols that it never saw in at least 19 of "
          "20 strings; without b I, in at most 4 of 20 after as many steps.")
      .latex(R"(\Pr[\hat y=y\mid b]\ge\tfrac{19}{20},\quad\Pr[\hat y=y\mid b=0]\le\tfrac15)")
      .from({kPaper, "copying fails without b I (abstract of version 1)"})
      .formally(
          "For each of the trainings of the run's seed, with and without b I from the same initial "
          "weights and on the same strings, on fresh strings, the likeliest of all 64 symbols; by "
          "exact binomial limits.")
      .differs(
          "one layer of width 64, 32 symbols, plain gradient descent; the paper's sizes are not at "
          "hand")
      .uncertain(kNotRead)
      .uses({"templates/copying-unseen-symbols-needs-the-identity"})
      .tagged({"templates", "identity", "training"})
      .mathematics({"sim/templates/template_experiment.hpp: TemplateExperiment",
                    "sim/transformer/encoder_plan.hpp: EncoderSizes"})
      .tested_by({"tests/sim/templates/template_experiment_test.cpp: "
                  "TemplateExperiment.ItsNumbersAreSharesOfAnswersByDefinition",
                  "tests/sim/transformer/encoder_test.cpp: "
                  "Encoder.GradientEqualsComplexStepOfTheDefinition"})
      .measured_by(statistics::shares_check(only_with_the_identity()))
      .confirmed_by("fresh strings for every training; exact binomial limits")
      .twin(statistics::shares_twin(without_it_too()))
      .twin(statistics::shares_twin(one_in_ten_missed()))
      .example("one pair of trainings", [](const statistics::TrialKey&) {
        return seen_within(only_with_the_identity(), statistics::kShownTraining);
      });
}

}  // namespace lemmascope::templates
