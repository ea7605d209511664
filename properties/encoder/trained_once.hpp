// One training of an encoder for all checks and twins that look at it.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>
#include <utility>

#include "properties/statistics/training_memo.hpp"
#include "properties/statistics/trials.hpp"
#include "sim/train/trainer.hpp"

namespace lemmascope::encoder {

/// What `ask`, a function of an experiment and weights, says of the network that `plan` (a
/// sim::EncoderTraining with the data of Experiment) trains with the seed and run of `key`: in
/// single precision, looked at once, at the end. Trained once per process.
template <class Experiment, class Plan, class Ask>
auto trained_once(Plan plan, const statistics::TrialKey& key, const Ask& ask) {
  using Answers =
      decltype(ask(std::declval<const Experiment&>(), std::declval<std::span<const float>>()));
  plan.seed = key.root_seed;
  plan.run = key.run;
  Plan unwatched = plan;
  unwatched.evaluation_size = 1;
  unwatched.evaluate_every = plan.steps;
  const Experiment experiment(unwatched);
  static statistics::TrainingMemo<std::string, Answers> memo;
  return memo.of(fmt::format("{}; {}; {} sequences", sim::to_text(experiment.plan()),
                             experiment.to_text(), plan.evaluation_size),
                 [&] {
                   sim::Trainer<float> trainer(experiment);
                   trainer.advance(plan.steps);
                   return ask(Experiment(plan), trainer.weights());
                 });
}

}  // namespace lemmascope::encoder
