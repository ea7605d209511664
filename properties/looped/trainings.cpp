// What `lemmascope train` offers for this paper: the weights of looped layers.
#include "properties/looped/trainings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/budget.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/looped/loop_experiment.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::looped {
namespace {

using compute::number_option;
using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::vector<Option> options() {
  return {
      whole_option("dimension", "entries of an input, d", "10", "1", "64"),
      whole_option("context", "examples of a task, n", "20", "1", "4096"),
      whole_option("loops", "L", "2", "1", "64"),
      {.name = "weights",
       .kind = OptionKind::choice,
       .help = "of the loops",
       .usual = "tied",
       .choices = {"tied", "untied"},
       .choice_help = {"one A for all", "an A for each: a deep model"}},
      whole_option("test-loops", "losses of 1 to so many loops are shown; 0: none", "0", "0", "64"),
      number_option("spread",
                    "largest over smallest eigenvalue of the covariance trained on; entries "
                    "between in geometric order",
                    "1", "1", "1000000"),
      number_option("other-spread", "of another covariance that the weights are tried on", "4", "1",
                    "1000000"),
      whole_option("steps", "steps of Adam", "2000", "1", "1000000"),
      whole_option("batch", "tasks per step", "1024", "16", "65536"),
      {.name = "rate",
       .kind = OptionKind::number,
       .help = "learning rate",
       .usual = "1/200",
       .least = "0",
       .above_least = true},
      number_option("clip", "longest gradient; 0: any", "10", "0", "1e9"),
      number_option("start", "A = start I at first", "0", "-10", "10"),
      number_option("noise", "standard deviation of what is added to every first weight", "1/100",
                    "0", "10"),
      whole_option("evaluations", "points of the curve", "20", "1", "100000"),
      compute::seed_option("20240222")};
}

void require_reasonable(const LoopTraining& plan) {
  const double d = plan.sizes.dimension, n = plan.sizes.context;
  const double work =
      static_cast<double>(plan.steps) * plan.batch * (d * d * n + 6 * d * d * plan.sizes.loops);
  const double memory = 8.0 * 16 * 8 * d * (n + d + plan.sizes.loops);
  constexpr double kMostWork = 1e15;  // weeks of a small machine
  require(work <= kMostWork,
          fmt::format("train loop: needs about {:.2g} multiply-adds and {} of memory, more than "
                      "{:.2g}; fewer steps, tasks or entries need less",
                      work, compute::bytes_text(memory), kMostWork));
}

LoopTraining plan_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  const auto number = [&values](const char* name) {
    return to_double(compute::number_of(values, name));
  };
  LoopTraining plan;
  plan.sizes = {count("dimension"), count("context"), count("loops"),
                compute::text_of(values, "weights") == "tied"};
  plan.most_test_loops = count("test-loops");
  if (number("spread") > 1) plan.scales = geometric_scales(plan.sizes.dimension, number("spread"));
  if (number("other-spread") > 1) {
    plan.other_scales = geometric_scales(plan.sizes.dimension, number("other-spread"));
  }
  plan.steps = count("steps");
  plan.batch = count("batch");
  plan.rate = number("rate");
  plan.clip = number("clip");
  plan.start = number("start");
  plan.noise = number("noise");
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / count("evaluations"));
  plan.seed = compute::seed_of(values);
  require_reasonable(plan);
  return plan;
}

std::vector<catalogue::CurveFigure> figures_of(const LoopExperiment<double>& experiment) {
  std::vector<std::string> losses;
  for (const std::string& name : experiment.numbers()) {
    if (name.find("loss") != std::string::npos) losses.push_back(name);
  }
  return {
      {"loss", "Loss", "mean squared error", std::move(losses)},
      {"weights", "Shape of the weights", "entries", {"diagonal", "turn", "asymmetry", "bias"}}};
}

std::unique_ptr<catalogue::TrainedRun> run(const OptionValues& values,
                                           const catalogue::RunOptions& how) {
  const LoopExperiment<double> experiment(plan_of(values));
  return catalogue::run_experiment("loop", experiment, how, figures_of(experiment));
}

}  // namespace

std::vector<catalogue::Training> every_training() {
  return {{.name = "loop",
           .summary = "the weights A and u of looped layers on regression tasks",
           .options = options(),
           .run = run}};
}

}  // namespace lemmascope::looped
