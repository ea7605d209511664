// What `lemmascope train` offers for this paper: layers of linear attention beside gradient
// descent, and softmax attention.
#include "properties/icl/trainings.hpp"

#include <algorithm>

#include "properties/catalogue/curve_run.hpp"
#include "properties/compute/budget.hpp"
#include "properties/compute/usual_options.hpp"
#include "sim/icl/attention_experiment.hpp"
#include "sim/icl/softmax_study.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::icl {
namespace {

using compute::Option;
using compute::OptionKind;
using compute::OptionValues;
using compute::whole_option;

std::string canonical_law(const std::string& text) {
  const regression::InputLaw law = regression::parse_input_law(text);
  require(law.kind != regression::InputLaw::Kind::three_point,
          "expected uniform:R or gaussian, found " + text);
  return regression::to_text(law);
}

Option above_zero(std::string name, std::string help, std::string usual) {
  return {.name = std::move(name),
          .kind = OptionKind::number,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = "0",
          .above_least = true};
}

std::vector<Option> shared_options(const char* batch) {
  return {whole_option("dimension", "entries of an input, d", "10", "1", "64"),
          whole_option("context", "examples of a task, N", "10", "1", "4096"),
          {.name = "inputs",
           .help = "law of the entries: uniform:R on [-R, R], or gaussian",
           .usual = "uniform:1/2",
           .canonical = canonical_law},
          whole_option("steps", "steps of Adam", "2500", "1", "1000000"),
          whole_option("batch", "tasks per step", batch, "16", "65536"),
          above_zero("rate", "learning rate", "1/1000"),
          compute::number_option("clip", "longest gradient; 0: any", "10", "0", "1e9"),
          whole_option("evaluations", "points of the curve", "20", "1", "100000"),
          compute::seed_option("20240222")};
}

std::vector<Option> attention_options() {
  std::vector<Option> all = shared_options("2048");
  const std::vector<Option> own{
      whole_option("layers", "K", "1", "1", "24"),
      whole_option("heads", "of a layer; with one, beside the best descent", "1", "1", "16"),
      {.name = "weights",
       .kind = OptionKind::choice,
       .help = "of the layers",
       .usual = "apart",
       .choices = {"apart", "looped"},
       .choice_help = {"a set for each", "one set for all"}},
      {.name = "inputs-change",
       .kind = OptionKind::choice,
       .help = "whether layers may transform inputs, as GD++ does",
       .usual = "yes",
       .choices = {"yes", "no"}},
      above_zero("start", "standard deviation of the first weights, times the layers", "1/500")};
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::vector<Option> softmax_options() {
  std::vector<Option> all = shared_options("512");
  all.push_back(whole_option("heads", "of the layer", "2", "1", "16"));
  all.push_back(above_zero("start", "standard deviation of the first weights", "1/10"));
  return all;
}

Setting setting_of(const OptionValues& values) {
  return {{compute::whole_of(values, "dimension"), compute::whole_of(values, "context")},
          regression::parse_input_law(compute::text_of(values, "inputs"))};
}

/// Multiply-adds of a task: its covariance, and four products of tokens a layer and head, thrice.
double work_of_a_task(const Setting& setting, int layers, int heads) {
  const double d = setting.shape.dimension, e = d + 1;
  return d * d * setting.shape.context + 12.0 * layers * heads * e * e * e;
}

void require_reasonable(double work, double memory, const std::string& what) {
  constexpr double kMostWork = 1e15;  // weeks of a small machine
  constexpr double kMostMemory = 4.0 * (1ull << 30);
  require(work <= kMostWork && memory <= kMostMemory,
          fmt::format("{}: needs about {:.2g} multiply-adds and {} of memory, more than {:.2g} and "
                      "{}; fewer steps, tasks, layers or entries need less",
                      what, work, compute::bytes_text(memory), kMostWork,
                      compute::bytes_text(kMostMemory)));
}

AttentionPlan plan_of(const OptionValues& given) {
  const OptionValues values = compute::with_defaults(attention_options(), given);
  const auto count = [&values](const char* name) { return compute::whole_of(values, name); };
  const auto number = [&values](const char* name) {
    return to_double(compute::number_of(values, name));
  };
  AttentionPlan plan;
  plan.setting = setting_of(values);
  plan.layers = count("layers");
  plan.heads = count("heads");
  plan.looped = compute::text_of(values, "weights") == "looped";
  plan.transforms = compute::text_of(values, "inputs-change") == "yes";
  plan.steps = count("steps");
  plan.batch = count("batch");
  plan.rate = number("rate");
  plan.clip = number("clip");
  plan.start = number("start");
  plan.evaluate_every = std::max<std::int64_t>(1, plan.steps / count("evaluations"));
  plan.seed = compute::seed_of(values);
  const double e = plan.setting.shape.dimension + 1.0;
  require_reasonable(
      static_cast<double>(plan.steps) * plan.batch *
          work_of_a_task(plan.setting, plan.layers, plan.heads),
      8.0 * 16 * 8 * e * (4.0 * e * plan.layers * (plan.heads + 3) + plan.setting.shape.context),
      "train attention");
  if (plan.heads == 1) {
    plan.beside = best_descent(plan.setting, plan.layers, plan.looped, plan.transforms);
  }
  return plan;
}

std::vector<catalogue::CurveFigure> figures_of(const AttentionPlan& plan) {
  std::vector<catalogue::CurveFigure> all;
  if (plan.beside) {
    all = {{"loss", "Loss", "half mean squared error", {"test loss", "descent loss"}},
           {"distance",
            "Distance from the best descent",
            "mean over tasks",
            {"prediction distance", "sensitivity distance"}},
           {"cosine", "Derivatives by the query beside the descent's", "cosine", {"cosine"}}};
  } else {
    all = {{"loss", "Loss", "half mean squared error", {"test loss"}}};
  }
  if (plan.heads > 1) return all;
  std::vector<std::string> gammas;
  for (int l = 1; l <= (plan.looped ? 1 : plan.layers); ++l) {
    gammas.push_back(fmt::format("gamma {}", l));
  }
  all.push_back({"gamma", "Transformation of the inputs", "gamma", std::move(gammas)});
  return all;
}

std::unique_ptr<catalogue::TrainedRun> train_attention(const OptionValues& values,
                                                       const catalogue::RunOptions& how) {
  const AttentionPlan plan = plan_of(values);
  return catalogue::run_experiment("attention", AttentionExperiment<double>(plan), how,
                                   figures_of(plan));
}

std::unique_ptr<catalogue::TrainedRun> train_softmax(const OptionValues& given,
                                                     const catalogue::RunOptions& how) {
  const OptionValues values = compute::with_defaults(softmax_options(), given);
  const auto number = [&values](const char* name) {
    return to_double(compute::number_of(values, name));
  };
  const int steps = compute::whole_of(values, "steps"), batch = compute::whole_of(values, "batch");
  const int heads = compute::whole_of(values, "heads");
  const Setting setting = setting_of(values);
  const double e = setting.shape.dimension + 1.0;
  require_reasonable(static_cast<double>(steps) * batch * setting.shape.context * heads * 8 * e,
                     8.0 * 64 * (setting.shape.context + e * heads) * e, "train softmax");
  SoftmaxTraining training{setting,
                           heads,
                           number("start"),
                           number("rate"),
                           number("clip"),
                           steps,
                           batch,
                           std::max(1, steps / compute::whole_of(values, "evaluations")),
                           4096,
                           compute::seed_of(values),
                           0};
  return catalogue::run_experiment(
      "softmax", softmax_experiment(training), how,
      {{"loss", "Loss", "half mean squared error", {"held-out loss"}}});
}

}  // namespace

sim::ExampleExperiment softmax_experiment(const SoftmaxTraining& training) {
  sim::Optimiser adam;
  adam.kind = sim::OptimiserKind::adam;
  adam.learning_rate = training.rate;
  adam.clip = training.clip;
  sim::TrainingPlan plan;
  plan.root_seed = training.seed;
  plan.run = training.run;
  plan.batch = training.batch;
  plan.stages = {{training.steps, adam, {}}};
  plan.evaluate_every = training.evaluate_every;
  plan.evaluation_size = training.evaluation_tasks;
  return {plan, softmax_study(training.setting, training.heads, training.start)};
}

std::vector<catalogue::Training> every_training() {
  return {{.name = "attention",
           .summary = "layers of linear attention on regression tasks, beside gradient descent",
           .options = attention_options(),
           .run = train_attention},
          {.name = "softmax",
           .summary = "one layer of softmax attention on regression tasks",
           .options = softmax_options(),
           .run = train_softmax}};
}

}  // namespace lemmascope::icl
