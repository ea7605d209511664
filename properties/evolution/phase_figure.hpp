// A reproduced figure of training phases: distances from the strategies over examples, and what can
// be read off them beside what the paper draws, with the error that agreement is judged by.
#pragma once

#include <string>
#include <vector>

#include "properties/catalogue/curve_run.hpp"
#include "sim/evolution/strategy_evaluation.hpp"

namespace lemmascope::evolution {

/// What is read off a curve.
enum class Reading {
  last,                ///< of a number
  least,               ///< of it in the first eighth of the training: the dip before the plateau
  rise,                ///< its largest value after that
  switch_at,           ///< examples, in thousands, from which bigrams stay nearer than unigrams
  switch_to_trigrams,  ///< the same of trigrams and bigrams
};

/// What the paper shows about trainings of one kind.
struct PublishedReading {
  std::string kind;    ///< trainings "KIND, seed 0", …
  std::string number;  ///< unused by switches
  Reading reading = Reading::last;
  double published = 0;
  double error = 0;  ///< of reading it off the figure, or of its rounding
  std::string source;
};

/// A line across the figure: a strategy's expected divergence.
struct StrategyLine {
  std::string name;
  double value = 0;
};

struct PhaseFigure {
  catalogue::CurveReproduction trainings;  ///< its `published` stays empty
  std::vector<std::string> drawn;          ///< numbers of the first training of each kind
  std::vector<StrategyLine> lines;
  std::vector<PublishedReading> published;

  /// Adds "KIND, seed N".
  template <class E>
  void add(const std::string& kind, std::uint32_t seed, E experiment) {
    trainings.add(kind + ", seed " + std::to_string(seed), std::move(experiment));
  }
};

/// The mean divergences of the strategies on the evaluation sequences of a training, as lines.
std::vector<StrategyLine> lines_of(const StrategyEvaluation& evaluation);

/// Trains as reproduce_experiments does. Each number is ours (the mean over seeds, with their
/// standard deviation) beside the published one, the error of the difference, that is of one
/// training like the authors', of our mean and of reading, and whether they agree within two such
/// errors; with one seed the error is that of reading alone, and says so.
std::unique_ptr<catalogue::ReproducedFigure> reproduce_phases(const PhaseFigure& figure,
                                                              const catalogue::RunOptions& how);

}  // namespace lemmascope::evolution
