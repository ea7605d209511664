// Small trainings that claims about the stages repeat, each on prompts of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/statistics/trials.hpp"
#include "sim/ngram/ngram_experiment.hpp"
#include "sim/train/training_state.hpp"

namespace lemmascope::ngram {

enum class SmallTraining {
  joint,       ///< everything at once by the released criterion, then the classifier faster
  staged,      ///< selector, copiers and classifier in turn, by the paper's criterion
  small_bias,  ///< the selector alone, copiers biased by half a unit of logits, no norm
  large_bias,  ///< the same, biased by four units
};

/// Its configuration; seed and run are those of the trial.
NgramPlan small_plan(SmallTraining which);

/// The curve of a training, by number and step, and the weights that it ended with.
class SmallRun {
 public:
  SmallRun(std::vector<std::string> names, std::vector<sim::CurvePoint> curve,
           std::vector<double> weights, std::uint64_t prompts)
      : names_(std::move(names)),
        curve_(std::move(curve)),
        weights_(std::move(weights)),
        prompts_(prompts) {}

  const std::vector<sim::CurvePoint>& curve() const { return curve_; }
  const std::vector<double>& weights() const { return weights_; }
  /// A hash of the prompts that it saw.
  std::uint64_t prompts() const { return prompts_; }
  double number(const sim::CurvePoint& point, const std::string& name) const;
  double first(const std::string& name) const { return number(curve_.front(), name); }
  double last(const std::string& name) const { return number(curve_.back(), name); }
  /// After `step` steps, where it was evaluated.
  double after(std::int64_t step, const std::string& name) const;

 private:
  std::vector<std::string> names_;
  std::vector<sim::CurvePoint> curve_;
  std::vector<double> weights_;
  std::uint64_t prompts_;
};

/// A hash of the tokens of prompts, for the trial's record.
std::uint64_t hash_of(const PromptSet& prompts);

/// Trained once per process and trial. Reports its losses and its prompts to the trial's record.
std::shared_ptr<const SmallRun> train_small(SmallTraining which, const statistics::TrialKey& key);

/// How much `a` gains per unit of log t from a quarter of the last stage to its end, where t is the
/// sum of the rates of all steps.
double growth_of_strength(SmallTraining which, const SmallRun& run);

/// Trials of which at least half must succeed: as many as show it when all or nearly all do.
statistics::Trials repeated(std::string name, SmallTraining which,
                            std::function<bool(const statistics::TrialKey&)> succeeds);
/// The same of trials described in words.
statistics::Trials repeated(std::string name, std::string description,
                            std::function<bool(const statistics::TrialKey&)> succeeds);

}  // namespace lemmascope::ngram
