// Small joint trainings that claims about the stages of training repeat.
#pragma once

#include <compare>
#include <vector>

#include "properties/statistics/trials.hpp"
#include "sim/topic/topic_training.hpp"

namespace lemmascope::topic {

/// A joint training (value, key and query together from near zero; Adam; squared loss; all
/// positions are keys) on fresh disjoint-topic documents with tau = 2 and BERT's masking. Seed and
/// run come from the trial.
struct JointRun {
  int topics;
  int words_per_topic;
  int length;
  double rate;
  int steps;
  int record_every;

  auto operator<=>(const JointRun&) const = default;
};
/// A claim's twin asks about the same trainings as the claim, so records are kept for the life of
/// the program.
std::vector<sim::TopicRecord> train_jointly(const JointRun& run, const statistics::TrialKey& key);

/// Entry of the value matrix within topics minus between them, and the same for attention.
double value_gap(const sim::TopicRecord& record);
double attention_gap(const sim::TopicRecord& record);

}  // namespace lemmascope::topic
