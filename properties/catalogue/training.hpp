// The trainings of a paper and the figures that it reproduces, as the program meets them: what can
// be asked for, and what a finished run has to show. `lemmascope train`, `lemmascope reproduce` and
// training sweeps know a paper's experiments through these values alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "properties/compute/option.hpp"

namespace lemmascope::sim {
struct Progress;
struct StopFlag;
}  // namespace lemmascope::sim

namespace lemmascope::catalogue {

struct Paper;

/// Which training of how many is running, and how far it is.
struct TrainingProgress {
  std::string run;
  int index = 0;
  int count = 1;
  const sim::Progress& progress;
};

/// How to run. Nothing here changes a result.
struct RunOptions {
  int threads = 1;
  /// Not empty: state is saved here about every ten seconds and at the end, and what is there is
  /// continued. The file of a training; the folder of a reproduction, which trains several times.
  std::filesystem::path checkpoint = {};
  /// Called once the values are found to fit and before anything is trained. May be empty.
  std::function<void()> begin = {};
  /// Called after every step; false stops there. May be empty.
  std::function<bool(const TrainingProgress&)> watch = {};
  /// Looked at within steps and evaluations too, whose work is then thrown away. May be null.
  const sim::StopFlag* stop = nullptr;
};

/// A training that ended or was stopped.
class TrainedRun {
 public:
  virtual ~TrainedRun() = default;
  virtual std::uint64_t root_seed() const = 0;
  virtual std::int64_t steps_done() const = 0;
  virtual std::int64_t steps() const = 0;
  /// False when it was stopped; the same values and checkpoint continue it.
  virtual bool finished() const = 0;
  /// Configuration, curve and final numbers, an object: training.json. No times.
  virtual nlohmann::json data() const = 0;
  /// An array in the form of reports/writers/figures.hpp; ids start with `prefix`.
  virtual nlohmann::json figures(const std::string& prefix) const = 0;
  /// Lines for a terminal.
  virtual std::vector<std::string> summary() const = 0;
  /// What a sweep keeps of it: an object of tagged quantities and counts, the same bytes for the
  /// same values wherever it runs on the same instruction set. Throws PreconditionError when the
  /// training diverged.
  virtual nlohmann::json values() const = 0;
};

/// One kind of training: `lemmascope train PAPER/NAME`, or NAME where no other paper has it.
struct Training {
  std::string name;
  std::string summary;
  std::vector<compute::Option> options;
  /// Not empty: the setting of a sweep by which it picks this training among its paper's ("graph"
  /// for trainings chain, pairs, ...); sweeps of `train` know only trainings that have one.
  std::string sweep_setting = {};
  /// What a sweep gives to options that its plan leaves out, in place of their defaults.
  compute::OptionValues in_sweeps = {};
  /// Trains with values that read_options read from `options` (canonical; defaults need not be
  /// filled in). Null when stopped before there was anything to show. Throws PreconditionError on
  /// values that do not fit together, and when the training diverges.
  std::unique_ptr<TrainedRun> (*run)(const compute::OptionValues& values,
                                     const RunOptions& how) = nullptr;
};

/// A figure trained again.
class ReproducedFigure {
 public:
  virtual ~ReproducedFigure() = default;
  virtual bool finished() const = 0;
  /// Trainings, curves, numbers beside the published ones, remarks, an object. No times.
  virtual nlohmann::json data() const = 0;
  /// An array in the form of reports/writers/figures.hpp.
  virtual nlohmann::json figures() const = 0;
  /// Lines for a terminal, and sentences to be wrapped to its width.
  virtual std::vector<std::string> summary() const = 0;
  virtual std::vector<std::string> remarks() const = 0;
  /// Of all, and an object by training: for provenance.
  virtual double seconds() const = 0;
  virtual nlohmann::json seconds_by_run() const = 0;
};

/// A figure of a paper that the program makes again: `lemmascope reproduce PAPER/NAME`.
struct Reproduction {
  std::string name;   ///< "fig9"
  std::string title;  ///< what it is called in the paper
  std::string shows;  ///< one line: which trainings, what is drawn
  std::vector<compute::Option> options;
  /// False: another one shows the same trainings, and `reproduce all` leaves this one out.
  bool in_all = true;
  /// As Training::run; `how.checkpoint` is a folder. Never null.
  std::unique_ptr<ReproducedFigure> (*run)(const compute::OptionValues& values,
                                           const RunOptions& how) = nullptr;
};

/// A training or reproduction with the paper that brings it.
template <class Item>
struct OfPaper {
  const Paper* paper = nullptr;
  Item item;
};

/// All of them, in the order of the papers. Built once.
const std::vector<OfPaper<Training>>& every_training();
const std::vector<OfPaper<Reproduction>>& every_reproduction();

/// The one called PAPER/NAME, or NAME where that is unambiguous. Throws PreconditionError naming
/// the candidates when several papers have it, and the nearest or all names when none has.
const OfPaper<Training>& training_named(std::string_view name);
const OfPaper<Reproduction>& reproduction_named(std::string_view name);

/// NAME where it is unambiguous, PAPER/NAME elsewhere.
std::string short_name(const OfPaper<Training>& training);
std::string short_name(const OfPaper<Reproduction>& reproduction);

}  // namespace lemmascope::catalogue
