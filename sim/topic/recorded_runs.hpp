// Trainings at the size of the authors' experiments, each with numbers that an earlier program
// printed for it: what a repetition with other random streams is held against.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/topic/topic_training.hpp"

namespace lemmascope::topic {

/// What the earlier program printed at one step, to the digits printed.
struct RecordedRow {
  int step;
  std::optional<ClassMeans> value = {};      ///< entries of W_V; same_word is its diagonal
  std::optional<ClassMeans> attention = {};  ///< per ordered pair of 100 positions
  std::optional<double> value_norm = {};     ///< |W_V|
  std::optional<double> key_norm = {};       ///< |W_K|
};

struct RecordedRun {
  std::string name;
  std::string about;  ///< the configuration and what the run shows, in words
  TopicRunPlan plan;
  std::vector<RecordedRow> rows = {};
};

/// A number read off a finished training, beside what was recorded for it.
struct EndNumber {
  std::string what;
  double ours;
  std::string earlier = "";  ///< of the earlier program, a range over its seeds; empty: not printed
  std::string authors = "";  ///< of the authors' saved matrix; empty: not saved
};
/// Attention alone: the share of attention on `[MASK]`. Stage 1: losses and columns of W_V, of the
/// best parameters. Joint training: nothing beyond its rows.
std::vector<EndNumber> end_numbers(const RecordedRun& recorded, const TopicRunPlan& plan,
                                   const TopicRun& run);

/// The runs, in the order of the paper's stages.
///
///   two-stages                all parts together from near zero: value matrix, attention, copying
///   two-stages-descent        the same with plain descent and cross entropy: only stage 1 appears
///   stage-two                 attention alone on the limit value matrix, squared loss
///   stage-two-blocks          on 0/1 blocks with cross entropy
///   stage-two-unselected      the same, selected positions are no keys
///   stage-two-blocks-squared  on 0/1 blocks with squared loss: back to uniform attention
///   released                  stage 1 as the authors' code runs it
///   released-one-hot          the same with true one-hot inputs
///
/// The record of stage-two* names Adam without a rate; 0.01, the authors' rate for stage 1, is
/// used. At 0.003 the 0/1 blocks with cross entropy are at step 1000 still where 0.01 is at step
/// 300.
const std::vector<RecordedRun>& recorded_runs();

/// Throws PreconditionError, listing the names, on an unknown one.
const RecordedRun& recorded_run(std::string_view name);

/// Measured on the columns of W_V that belong to words: inner products and cosines by class of the
/// pair of words.
struct ColumnStatistics {
  ClassMeans dot;
  ClassMeans dot_deviation;
  ClassMeans cosine;
  ClassMeans cosine_deviation;
};
ColumnStatistics column_statistics(const TopicParametersOf<double>& model,
                                   const Matrix<double>& value);

}  // namespace lemmascope::topic
