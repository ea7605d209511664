#include "properties/ngram/small_trainings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trial_record.hpp"
#include "sim/train/trainer.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::ngram {
namespace {

NgramPlan authors_sizes(int prompts) {
  NgramPlan plan;
  plan.prompts = prompts;
  plan.validation_prompts = 1;
  plan.evaluate_every = 1;
  return plan;
}

NgramPlan biased(double gap) {
  NgramPlan plan = authors_sizes(150);
  plan.shape.norm = HeadNorm::none;
  plan.own_logit = gap;
  plan.other_logit = 0;
  plan.stages = {{{"c"}, 20, 0.2}};
  plan.evaluate_every = 20;
  return plan;
}

NgramPlan joint() {
  NgramPlan plan = authors_sizes(150);
  plan.loss.criterion = Criterion::released;
  plan.stages = {{{}, 60, 1}, {{"a"}, 60, 40}};
  plan.evaluate_every = 3;
  return plan;
}

NgramPlan staged() {
  NgramPlan plan = authors_sizes(150);
  plan.stages = {{{"c"}, 40, 0.2}, {{"w"}, 40, 4000}, {{"a"}, 20, 2}};
  plan.evaluate_every = 20;
  return plan;
}

SmallRun trained(SmallTraining which, const statistics::TrialKey& key) {
  NgramPlan plan = small_plan(which);
  plan.seed = key.root_seed;
  plan.run = key.run;
  const NgramExperiment experiment(plan);
  sim::Trainer<double> trainer(experiment);
  trainer.advance(experiment.plan().steps());
  const auto& weights = trainer.weights();
  return {experiment.numbers(), trainer.curve(),
          std::vector<double>(weights.begin(), weights.end()),
          hash_of(experiment.training_prompts())};
}

std::string in_words(const NgramPlan& plan) {
  std::string stages;
  for (const NgramStage& stage : plan.stages) {
    stages += fmt::format(
        "{}{} steps of {} at rate {}", stages.empty() ? "" : ", then ", stage.steps,
        stage.blocks.empty() ? "all weights" : fmt::to_string(fmt::join(stage.blocks, ", ")),
        stage.rate);
  }
  return fmt::format(
      "{} prompts of {} tokens out of {}, {} parents, Dirichlet {}; {} heads on {} lags, {} norm, "
      "biased by {}; {} criterion; full batch: {}",
      plan.prompts, plan.law.length, plan.law.symbols, plan.law.parents, plan.law.concentration,
      plan.shape.heads, plan.shape.lags, plan.shape.norm == HeadNorm::unit ? "unit" : "no",
      plan.own_logit - plan.other_logit,
      plan.loss.criterion == Criterion::paper
          ? fmt::format("the paper's (epsilon {})", plan.loss.epsilon)
          : "the released",
      stages);
}

}  // namespace

NgramPlan small_plan(SmallTraining which) {
  switch (which) {
    case SmallTraining::joint:
      return joint();
    case SmallTraining::staged:
      return staged();
    case SmallTraining::small_bias:
      return biased(0.5);
    case SmallTraining::large_bias:
      return biased(4);
  }
  return joint();
}

double SmallRun::number(const sim::CurvePoint& point, const std::string& name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  require(at != names_.end(), "the training has no number " + name);
  return point.numbers[static_cast<std::size_t>(at - names_.begin())];
}

double SmallRun::after(std::int64_t step, const std::string& name) const {
  for (const sim::CurvePoint& point : curve_) {
    if (point.step == step) return number(point, name);
  }
  refuse(fmt::format("the training was not evaluated after step {}", step));
}

std::uint64_t hash_of(const PromptSet& prompts) {
  return statistics::hash_of_data(std::as_bytes(std::span(prompts.tokens)));
}

std::shared_ptr<const SmallRun> train_small(SmallTraining which, const statistics::TrialKey& key) {
  using Key = std::tuple<SmallTraining, std::uint64_t, std::uint32_t>;
  static statistics::TrainingMemo<Key, SmallRun> memo;
  auto run = memo.of(Key{which, key.root_seed, key.run}, [&] { return trained(which, key); });
  for (const sim::CurvePoint& point : run->curve()) {
    statistics::TrialRecord::number(run->number(point, "train loss"));
  }
  statistics::TrialRecord::trained_on(run->prompts());
  return run;
}

double growth_of_strength(SmallTraining which, const SmallRun& run) {
  const NgramPlan plan = small_plan(which);
  double time_before = 0;
  std::int64_t before = 0;
  for (std::size_t k = 0; k + 1 < plan.stages.size(); ++k) {
    before += plan.stages[k].steps;
    time_before += static_cast<double>(plan.stages[k].steps) * plan.stages[k].rate;
  }
  const NgramStage& stage = plan.stages.back();
  const auto time = [&](std::int64_t step) {
    return time_before + static_cast<double>(step - before) * stage.rate;
  };
  const std::int64_t end = before + stage.steps, middle = before + stage.steps / 4;
  return (run.after(end, "a") - run.after(middle, "a")) / std::log(time(end) / time(middle));
}

statistics::Trials repeated(std::string name, std::string description,
                            std::function<bool(const statistics::TrialKey&)> succeeds) {
  // 31 successes of 32 show a half at one assertion's error rate.
  constexpr int kQuick = 32, kPr = 64, kNightly = 256;
  // A twin is known by its description: what is asked tells twins of one training apart.
  std::string asked = fmt::format("{}: {}", name, description);
  return {std::move(name), std::move(asked), kQuick, kPr, kNightly, 0.5, std::move(succeeds)};
}

statistics::Trials repeated(std::string name, SmallTraining which,
                            std::function<bool(const statistics::TrialKey&)> succeeds) {
  return repeated(std::move(name), in_words(small_plan(which)), std::move(succeeds));
}

}  // namespace lemmascope::ngram
