// Trainings and reproductions of experiments of the shared loop, ready for a paper to bring: what
// is shown of them are their named numbers over steps. A paper with more to show writes its own.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "properties/catalogue/training.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::catalogue {

/// Numbers of a training drawn over its steps.
struct CurveFigure {
  std::string id;  ///< "loss"
  std::string title;
  std::string y_label;
  std::vector<std::string> names;  ///< of the numbers
};

/// Trains to the end or until stopped, as Training::run is asked to; null when stopped before the
/// first evaluation. Throws PreconditionError on a figure of a number that the experiment has not,
/// before anything is trained, and when the training diverges.
std::unique_ptr<TrainedRun> run_experiment(const std::string& name,
                                           const sim::Experiment<double>& experiment,
                                           const RunOptions& how, std::vector<CurveFigure> figures);

/// One training of a reproduction.
struct NamedExperiment {
  std::string name;
  std::unique_ptr<const sim::Experiment<double>> experiment;
};

/// What a paper prints about a training of the figure.
struct PublishedNumber {
  std::string run;     ///< the training
  std::string number;  ///< the name of its number
  double published = 0;
  std::string source;  ///< where it is printed
};

/// A figure with one curve a training.
struct CurveReproduction {
  std::string id;  ///< the reproduction's name; "fig1-quick" where it is scaled down
  std::string title;
  std::string number;  ///< what is drawn
  std::vector<NamedExperiment> runs = {};
  std::vector<PublishedNumber> published = {};
  std::vector<std::string> remarks = {};

  template <class E>
  void add(std::string run, E experiment) {
    runs.push_back({std::move(run), std::make_unique<const E>(std::move(experiment))});
  }
};

/// Trains all of them, one after the other, as Reproduction::run is asked to. A document has
/// figure, finished, runs (as curve_json), numbers beside the published ones, remarks. Throws
/// PreconditionError as run_experiment does, and on a published number of no run or no name.
std::unique_ptr<ReproducedFigure> reproduce_experiments(const CurveReproduction& figure,
                                                        const RunOptions& how);

}  // namespace lemmascope::catalogue
