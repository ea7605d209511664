// Trained minimal models as claims see them: which of two strategies, or of two models, is nearer
// on fresh sequences, bounded as a share of the sequences.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "properties/claim/claim.hpp"
#include "properties/statistics/trained_shares.hpp"
#include "sim/evolution/minimal_training.hpp"

namespace lemmascope::evolution {

/// Of a training on one law of chains, looked at on fresh sequences of uniform rows after some
/// steps.
struct Look {
  double balance = -1;  ///< trained on a mixture of this balance; below zero: on uniform rows
  std::int64_t step = 0;
};

/// The model's prediction after a look is nearer to one target than to another, or nearer to the
/// true row than that of another look: in more than half of the sequences, or in less.
struct NearerBound {
  std::string what;
  Look look;
  bool against_another = false;  ///< true: `other` model against the true row
  Look other;                    ///< otherwise: unigrams against bigrams
  bool more_than_half = true;
};

/// Trainings 0, 1, … of the run's seed: what is claimed is claimed of each.
struct TrainedModels {
  std::string name;
  std::vector<NearerBound> bounds;
  int quick = 1, pr = 4, nightly = 16;
};

/// The prediction is nearer to unigrams than to bigrams, or the reverse.
NearerBound nearer_to_unigrams(std::int64_t step);
NearerBound nearer_to_bigrams(std::int64_t step);
/// The model trained on balanced chains is nearer to the true row than the one trained on uniform
/// ones, after as many steps each; or the reverse.
NearerBound balanced_ahead(std::int64_t step);
NearerBound balanced_behind(std::int64_t step);

/// Decides every bound for every training by Clopper-Pearson on fresh sequences, at the error rate
/// of one assertion split evenly. A model is trained once per process.
claim::Check models_check(const TrainedModels& models);
claim::Twin models_twin(const TrainedModels& models);

/// Whether the shares that one training was seen to have are within the bounds.
bool seen_within(const TrainedModels& models, const statistics::TrialKey& key);

using statistics::kShownTraining;

}  // namespace lemmascope::evolution
