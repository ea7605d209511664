// Without b I a wider encoder copies symbols that it never saw worse than a narrow one.
#include "properties/templates/strings_instance.hpp"
#include "properties/templates/trained_encoders.hpp"

namespace lemmascope::templates {
namespace {

constexpr int kNarrow = 16, kWide = 64;

statistics::TrainedShares narrow_ahead(std::string name, bool wide_has_identity) {
  const TemplatePlan narrow = copying_plan(kNarrow, false);
  const TemplatePlan wide = copying_plan(kWide, wide_has_identity);
  return {std::move(name),
          in_words(narrow) + "; and the same of width 64",
          {ahead(narrow, wide, kOnUnseen)}};
}

statistics::TrainedShares law() { return narrow_ahead("the narrow one is ahead", false); }

// Wrong: so it is when the wide one has b I.
statistics::TrainedShares of_one_with_identity() {
  return narrow_ahead("the narrow one is ahead of one with b I", true);
}

// Wrong: wider is better.
statistics::TrainedShares wide_ahead() {
  return {"the wide one is ahead",
          in_words(copying_plan(kWide, false)) + "; and the same of width 16",
          {ahead(copying_plan(kWide, false), copying_plan(kNarrow, false), kOnUnseen)}};
}

}  // namespace

claim::Claim wider_encoders_copy_unseen_symbols_worse_claim() {
  return statistics::ClaimByTrials("templates/wider-encoders-copy-unseen-symbols-worse")
      .states(
          "Trained without b I to give the first symbol of ab over 32 symbols, an encoder of width "
          "16 copies symbols that it never saw more often than one of width 64.")
      .latex(R"(\Pr[\hat y_{16}=y]>\Pr[\hat y_{64}=y])")
      .from({kPaper, "experiments: copying against the embedding dimension"})
      .formally(
          "For each of the trainings of the run's seed: of fresh strings of unseen symbols that "
          "one of the two alone copies, more than half are the narrow one's, by exact binomial "
          "limits.")
      .differs(
          "two widths in place of the paper's curve, whose numbers are not at hand; 32 seen "
          "symbols "
          "span the narrow space, and half of the wide one")
      .uncertain(kNotRead)
      .uses({"templates/copying-unseen-symbols-needs-the-identity"})
      .tagged({"templates", "identity", "training"})
      .mathematics({"sim/templates/template_experiment.hpp: TemplateExperiment"})
      .tested_by({"tests/sim/templates/template_experiment_test.cpp: "
                  "TemplateExperiment.ItsNumbersAreSharesOfAnswersByDefinition"})
      .measured_by(statistics::shares_check(law()))
      .confirmed_by("fresh strings for every training; exact binomial limits")
      .twin(statistics::shares_twin(of_one_with_identity()))
      .twin(statistics::shares_twin(wide_ahead()))
      .example("one pair of trainings", [](const statistics::TrialKey&) {
        return seen_within(law(), statistics::kShownTraining);
      });
}

}  // namespace lemmascope::templates
