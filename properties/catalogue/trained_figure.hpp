// Reproductions that show more than the curves of their trainings: a paper trains what it needs and
// computes its own data, figures and lines from the trained weights.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "properties/catalogue/curve_document.hpp"
#include "properties/catalogue/training.hpp"
#include "sim/train/experiment.hpp"

namespace lemmascope::catalogue {

/// A training that came to its end.
struct TrainedNetwork {
  TrainedCurve curve;
  std::vector<double> weights;

  /// The number of the last point that is called so. Throws PreconditionError when none is.
  double last(const std::string& name) const;
};

/// The trainings of one figure, one after the other, as Reproduction::run is asked to do them.
class FigureTrainings {
 public:
  /// `id` is the figure's name, "quick" where it is scaled down; `count` trainings will follow.
  /// Calls how.begin.
  FigureTrainings(std::string id, bool quick, int count, const RunOptions& how);

  /// Trains to the end, or continues what is saved. Null when stopped: then nothing that is asked
  /// for after it is trained. What is returned lives as long as this.
  const TrainedNetwork* train(const std::string& name, const sim::Experiment<double>& experiment);

  const std::string& id() const { return id_; }
  bool quick() const { return quick_; }
  /// Were all of them trained to the end?
  bool finished() const { return !stopped_ && static_cast<int>(ended_.size()) == count_; }
  const std::vector<std::unique_ptr<TrainedNetwork>>& ended() const { return ended_; }

 private:
  std::string id_;
  bool quick_;
  int count_;
  const RunOptions& how_;
  bool stopped_ = false;
  int asked_ = 0;
  std::vector<std::unique_ptr<TrainedNetwork>> ended_;
};

/// A number of ours, beside one that authors print or that is known exactly.
struct NumberBeside {
  std::string what;
  double ours = 0;
  double error = 0;       ///< one standard error of ours; 0: exact
  std::string published;  ///< as printed; empty: not printed
  std::string source;     ///< where, and what it is
};
/// Whether they agree: apart by no more than three of our errors and half a unit of the last digit
/// printed. Nothing where nothing is printed.
std::optional<bool> agrees(const NumberBeside& number);

/// What a figure shows beside its trainings.
struct FigureParts {
  nlohmann::json data = nlohmann::json::object();    ///< added to the document
  nlohmann::json figures = nlohmann::json::array();  ///< see reports/writers/figures.hpp
  std::vector<NumberBeside> numbers = {};
  std::vector<std::string> remarks = {};
};

/// A document with figure, quick, finished, runs (as curve_json), numbers, remarks and the data;
/// the figures and a table of the numbers; a line a training and a number.
std::unique_ptr<ReproducedFigure> figure_of(const FigureTrainings& trainings, FigureParts parts);

/// A curve figure of several series {name, x, y}, as reports/writers/figures.hpp has it, without
/// references.
struct Series {
  std::string name;
  std::vector<double> x, y;
};
nlohmann::json series_figure(const std::string& id, const std::string& title,
                             const std::string& caption, const std::string& x_label,
                             const std::string& y_label, const std::vector<Series>& series,
                             bool log_y = false);
/// A number of a training over its steps.
Series series_of(const TrainedNetwork& network, const std::string& number, std::string name);
/// A line across such a figure.
nlohmann::json level(const std::string& label, double value, bool of_the_authors = false);

}  // namespace lemmascope::catalogue
