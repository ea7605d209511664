// What `lemmascope train` and `lemmascope reproduce` offer for this paper: an encoder trained to
// say the value of every variable of a sentence.
#include <fmt/format.h>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/encoder/encoder_options.hpp"
#include "properties/lego/group_option.hpp"
#include "sim/lego/chain_experiment.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::vector<Option> sentence_options() {
  return {group_option("z2"),
          whole_option("clauses", "clauses of a sentence, n", "4", "3", "20"),
          whole_option("names", "names that variables are drawn from", "8", "3", "60"),
          {.name = "supervised",
           .kind = OptionKind::whole,
           .help = "variables with a loss, from the root on; all unless given",
           .least = "1",
           .most = "20"}};
}

std::vector<Option> options() {
  std::vector<Option> all = sentence_options();
  const std::vector<Option> rest{
      {.name = "attention",
       .kind = OptionKind::choice,
       .help = "of the heads",
       .usual = "learned",
       .choices = {"learned", "hard-coded"},
       .choice_help = {"queries and keys", "equal tokens, and the clause"}},
      {.name = "weights",
       .kind = OptionKind::choice,
       .help = "of the layers",
       .usual = "tied",
       .choices = {"tied", "untied"},
       .choice_help = {"one set for all", "a set for each"}}};
  all.insert(all.end(), rest.begin(), rest.end());
  const auto shape = encoder::encoder_options({.layers = "3",
                                               .width = "32",
                                               .hidden = "64",
                                               .heads = "2",
                                               .steps = "2000",
                                               .batch = "128",
                                               .rate = "1/500"},
                                              "sentences", "adam");
  all.insert(all.end(), shape.begin(), shape.end());
  return all;
}

ChainPlan plan_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  ChainPlan plan{
      {}, {group_by_name(compute::text_of(values, "group")), count("clauses"), count("names")}};
  plan.supervised =
      compute::is_given(values, "supervised") ? count("supervised") : plan.law.clauses;
  plan.attention = compute::text_of(values, "attention") == "learned" ? Attention::learned
                                                                      : Attention::hard_coded;
  plan.tied = compute::text_of(values, "weights") == "tied";
  encoder::read_encoder(values, plan);
  return plan;
}

std::vector<catalogue::CurveFigure> figures_of(const ChainPlan& plan) {
  std::vector<std::string> accuracies;
  for (int i = 1; i <= plan.law.clauses; ++i) accuracies.push_back(fmt::format("accuracy x{}", i));
  return {{"loss", "Loss", "loss of a variable", {"test loss"}},
          {"accuracy", "Accuracy by variable", "share of sentences", std::move(accuracies)},
          {"probes",
           "Shortcut probes",
           "share of sentences",
           {"accuracy on branches", "changed by swaps"}}};
}

std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  const ChainPlan plan = plan_of(values);
  return catalogue::run_experiment("sentences", ChainExperiment<double>(plan), how,
                                   figures_of(plan));
}

// ---- the reproduction ---------------------------------------------------------------------------

ChainPlan drawn_plan(const char* group, Attention attention, const OptionValues& values) {
  ChainPlan plan{{}, {group_by_name(group), 4, 8}};
  plan.attention = attention;
  // Association and manipulation in turn: a hard-coded pair of layers follows one clause.
  plan.layers = attention == Attention::learned ? 3 : 5;
  plan.heads = 2;
  plan.steps = 2000;
  plan.batch = 128;
  plan.rate = 3e-3;
  encoder::read_reproduction(values, plan);
  return plan;
}

std::unique_ptr<catalogue::ReproducedFigure> reproduce(const OptionValues& values,
                                                       const catalogue::RunOptions& how) {
  catalogue::CurveReproduction figure{.id = encoder::figure_name("shortcut", values),
                                      .title = "Accuracy of the last of four variables",
                                      .number = "accuracy x4"};
  for (const char* group : {"z2", "d3"}) {
    for (const auto& [name, attention] : {std::pair{"learned", Attention::learned},
                                          std::pair{"hard-coded", Attention::hard_coded}}) {
      figure.add(fmt::format("{}, {} attention", group, name),
                 ChainExperiment<double>(drawn_plan(group, attention, values)));
    }
  }
  figure.remarks = {
      "The paper trains BERT and ALBERT on 12 clauses; this is an encoder of width 32 with tied "
      "layers on 4, so nothing printed there is beside these numbers.",
      "Over Z_2 a bag of three signs besides the root's clause gives the last variable at 3/4 by a "
      "linear rule and at 1 by their product, and the third at 3/4."};
  return catalogue::reproduce_experiments(figure, how);
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {{.name = "sentences",
           .summary = "an encoder that says the value of every variable of a sentence",
           .options = options(),
           .run = run}};
}

std::vector<catalogue::Reproduction> every_reproduction() {
  return {{.name = "shortcut",
           .title = "shortcut solutions and hard-coded attention",
           .shows = "Z_2 and D_3, learned and hard-coded attention: accuracy of the last variable",
           .options = encoder::reproduction_options(),
           .run = reproduce}};
}

}  // namespace lemmascope::lego
