// Trainings repeated on independent data sets beside numbers that the authors published of one: the
// spread over the data sets says how far another data set's number may be.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "properties/catalogue/training.hpp"
#include "sim/ngram/ngram_experiment.hpp"

namespace lemmascope::ngram {

/// A training of the authors, repeated.
struct RepeatedTraining {
  std::string name;
  NgramPlan plan;            ///< of the first data set; the others are runs 1, 2, ... of its seed
  std::int64_t watched = 0;  ///< so many first steps are evaluated one by one
  int data_sets = 1;
};

/// A number that was published of that training after so many steps.
struct PublishedOutcome {
  std::string training;
  std::string number;
  std::int64_t step = 0;
  double value = 0;
  std::string source;
};

struct RepeatedFigure {
  std::string id;
  std::string title;
  bool quick = false;
  std::vector<RepeatedTraining> trainings;
  std::vector<PublishedOutcome> published = {};
  std::vector<std::string> remarks = {};
};

/// Ours beside a published number. With n data sets of mean m and deviation s, the number of one
/// more data set is off m by an error s sqrt(1 + 1/n), by Student's law with n - 1 degrees.
struct Agreement {
  double mean = 0;
  std::optional<double> error;     ///< none for one data set
  std::optional<double> distance;  ///< of the published number, in errors
  std::optional<bool> agrees;      ///< within the central 95 % of that law
};
Agreement agreement(const std::vector<double>& ours, double published);

/// Trains all, one after the other, as Reproduction::run is asked to.
std::unique_ptr<catalogue::ReproducedFigure> repeat(const RepeatedFigure& figure,
                                                    const catalogue::RunOptions& how);

}  // namespace lemmascope::ngram
