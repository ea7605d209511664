// Small trainings that claims about the stages of training repeat.
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <vector>

#include "properties/statistics/trials.hpp"
#include "sim/topic/topic_training.hpp"

namespace lemmascope::topic {

/// What trains, and on what.
enum class Trained {
  together,            ///< value, key and query from near zero
  attention_on_limit,  ///< key and query, on the limit value matrix
  attention_on_blocks  ///< key and query, on 0/1 topic blocks
};

/// A training (Adam; squared loss; all positions are keys; batches of 10; start 0.001 U[0,1)) on
/// fresh disjoint-topic documents with tau = 2 and BERT's masking. Seed and run come from the
/// trial.
struct SmallTraining {
  Trained trained;
  int topics;
  int words_per_topic;
  int length;
  double rate;
  int steps;
  int record_every;

  auto operator<=>(const SmallTraining&) const = default;
};

struct SmallRun {
  std::vector<TopicRecord> records;
  double attention_on_mask;  ///< at the end, from selected positions that show a word
};

/// A claim's twin asks about the same trainings as the claim, so runs are kept for the life of the
/// program.
std::shared_ptr<const SmallRun> train_small(const SmallTraining& training,
                                            const statistics::TrialKey& key);

/// Entry of the value matrix within topics minus between them, and the same for attention.
double value_gap(const TopicRecord& record);
double attention_gap(const TopicRecord& record);

using Success = bool (*)(const statistics::TrialKey&);

/// 30, 60 or 150 independent trials by profile, of which at least half must succeed. The name says
/// what is asked, the description of what.
statistics::Trials repeated(std::string name, const std::string& description, Success succeeds);
/// The same, described by the training.
statistics::Trials repeated(std::string name, const SmallTraining& training, Success succeeds);

}  // namespace lemmascope::topic
