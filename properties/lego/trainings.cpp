// What `lemmascope train` and `lemmascope reproduce` offer for this paper: an encoder trained to
// say the value of every variable of a sentence.
#include <fmt/format.h>

#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/lego/chain_experiment.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::string canonical_group(const std::string& text) {
  group_by_name(text);
  return text;
}

std::vector<Option> sentence_options() {
  return {{.name = "group",
           .help = "z2, z3, …, d3, …, s3 to s5, or a table of indices such as 0,1;1,0",
           .usual = "z2",
           .canonical = canonical_group},
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
       .choice_help = {"one set for all", "a set for each"}},
      whole_option("layers", "layers of the encoder", "3", "1", "24"),
      whole_option("width", "of the residual stream", "32", "2", "256"),
      whole_option("hidden", "width of the network inside a layer", "64", "1", "1024"),
      whole_option("heads", "heads of a layer; they divide the width", "2", "1", "8"),
      whole_option("steps", "steps of Adam", "2000", "1", "1000000"),
      whole_option("batch", "sentences per step; whole sixteens", "128", "16", "4096"),
      {.name = "rate",
       .kind = OptionKind::number,
       .help = "learning rate",
       .usual = "1/500",
       .least = "0",
       .above_least = true},
      whole_option("evaluations", "points of the curve", "20", "1", "100000"),
      compute::seed_option("20240222")};
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

ChainPlan plan_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  ChainPlan plan{
      .law = {group_by_name(compute::text_of(values, "group")), count("clauses"), count("names")}};
  plan.supervised =
      compute::is_given(values, "supervised") ? count("supervised") : plan.law.clauses;
  plan.attention = compute::text_of(values, "attention") == "learned" ? Attention::learned
                                                                      : Attention::hard_coded;
  plan.tied = compute::text_of(values, "weights") == "tied";
  plan.layers = count("layers");
  plan.width = count("width");
  plan.hidden = count("hidden");
  plan.heads = count("heads");
  plan.steps = count("steps");
  plan.batch = count("batch");
  plan.rate = to_double(compute::number_of(values, "rate"));
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / count("evaluations"));
  plan.seed = compute::seed_of(values);
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

std::vector<Option> reproduction_options() {
  return {
      {.name = "quick", .kind = OptionKind::flag, .help = "a tenth of the steps: nothing is shown"},
      compute::seed_option("20240222")};
}

ChainPlan drawn_plan(const char* group, Attention attention, bool quick, std::uint64_t seed) {
  ChainPlan plan{.law = {group_by_name(group), 4, 8}};
  plan.attention = attention;
  // Association and manipulation in turn: a hard-coded pair of layers follows one clause.
  plan.layers = attention == Attention::learned ? 3 : 5;
  plan.steps = quick ? 200 : 2000;
  plan.batch = 128;
  plan.rate = 3e-3;
  plan.evaluate_every = plan.steps / 20;
  plan.seed = seed;
  return plan;
}

std::unique_ptr<catalogue::ReproducedFigure> reproduce(const OptionValues& given,
                                                       const catalogue::RunOptions& how) {
  const OptionValues values = compute::with_defaults(reproduction_options(), given);
  const bool quick = compute::flag_of(values, "quick");
  catalogue::CurveReproduction figure{.id = quick ? "shortcut-quick" : "shortcut",
                                      .title = "Accuracy of the last of four variables",
                                      .number = "accuracy x4"};
  for (const char* group : {"z2", "d3"}) {
    for (const auto& [name, attention] : {std::pair{"learned", Attention::learned},
                                          std::pair{"hard-coded", Attention::hard_coded}}) {
      figure.add(
          fmt::format("{}, {} attention", group, name),
          ChainExperiment<double>(drawn_plan(group, attention, quick, compute::seed_of(values))));
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
           .options = reproduction_options(),
           .run = reproduce}};
}

}  // namespace lemmascope::lego
