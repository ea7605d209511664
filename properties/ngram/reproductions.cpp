// What `lemmascope reproduce` offers for this paper: the authors' stored runs, again.
#include <fmt/format.h>

#include <algorithm>

#include "properties/compute/usual_options.hpp"
#include "properties/ngram/repeated_runs.hpp"
#include "properties/ngram/training_options.hpp"

namespace lemmascope::ngram {
namespace {

using compute::OptionKind;
using compute::OptionValues;

constexpr const char* kStored = "stored run of the authors' program";
constexpr const char* kOtherStreams =
    "Our prompts are drawn from other streams than the authors', so numbers differ as those of two "
    "data sets do; theirs are from single precision.";

std::vector<compute::Option> options(const char* data_sets) {
  return {
      {.name = "quick", .kind = OptionKind::flag, .help = "a twentieth of the epochs and prompts"},
      compute::whole_option("data-sets", "independent repetitions", data_sets, "1", "100"),
      compute::seed_option("2024")};
}

/// What was asked of any of them.
struct Asked {
  bool quick;
  int data_sets;
  std::uint64_t seed;

  Asked(const OptionValues& given, const char* usual_data_sets)
      : Asked(compute::with_defaults(options(usual_data_sets), given)) {}
  explicit Asked(const OptionValues& values)
      : quick(compute::flag_of(values, "quick")),
        data_sets(compute::whole_of(values, "data-sets")),
        seed(compute::seed_of(values)) {}

  RepeatedFigure figure(const std::string& name, std::string title) const {
    return {.id = quick ? name + "-quick" : name,
            .title = std::move(title),
            .quick = quick,
            .trainings = {}};
  }
  RepeatedTraining training(std::string name, NgramPlan plan, std::int64_t watched = 0) const {
    constexpr int kLess = 20;
    plan.seed = seed;
    if (quick) {
      plan.prompts /= kLess;
      plan.validation_prompts /= kLess;
      for (NgramStage& stage : plan.stages) stage.steps /= kLess;
      plan.evaluate_every = std::max<std::int64_t>(1, plan.evaluate_every / kLess);
    }
    return {std::move(name), std::move(plan), watched, data_sets};
  }
};

// ---- the joint run ------------------------------------------------------------------------------

constexpr const char* kJointSets = "3";
constexpr std::int64_t kWatched = 101;

/// Theirs by epoch. A validation loss is taken after the step of its epoch, the rest before it.
struct StoredEpoch {
  std::int64_t epoch;
  double share, a, train, validation;
};
constexpr StoredEpoch kJoint[] = {
    {0, 1.0 / 7, 0.0100, 0.9031, 0.9003}, {1, 0.2631, 0.0641, 0.8996, 0.8986},
    {10, 0.9959, 0.7011, 0.8487, 0.8444}, {100, 1.0000, 4.2781, 0.6690, 0.6715},
    {500, 1, 6.4888, 0.6521, 0.6548},     {1000, 1, 7.2811, 0.6507, 0.6535},
    {5000, 1, 8.9825, 0.6498, 0.6525},    {10000, 1, 9.6901, 0.6497, 0.6524},
    {20000, 1, 10.3954, 0.6496, 0.6524},  {50000, 1, 11.3512, 0.6496, 0.6523}};
constexpr double kJointLogits[3][3] = {
    {3.3575, -0.0944, -0.0631}, {4.1379, -0.4263, -0.5117}, {3.0003, 0.0998, 0.0999}};

std::vector<PublishedOutcome> joint_numbers(const std::string& training) {
  std::vector<PublishedOutcome> all;
  const auto add = [&](const std::string& number, std::int64_t step, double value) {
    all.push_back({training, number, step, value, kStored});
  };
  for (const StoredEpoch& at : kJoint) {
    if (at.epoch == 1 || at.epoch == 10) add("p {1,2}", at.epoch, at.share);
    if (at.epoch > 0) add("a", at.epoch, at.a);
    add("train loss", at.epoch, at.train);
    add("validation loss", at.epoch < kWatched ? at.epoch + 1 : at.epoch, at.validation);
  }
  for (int h = 1; h <= 3; ++h) {
    for (int i = 0; i < 3; ++i) {
      add(fmt::format("w {},{}", h, h + i), kJoint[std::size(kJoint) - 1].epoch,
          kJointLogits[h - 1][i]);
    }
  }
  return all;
}

std::unique_ptr<catalogue::ReproducedFigure> joint(const OptionValues& given,
                                                   const catalogue::RunOptions& how) {
  const Asked asked(given, kJointSets);
  NgramPlan plan = authors_plan();
  plan.stages = {{{}, 50000, 1}};
  plan.evaluate_every = 500;
  RepeatedFigure figure = asked.figure("joint", "The joint run");
  figure.trainings = {asked.training("CWa", plan, kWatched)};
  if (!asked.quick) figure.published = joint_numbers("CWa");
  figure.remarks = {kOtherStreams,
                    "All weights at rate 1 by the authors' criterion, the softmax of the output: "
                    "its least loss is log((e + 2) / e) = 0.5514, where the right token has "
                    "probability one."};
  return repeat(figure, how);
}

// ---- stage by stage -----------------------------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> stages(const OptionValues& given,
                                                    const catalogue::RunOptions& how) {
  const Asked asked(given, "1");
  NgramPlan plan = authors_plan();
  plan.stages = {{{"c"}, 2000, 1}, {{"w"}, 5000, 1e5}, {{"a"}, 5000, 1}};
  plan.evaluate_every = 50;
  RepeatedFigure figure = asked.figure("stages", "Selector, copiers and classifier in turn");
  figure.trainings = {asked.training("released criterion", plan)};
  plan.loss.criterion = Criterion::paper;
  figure.trainings.push_back(asked.training("paper's criterion", plan));
  figure.remarks = {
      "2000 epochs of the selector at rate 1, 5000 of the copiers at 100,000, 5000 of the "
      "classifier at 1, as the authors' program is called. No numbers of these runs are known to "
      "us, so nothing stands beside ours.",
      "The paper's criterion is taken with epsilon = 1/100, which is ours."};
  return repeat(figure, how);
}

// ---- the full model -----------------------------------------------------------------------------

std::unique_ptr<catalogue::ReproducedFigure> full(const OptionValues& given,
                                                  const catalogue::RunOptions& how) {
  const Asked asked(given, "3");
  RepeatedFigure figure = asked.figure("full", "The full model");
  const auto add = [&](const std::string& name, double own, double rate, std::int64_t steps,
                       const std::vector<std::pair<std::string, double>>& numbers) {
    NgramPlan plan = authors_full_plan();
    plan.own_logit = own;
    plan.stages = {{{}, steps, rate}};
    plan.evaluate_every = steps / 41;
    if (steps % plan.evaluate_every != 0) plan.evaluate_every = steps / 40;
    figure.trainings.push_back(asked.training(name, plan));
    for (const auto& [number, value] : numbers) {
      if (!asked.quick) figure.published.push_back({name, number, steps, value, kStored});
    }
  };
  add("w+ = 1, rate 1/1000", 1, 1e-3, 10000,
      {{"p {2,3}", 0.2075},
       {"p {1,3}", 0.2197},
       {"p {1,2}", 0.5728},
       {"a", 0.6096},
       {"train loss", 0.65465},
       {"validation loss", 0.65958},
       {"w 1,1", 1.1059},
       {"w 2,2", 1.1766},
       {"w 3,3", 1.0640}});
  add("w+ = 3, rate 1/100", 3, 1e-2, 2501,
      {{"p {1,2}", 0.752}, {"a", 0.580}, {"train loss", 0.65052}, {"validation loss", 0.65467}});
  figure.remarks = {
      kOtherStreams,
      "Of the full model we know that queries, keys and values start at 0.01 times the identity, "
      "that heads see their own position with logit 1e-6, and that outputs are layer-normalised. "
      "That products of queries and keys are not scaled and that gain and shift are trained and "
      "shared by heads is our reading; where numbers differ it may be the reason."};
  return repeat(figure, how);
}

}  // namespace

std::vector<catalogue::Reproduction> every_reproduction() {
  return {{.name = "joint",
           .title = "the main simulation",
           .shows = "selector, copiers and classifier trained together, 50,000 epochs",
           .options = options(kJointSets),
           .run = joint},
          {.name = "stages",
           .title = "three-stage training",
           .shows = "selector, copiers and classifier in turn, by both criteria",
           .options = options("1"),
           .run = stages},
          {.name = "full",
           .title = "the experiment of the appendix",
           .shows = "the model with queries, keys and values",
           .options = options("3"),
           .run = full}};
}

}  // namespace lemmascope::ngram
